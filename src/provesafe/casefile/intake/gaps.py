"""What a reader would ask of an occurrence with a weapon and a text does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.casefile.intake.events import Found
from provesafe.casefile.intake.parties.party import Place

__all__ = ["Gap", "gaps_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something the text does not say; the places where it might have."""

    what: str
    places: tuple[Place, ...]


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
