"""Which sources bring one record, and which of them each use of a weapon is read from.

A production's record may be brought twice: a bundle of the hour, and a later one that goes on from
it. It is one record: its lines and people keep the ids by which they first came, and are read from
the longest bundle there is. A bundle that parts from an earlier one of the same name is another
record, and both are read. Two weapons of one record are two uses, of the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provesafe.casefile.model.source import Source

__all__ = ["Use", "uses_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a weapon to be read.

    Attributes:
        source: what its lines are called by.
        held_in: the source it is read from.
        known_in: what its people are called by.
        weapon: the weapon; empty for the one that went off last.
    """

    source: str
    held_in: Source
    known_in: str
    weapon: str


def uses_of(
    sources: Sequence[Source], looked_at: Sequence[Source], weapons: Mapping[str, str]
) -> tuple[Use, ...]:
    """Every use that is to be read, in the order in which they first came.

    Args:
        sources: of the whole case.
        looked_at: those that may be read.
        weapons: by source, the weapon that it was brought for.
    """
    records = {one.id: one for one in sources if one.kind == "record"}
    wanted = {one.id for one in looked_at}
    groups: dict[tuple[str, str], list[Source]] = {}
    for one in records.values():
        groups.setdefault((_first(one, records), weapons.get(one.id, "")), []).append(one)
    found = []
    for (first, weapon), group in groups.items():
        held = [one for one in group if one.id in wanted]
        if held:
            longest = max(held, key=lambda one: one.entries)
            found.append(Use(source=group[0].id, held_in=longest, known_in=first, weapon=weapon))
    return tuple(found)


def _first(source: Source, records: Mapping[str, Source]) -> str:
    """The source that first brought the record which this one brings again."""
    while source.copy_of in records:
        source = records[source.copy_of]
    return source.id
