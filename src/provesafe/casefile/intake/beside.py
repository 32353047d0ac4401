"""Which lines of one text stand beside each other, by fixed rules; never which is right.

    D1   one asserts and another denies the same act
    D7   the words of an editor, in square brackets, carry a name the speaker did not say
    D8   what somebody was told of the contents, beside what is said of a round
    D9   what different people expect or think may follow
    D10  what somebody says is the practice, beside what is said of one occasion of that act

Each is a candidate: a person says whether it is the same matter. And the gaps: what a reader would
ask of an occurrence with a weapon and this text does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provesafe.casefile.comparing.phrases import (
    acts_in,
    inserted_names,
    is_expectation,
    is_practice,
    rounds_in,
)
from provesafe.casefile.intake.events import Found
from provesafe.casefile.intake.parties.party import Place
from provesafe.casefile.intake.saying.claims import Draft

__all__ = ["Beside", "Gap", "gaps_of", "put_beside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Lines to be read together: a rule, what they are about, and their places."""

    rule: str
    about: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something the text does not say; the places where it might have."""

    what: str
    places: tuple[Place, ...]


def put_beside(text: str, claims: Sequence[Draft], events: Sequence[Found]) -> tuple[Beside, ...]:
    """Every pair or group of lines that a rule puts together, in order of rule and place."""
    found = [
        *_denied(events),
        *_insertions(text, claims),
        *_contents(text, claims, events),
        *_expected(text, claims),
        *_practices(text, claims, events),
    ]
    return tuple(found)


def _denied(events: Sequence[Found]) -> Iterator[Beside]:
    """D1: of one kind of act, a line that denies it and one of another voice that does not."""
    for denied in events:
        if not denied.denied or denied.kind in ("aim", "interview", "hearing"):
            continue
        for stated in events:
            other = stated.claim.speaker if stated.claim else None
            own = denied.claim.speaker if denied.claim else None
            if stated.kind == denied.kind and not stated.denied and other is not own:
                yield Beside(rule="D1", about=denied.kind, places=(denied.place, stated.place))


def _insertions(text: str, claims: Sequence[Draft]) -> Iterator[Beside]:
    for claim in claims:
        for start, end in claim.quotes:
            for place in inserted_names(text, start, end):
                yield Beside(rule="D7", about="a name put in by an editor", places=(place,))


def _contents(text: str, claims: Sequence[Draft], events: Sequence[Found]) -> Iterator[Beside]:
    told = [place for one in events if one.kind == "assurance" for place in one.mentions]
    rounds = [place for start, end in _voices(claims) for place in rounds_in(text, start, end)]
    if told and rounds:
        yield Beside(
            rule="D8",
            about="told of the contents, and a round spoken of",
            places=tuple(sorted({*told, *rounds})),
        )


def _voices(claims: Sequence[Draft]) -> list[Place]:
    """Where anything is said at all: the paragraphs that hold a claim, as one stretch."""
    if not claims:
        return []
    return [(min(one.sentence.start for one in claims), max(one.sentence.end for one in claims))]


def _expected(text: str, claims: Sequence[Draft]) -> Iterator[Beside]:
    """D9: of two or more people, what each expects or leaves open of what may follow."""
    expecting = [
        one
        for one in claims
        if any(is_expectation(text[start:end]) for start, end in one.spans)
        and not any(other.parent is one for other in claims)
    ]
    if len({id(one.speaker) for one in expecting if one.speaker is not None}) >= 2:
        places = tuple(sorted((one.start, one.end) for one in expecting))
        yield Beside(rule="D9", about="what may follow", places=places)


def _practices(text: str, claims: Sequence[Draft], events: Sequence[Found]) -> Iterator[Beside]:
    """D10: a line of practice beside every line of one occasion of the same act."""
    practices = [
        one for one in claims if one.parent is None and is_practice(text[one.start : one.end])
    ]
    for practice in practices:
        words = text[practice.start : practice.end]
        for act in acts_in(words):
            occasions = [
                place
                for one in events
                if _is_occasion(one, act) and one.claim not in practices
                for place in one.mentions
            ]
            if occasions:
                places = ((practice.start, practice.end), *sorted(occasions))
                yield Beside(rule="D10", about=f"practice and that day: {act}", places=places)
                break


def _is_occasion(event: Found, act: str) -> bool:
    if event.kind == act:
        return True
    return act == "aim" and event.kind == "direction"


_ASKED: tuple[tuple[str, str], ...] = (
    ("hand-over", "who handed it over"),
    ("assurance", "who told what was in it"),
    ("direction", "who directed it"),
)


def gaps_of(
    text: str,
    events: Sequence[Found],
    *,
    has_date: bool,
    has_clock: bool,
    has_republisher: bool,
) -> tuple[Gap, ...]:
    """What an occurrence with a weapon would have and this text does not say.

    Args:
        text: the shown text.
        events: its events.
        has_date: whether a publication date is known.
        has_clock: whether any time of day is stated.
        has_republisher: whether the text says who printed it again; only asked where it is a copy.
    """
    gaps: list[Gap] = []
    kinds = {one.kind for one in events}
    if not kinds & {"discharge", "hand-over", "death", "injury", "trigger"}:
        return ()
    for kind, what in _ASKED:
        silent = [one.place for one in events if one.kind == kind and not _names_doer(text, one)]
        if silent:
            gaps.append(Gap(what=what, places=tuple(silent)))
    if "loading" not in kinds:
        gaps.append(Gap(what="who loaded it, and with what", places=()))
    if "check" not in kinds:
        gaps.append(Gap(what="who checked it", places=()))
    if not re.search(r"\bserial\b|\bNo\.\s?\d|\bnumber\s\d", text):
        gaps.append(Gap(what="which weapon it was", places=()))
    if not has_clock:
        gaps.append(Gap(what="at what time of day it happened", places=()))
    if not has_date:
        gaps.append(Gap(what="when this was published", places=()))
    if not has_republisher:
        gaps.append(Gap(what="who printed it again", places=()))
    return tuple(gaps)


def _names_doer(text: str, event: Found) -> bool:
    """Whether the verb is active, or its passive goes on with "by"."""
    before = text[max(0, event.place[0] - 14) : event.place[0]]
    after = text[event.place[1] : event.place[1] + 60]
    passive = re.search(r"\b(?:was|were|been|being|is|are|got)\s(?:\w+ly\s)?$", before)
    return passive is None or bool(re.match(r"[^.,;]{0,40}\bby\s", after))
