"""What no source held says, where it might have stood, and who or what could fill it.

Three kinds: what a text about an occurrence leaves out, what somebody owed and no entry speaks of,
and the slots of an event that no line fills. Who could fill a gap is a role, an office or an
object, by a fixed list; a person is named by role only where the record names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from provesafe.casefile.intake.result import Missing
from provesafe.casefile.model.duty import Duty
from provesafe.casefile.model.findings import Filler, Gap, Standing
from provesafe.casefile.model.happening import Event
from provesafe.casefile.model.inquiry import Request
from provesafe.casefile.model.places import Cite, span_of

__all__ = ["asked_for", "gaps_in_text", "gaps_of_duties", "gaps_of_slots"]

_PERFORMER = ("the performer", "an account of it")
_STOOD_BY = ("those who stood by", "an account each")
_SIGN_OUT = ("the property department", "the sign-out sheet of that day")
_PICTURE = ("the camera and sound departments", "recordings of the set-up, with their time-codes")
_WEAPON = ("whoever holds the weapon", "its serial number, and the receipt against which it went")

_FILLERS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "who handed it over": (_PERFORMER, _SIGN_OUT, _PICTURE),
        "who told what was in it": (_PERFORMER, _STOOD_BY, _PICTURE),
        "who directed it": (_PERFORMER, _STOOD_BY, _PICTURE),
        "who loaded it, and with what": (
            ("the armorer", "an account of it"),
            ("the property department", "the loading sheet, and the lots of that day"),
            ("whoever holds the rounds", "what an examination of them found"),
        ),
        "who checked it": (("the armorer", "an account of it"), _STOOD_BY, _SIGN_OUT),
        "which weapon it was": (_WEAPON,),
        "at what time of day it happened": (
            ("the emergency service", "the log of the call"),
            _PICTURE,
        ),
        "when this was published": (("whoever printed it", "the day it was published"),),
        "who printed it again": (("whoever brought it", "where the copy was found"),),
    }
)
_SLOTS: Mapping[str, str] = MappingProxyType(
    {
        "giver": "who gave it",
        "taker": "to whom",
        "doer": "who did it",
        "weapon": "which weapon it was",
        "contents": "what was in it",
        "person": "whom it befell",
    }
)
_ASKS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("hand-over", "giver"): "who handed it over",
        ("assurance", "giver"): "who told what was in it",
        ("direction", "giver"): "who directed it",
        ("loading", "doer"): "who loaded it, and with what",
        ("check", "doer"): "who checked it",
    }
)
"""What a text's own gap asks already."""
_ASKED_OF = frozenset(
    {"hand-over", "assurance", "showing", "direction", "check", "loading", "call", "discharge"}
)


def gaps_in_text(source: str, text: str, missing: Sequence[Missing]) -> tuple[Gap, ...]:
    """What one text leaves out.

    Args:
        source: the source's id.
        text: its text.
        missing: as its intake found it.
    """
    return tuple(
        Gap(
            id=f"{source}.G{number}",
            what=one.what,
            cites=tuple(span_of(source, text, at.start, at.end) for at in one.at),
            fillers=_fillers(_FILLERS.get(one.what, (_STOOD_BY,))),
        )
        for number, one in enumerate(missing, start=1)
    )


def gaps_of_slots(
    events: Sequence[Event], standings: Iterable[Standing], asked: Sequence[Gap]
) -> Iterator[Gap]:
    """Slots that no line fills in any event of their kind, source by source.

    Args:
        events: those that texts speak of, and those entered by hand; not entries, which say what
            they say.
        standings: what is held of each slot.
        asked: the gaps of the texts; what they ask already is not asked again.
    """
    kinds = {one.id: one for one in events if one.kind in _ASKED_OF}
    silent: dict[tuple[str, str, str], list[Event]] = {}
    filled: set[tuple[str, str, str]] = set()
    for one in standings:
        event = kinds.get(one.event)
        if event is None or one.slot not in _SLOTS:
            continue
        key = (event.id.partition(".")[0], event.kind, one.slot)
        if one.held == "nothing held" and not (one.slot == "weapon" and event.weapon):
            silent.setdefault(key, []).append(event)
        else:
            filled.add(key)
    said = {(one.id.partition(".")[0], one.what) for one in asked}
    for (source, kind, slot), rows in silent.items():
        if (source, kind, slot) in filled or (source, _ASKS.get((kind, slot), "")) in said:
            continue
        if slot == "weapon" and (source, "which weapon it was") in said:
            continue
        yield Gap(
            id=f"{source}.{kind}.{slot}",
            what=f"{kind}: {_SLOTS[slot]}",
            cites=tuple(cite for event in rows for cite in event.cites),
            event=rows[0].id,
            slot=slot,
            fillers=_fillers((_WEAPON,) if slot == "weapon" else (_STOOD_BY, _PICTURE)),
        )


def gaps_of_duties(duties: Iterable[Duty]) -> Iterator[Gap]:
    """Duties of which no entry speaks, and no line either."""
    for duty in duties:
        grades = {cell.grade for cell in duty.cells}
        if not grades or not grades <= {"no entry, record open", "record could not receive"}:
            continue
        cites: tuple[Cite, ...] = tuple(cite for cell in duty.cells for cite in cell.cites)
        fillers = [(f"the {role}", "an account of it") for role in duty.roles]
        if "record could not receive" in grades:
            fillers.append(("the property department", "paper sheets and cards of that time"))
        yield Gap(
            id=f"{duty.id}.gap",
            what=f"{duty.would_show or duty.title}: no entry speaks of it",
            cites=cites,
            duty=duty.id,
            fillers=_fillers(fillers),
        )


def asked_for(gaps: Iterable[Gap], requests: Sequence[Request]) -> tuple[Gap, ...]:
    """The gaps, each with what was asked of whom about it.

    Args:
        gaps: the gaps.
        requests: those that were entered; each may name a gap.
    """
    found = []
    for gap in gaps:
        asked = tuple(
            Filler(who=one.of, what=one.what, asked_ms=one.asked_ms, request=one.id)
            for one in requests
            if one.gap == gap.id
        )
        found.append(replace(gap, fillers=(*gap.fillers, *asked)))
    return tuple(found)


def _fillers(rows: Iterable[tuple[str, str]]) -> tuple[Filler, ...]:
    return tuple(Filler(who=who, what=what) for who, what in rows)
