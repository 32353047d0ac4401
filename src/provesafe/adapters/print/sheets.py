"""What goes on each sheet of paper: the day's log, sign-out, counts, meetings, cards, badges, tags.

    log       what was entered on a shooting day, in order
    sign-out  who had which weapon, from when to when, with room for initials
    counts    rounds by lot and where they are; today's counts
    meeting   each meeting of the day and its roll, with room to sign
    cards     one card for each weapon, to show and to answer on where no device is
    badges    a badge for each person who has one
    tags      a tag for each weapon: a code to scan, as QR and as DataMatrix, or to type
    plan      each plan drawn from above, with its muzzle line, for the call sheet
    protocol  what stands between each planned weapon and a person, for the safety meeting
    receipts  weapons and rounds of an incident, with room for the police's receipt for each

The same record and day give the same bytes. What is printed was entered; the rest is blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import segno
import zxingcpp

from provesafe import custody
from provesafe.adapters.plan_drawing import plan_drawing
from provesafe.adapters.print.protocols import protocol_data
from provesafe.adapters.print.typesetting import TEMPLATES, typeset
from provesafe.adapters.saying import Say, catalogue, each_said, say_in
from provesafe.ledger import parse_entry
from provesafe.service import (
    LogLine,
    Production,
    day_log,
    grouped,
    hour_of,
    name_of,
    sheet_of,
    tags_of,
)

__all__ = ["IN_LANGUAGES", "KINDS", "PrintedBadge", "last_day", "print_sheet"]

IN_LANGUAGES = frozenset({"badges", "cards", "plan"})
"""What the crew holds in its hands; what goes to the office is English."""

PrintedBadge = tuple[str, str]
"""A person's id and the code of their badge."""

TAG_ADDRESS = "HTTP://PS.LOCAL/W/"
"""Capitals: the smallest symbol; a scanner of ours reads only what is behind the last slash."""


def last_day(production: Production) -> int:
    """The last shooting day with an entry, yyyymmdd: the one that is printed unless told."""
    return production.times.shooting_day_of(production.writer.last_ms)


def print_sheet(
    kind: str,
    production: Production,
    *,
    day: int,
    badges: Sequence[PrintedBadge] = (),
    language: str = "en",
) -> bytes:
    """Set one sheet.

    Args:
        kind: one of `KINDS`.
        production: not moved.
        day: the shooting day, yyyymmdd.
        badges: everybody's badge, for the sheet of badges.
        language: of what people hold in their hands (`IN_LANGUAGES`), by its two letters.
    """
    build, title = KINDS[kind]
    lines = day_log(production, day)
    data = build(production, lines)
    say = say_in(language)
    match kind:
        case "badges":
            data = {"badges": _badges(production, badges, say)}
        case "plan":
            data = _plans(production, say, language)
        case "cards":
            for card in data["cards"]:
                card["steps"] = [say(step) for step in card["steps"]]
    origin = production.writer.origin
    watermark = next((one for one in ("demo", "training") if origin.startswith(f"{one}.")), "")
    year, month, date = day // 10_000, day // 100 % 100, day % 100
    at_ms = lines[-1].at_ms if lines else production.writer.last_ms
    return typeset(
        kind,
        {
            **data,
            "title": say(title),
            "lang": language,
            "words": {text: say(text) for text in _sheet_texts(kind)},
            "subtitle": f"{_title(production)} · {year:04}-{month:02}-{date:02}",
            "date": {"year": year, "month": month, "day": date},
            "watermark": watermark,
            "foot": f"{origin} · "
            + say("what was entered, {count} entries in all", count=production.writer.tree.size),
        },
        at_ms=at_ms,
    )


def _log(production: Production, lines: Sequence[LogLine]) -> dict[str, Any]:
    show = production.times.show
    return {
        "lines": [
            {
                "at": show(line.said_ms),
                "entered": show(line.at_ms) if line.late else "",
                "words": _logged(line),
                "entry": str(line.entry),
                "after": line.after_incident,
            }
            for line in lines
        ]
    }


def _logged(line: LogLine) -> str:
    words = f"Asked, not yet: {line.words}" if line.asked_only else line.words
    return f"{words} (noted by {line.noted_by})" if line.noted_by else words


def _sign_out(production: Production, lines: Sequence[LogLine]) -> dict[str, Any]:
    """Each time a weapon went to somebody, until it went on."""
    show = production.times.show
    rows: list[dict[str, str]] = []
    open_rows: dict[str, dict[str, str]] = {}
    for line in lines:
        act = line.act
        if line.asked_only or act.name not in _MOVES:
            continue
        weapon = act.text("weapon")
        if weapon in open_rows:
            open_rows.pop(weapon)["back"] = show(line.said_ms)
        to = act.text(_MOVES[act.name])
        if to:
            row = {
                "weapon": weapon,
                "from": name_of(production, act.text("by")) if act.name != "draw" else "",
                "to": name_of(production, to),
                "out": show(line.said_ms),
                "back": "",
            }
            rows.append(row)
            open_rows[weapon] = row
    return {"rows": rows}


_MOVES: Mapping[str, str] = MappingProxyType(
    {"draw": "by", "hand_over": "to", "return_weapon": "to", "put_away": "purpose"}
)
"""Acts by which a weapon goes to somebody, and the field with who; with `put_away` it is nobody."""


def _counts(production: Production, lines: Sequence[LogLine]) -> dict[str, Any]:
    show = production.times.show
    lots = production.state.lots
    return {
        "lots": [
            {
                "lot": one.id,
                "kind": custody.ENGLISH.get(f"value.{one.kind}", one.kind),
                "numbers": [
                    str(number)
                    for number in (
                        one.received + one.found,
                        one.in_store,
                        one.issued,
                        one.loaded,
                        one.on_people,
                        one.fired,
                        one.misfired,
                        one.unaccounted,
                        one.cases_missing,
                    )
                ],
            }
            for one in sorted(lots.values(), key=lambda lot: lot.id)
        ],
        "weapons": [
            {
                "weapon": one.id,
                "contents": custody.contents_words(one),
                "where": custody.holder_words(
                    one, names={one.holder: name_of(production, one.holder)}
                ),
            }
            for one in sorted(production.state.weapons.values(), key=lambda weapon: weapon.id)
        ],
        "counted": [
            {"at": show(line.said_ms), "words": line.words}
            for line in lines
            if line.act.name in ("count_rounds", "count_weapons", "count_cases")
        ],
    }


def _meeting(production: Production, lines: Sequence[LogLine]) -> dict[str, Any]:
    show = production.times.show
    meetings = []
    for line in lines:
        act = line.act
        if act.name != "hold_meeting":
            continue
        people = (act.text("by"), *act.listed("attended"))
        meetings.append(
            {
                "name": act.text("meeting"),
                "kind": act.text("kind"),
                "at": show(line.said_ms),
                "by": name_of(production, act.text("by")),
                "agenda": list(act.listed("agenda")),
                "roll": [
                    {"name": name_of(production, one), "role": _roles(production, one)}
                    for one in dict.fromkeys(people)
                ],
            }
        )
    return {"meetings": meetings}


def _cards(production: Production, _lines: Sequence[LogLine]) -> dict[str, Any]:
    tags = tags_of(production)
    cards = []
    for weapon in sorted(production.state.weapons):
        sheet = sheet_of(production, weapon, by="")
        cards.append(
            {
                "weapon": weapon,
                "tag": grouped(tags[weapon]),
                "svg": _qr(f"{TAG_ADDRESS}{tags[weapon]}"),
                "steps": list(sheet.steps),
                "viewers": [name_of(production, one) for one in sheet.to][:5],
            }
        )
    return {"cards": cards}


def _badges(
    production: Production, badges: Sequence[PrintedBadge], say: Say
) -> list[dict[str, str]]:
    return [
        {
            "name": name_of(production, person),
            "role": each_said(say, _roles(production, person).split(", ")),
            "code": grouped(code),
            "svg": _qr(code),
        }
        for person, code in badges
    ]


def _plans(production: Production, say: Say, language: str) -> dict[str, Any]:
    """Each plan in force, drawn, with what else it says."""
    words = catalogue(language)
    plans = []
    for _, plan in sorted(production.state.plans.items()):
        contents = " ".join(
            one
            for one in (words.get(f"value.{plan.contents}", plan.contents), str(plan.count or ""))
            if one
        )
        plans.append(
            {
                "heading": say(
                    "{weapon} in {set_up}, version {version}",
                    weapon=plan.weapon,
                    set_up=plan.set_up,
                    version=plan.version,
                ),
                "contents": f"{contents}, {say(plan.load)}" if plan.load else contents,
                "assessed": each_said(say, plan.assessed),
                "svg": plan_drawing(plan, say=say, words=words, alone=True),
                "about": say(
                    "Plan of {weapon} in {set_up} from above, not to scale",
                    weapon=plan.weapon,
                    set_up=plan.set_up,
                ),
            }
        )
    return {"plans": plans}


def _sheet_texts(kind: str) -> list[str]:
    """What a sheet and what all sheets share say, in English."""
    files = (TEMPLATES / f"{name}.typ" for name in (kind, "base"))
    return sorted({one for file in files for one in _SAID.findall(file.read_text("utf-8"))})


_SAID = re.compile(r'\bsay\("([^"]+)"\)')


def _tags(production: Production, _lines: Sequence[LogLine]) -> dict[str, Any]:
    return {
        "tags": [
            {
                "weapon": weapon,
                "code": grouped(code),
                "svg": _qr(f"{TAG_ADDRESS}{code}"),
                "datamatrix": _datamatrix(f"{TAG_ADDRESS}{code}"),
            }
            for weapon, code in tags_of(production).items()
        ]
    }


def _receipts(production: Production, _lines: Sequence[LogLine]) -> dict[str, Any]:
    """Every weapon and lot that is here, as entered; of an incident, those it names."""
    hour = hour_of(production)
    state = production.state
    named = (
        [one.item for one in hour.lines if one.item in state.weapons]
        if hour
        else sorted(one.id for one in state.weapons.values() if not one.sent_to)
    )
    items = []
    for known in (state.weapons[one] for one in named):
        names = {known.holder: name_of(production, known.holder)} if known.holder else {}
        items.append(
            {
                "item": known.id,
                "contents": custody.contents_words(known),
                "where": custody.holder_words(known, names=names),
                "aside": "set aside, not opened" if known.frozen else "",
                "receipt": known.police_receipt,
            }
        )
    for lot in sorted(state.lots.values(), key=lambda one: one.id):
        kind = custody.ENGLISH.get(f"value.{lot.kind}", lot.kind)
        found = {"item": lot.id, "contents": f"rounds: {kind}", "where": lot.container}
        items.append({**found, "aside": "", "receipt": ""})
    return {
        "items": items,
        "incident": hour.incident if hour else "",
        "opened": production.times.show_date(hour.opened_ms) if hour else "",
    }


def _title(production: Production) -> str:
    """What the production is called, as its first entry says."""
    genesis = parse_entry(next(iter(production.store.entries(0, 1))))
    return str(genesis.fields.get("production", ""))


def _nothing(_production: Production, _lines: Sequence[LogLine]) -> dict[str, Any]:
    return {}


def _roles(production: Production, person: str) -> str:
    known = production.state.people.get(person)
    return ", ".join(role.replace("-", " ") for role in known.roles) if known else ""


def _qr(text: str) -> str:
    return segno.make(text, error="h", micro=False).svg_inline(border=4, omitsize=True)


def _datamatrix(text: str) -> str:
    """ECC 200, square, with its quiet row around it."""
    drawn: str = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix).to_svg()
    return drawn


KINDS: Mapping[str, tuple[Callable[[Production, Sequence[LogLine]], dict[str, Any]], str]] = (
    MappingProxyType(
        {
            "log": (_log, "Day log"),
            "sign-out": (_sign_out, "Sign-out"),
            "counts": (_counts, "Counts"),
            "meeting": (_meeting, "Meetings"),
            "cards": (_cards, "Showing cards"),
            "badges": (_nothing, "Badges"),
            "tags": (_tags, "Tags"),
            "plan": (_nothing, "Plan, from above"),
            "protocol": (protocol_data, "What stands between"),
            "receipts": (_receipts, "To the police, item by item"),
        }
    )
)
"""Every kind of sheet."""
