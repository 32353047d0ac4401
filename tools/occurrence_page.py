"""The tables of docs/explanation/occurrences.md, written from playing the files they are about.

The page is written by hand; what stands between `<!-- table: NAME -->` and `<!-- end -->` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from occurrence_days import NAMES, SHOT, THE_SHOT, Held, Seen, played, read
from provesafe.monitor import Violation
from provesafe.rulebook import Rule
from provesafe.service import DayFile
from provesafe.service.day import DayAct
from stages import ROOT

OCCURRENCE_PAGE = "docs/explanation/occurrences.md"
WRITTEN_FROM: Mapping[str, tuple[str, ...]] = {
    "1993": ("dummies and a blocked bore",),
    "2005": ("set-practice/kinds-apart",),
    "2017": ("in 2017", "house-default/takes-no-live-round", "set-practice/tested-before-use"),
    "2021": ("in 2021", "the same death", "2023", "California", "set-practice/every-dummy-proved"),
}
"""Words in the name or document of rules that were themselves written from an occurrence."""

_BLOCK = re.compile(r"(<!-- table: ([a-z0-9-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHOWN = ("weapon", "item", "set_up", "what", "role", "aim", "state")
_SMALL_WORDS = {"first-ad": "first AD", "second-ad": "second AD"}


def render_occurrences() -> str:
    """The whole page, as it stands, with every table written anew."""
    text = (ROOT / OCCURRENCE_PAGE).read_text("utf-8")
    return _BLOCK.sub(lambda found: f"{found[1]}{table(found[2])}{found[3]}", text)


def table(name: str) -> str:
    """One table: `overview`, or an occurrence by name."""
    lines = _overview() if name == "overview" else _occurrence(name)
    return "\n".join(lines) + "\n"


def written_from(name: str, rule: Rule) -> bool:
    """Whether a rule was itself written from what is known of this occurrence."""
    words = f"{rule.name} {rule.source.document}"
    return any(part in words for part in WRITTEN_FROM.get(name, ()))


def before_the_shot(seen: Seen) -> tuple[Held, ...]:
    """The requests that were held up before somebody was shot; all, where nobody was."""
    shot = [act.at_ms for act in seen.day.acts if act.label == THE_SHOT]
    last = shot[0] if shot else seen.day.until_ms
    return tuple(held for held in seen.held if held.refused and held.entry.at_ms < last)


def _overview() -> Iterator[str]:
    yield "| occurrence | held up before the shot | duties, by the rules |"
    yield "|---|---|---|"
    for name in NAMES:
        seen = played(name)
        held = before_the_shot(seen)
        acts = ", ".join(dict.fromkeys(one.entry.name.replace("_", " ") for one in held))
        whose = dict.fromkeys(
            _who(seen.day, person)
            for one in held
            for found in one.rules.values()
            for violation in found
            for person in seen.people(violation)
        )
        shot = "" if name in SHOT else " (nobody was shot)"
        yield f"| [{name}](#{name}){shot} | {len(held)}: {acts} | {', '.join(whose)} |"


def _occurrence(name: str) -> Iterator[str]:
    seen, twin = played(name), read(f"{name}-mended")
    yield "| when | asked for | what was open, and from where | duty, by the rule | no entry of |"
    yield "|---|---|---|---|---|"
    told: set[tuple[str, object]] = set()
    noted = [held for held in seen.held if held.refused or not _asked_before(seen.held, held.entry)]
    shot = [act for act in seen.day.acts if act.label == THE_SHOT]
    rows: list[tuple[int, int, Held | DayAct]] = [(one.entry.at_ms, 0, one) for one in noted]
    rows += [(act.at_ms, 1, act) for act in shot]
    for _, _, row in sorted(rows, key=lambda row: row[:2]):
        if isinstance(row, DayAct):
            yield f"| {_clock(seen.day, row)} | **{_act(seen.day, row)}** | | | |"
        else:
            yield from _rows(name, seen, twin, row, told)
    yield from _ran_out(seen)


def _asked_before(held: Sequence[Held], entry: DayAct) -> bool:
    """Whether a noted report is a refused request that was done all the same."""
    return any(one.refused and one.entry.line == entry.line for one in held)


def _rows(
    name: str, seen: Seen, twin: DayFile, held: Held, told: set[tuple[str, object]]
) -> Iterator[str]:
    first = [
        f"{_clock(seen.day, held.entry)}",
        _act(seen.day, held.entry),
        _missing(seen, twin, held),
    ]
    again = []
    for rule_id in sorted(held.rules):
        keys = {(rule_id, one.binding) for one in held.rules[rule_id]}
        if keys <= told:
            again.append(f"`{rule_id}`")
            continue
        told |= keys
        rule = seen.rules[rule_id]
        mark = " †" if written_from(name, rule) else ""
        source = f"*{rule.source.document}*, {rule.source.section}".removesuffix(", ")
        words = f"{rule.title}{mark} · {source} · `{rule_id}`"
        yield _row(first, words, _owed(seen, held, rule_id))
        first = ["", "", ""]
    if again:
        yield _row(first, f"still open: {', '.join(again)}", "")


def _row(first: Sequence[str], rule: str, owed: str) -> str:
    when, act, missing = first
    return f"| {when} | {act} | {rule} | {owed} | {missing} |"


def _owed(seen: Seen, held: Held, rule_id: str) -> str:
    found: tuple[Violation, ...] = held.rules[rule_id]
    people = dict.fromkeys(person for one in found for person in seen.people(one))
    return ", ".join(_who(seen.day, person) for person in people) or "nobody has that role"


def _missing(seen: Seen, twin: DayFile, held: Held) -> str:
    """What was put in for this act in the twin, and has no entry of its kind here."""
    label = held.entry.label
    put_in = [
        act
        for act in twin.acts
        if label and act.label.rpartition("-")[0] == label and not _has(seen.day, act)
    ]
    return "; ".join(dict.fromkeys(f"{_clock(twin, a)} {_act(twin, a)}" for a in put_in))


def _has(day: DayFile, wanted: DayAct) -> bool:
    return any(act.at_ms == wanted.at_ms and act.name == wanted.name for act in day.acts)


def _ran_out(seen: Seen) -> Iterator[str]:
    """The duties whose time passed without an entry, below the table."""
    lines = [
        f"No entry by {seen.day.times.show(one.opened.due_seconds * 1000)}:"
        f" {seen.rules[one.opened.rule_id].title.lower()} (`{one.opened.rule_id}`)."
        for one in seen.overdue
        if one.opened.due_seconds is not None
    ]
    if lines:
        yield ""
        yield from lines


def _act(day: DayFile, act: DayAct) -> str:
    """An act by role, in a few words: `armorer: load revolver-1, 2 of blank-44`."""
    (fields,) = act.items
    words = act.name.replace("_", " ")
    shown = [str(fields[key]).replace("-person", " a person") for key in _SHOWN if key in fields]
    if "lot" in fields:
        shown.append(
            f"{fields['count']} of {fields['lot']}" if "count" in fields else fields["lot"]
        )
    if shown:
        words += f" {', '.join(shown)}"
    people = fields.get("to", fields.get("person", ""))
    if people:
        names = people if isinstance(people, list) else [people]
        words += " to " if "to" in fields else " for "
        words += " and ".join(_who(day, str(one)) for one in names)
    return f"{_who(day, str(fields.get('by', '')))}: {words}"


def _who(day: DayFile, person: str) -> str:
    """A person by role; by role and id where an earlier person of the file has that role."""
    roles = {str(row["id"]): str(row["roles"][0]) for row in day.people}
    role = roles.get(person, person)
    earlier = [one for one in roles if roles[one] == role]
    word = _SMALL_WORDS.get(role, role.replace("-", " "))
    return word if earlier[:1] == [person] else f"{word} ({person})"


def _clock(day: DayFile, act: DayAct) -> str:
    return f"d{day.times.day_number(act.at_ms)} {day.times.show(act.at_ms)}"
