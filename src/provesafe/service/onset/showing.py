"""A showing as it stands: who was shown what, and who has answered.

Everything here is read from the record, so that a program that was ended in the middle of a showing
goes on where it was. Looks are blind: `answers` are for the record and for the page after the last
one; until then a page may say *who* has answered, never *what*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provesafe import custody
from provesafe.ledger import RECEIVED, Entry, parse_entry
from provesafe.service.drafting import acts_of
from provesafe.service.production import Production

__all__ = ["SAW", "WAS_TOLD", "Looking", "acts_since", "looking_at"]

SAW = "saw it"
WAS_TOLD = "was told, not shown"
NOT_ME = "not me"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """The last showing of a weapon."""

    shown: custody.Act
    answers: tuple[tuple[str, str], ...]
    """(person, answer) in the order of the answers; the last of each person."""
    over: bool
    """Whether something else was done with the weapon since, or an incident names it."""

    @property
    def viewers(self) -> tuple[str, ...]:
        """Everybody it was entered to have been shown to."""
        return self.shown.listed("to")

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """Those of them who have not answered."""
        given = {person for person, what in self.answers if what != NOT_ME}
        return tuple(one for one in self.viewers if one not in given)

    def answer_of(self, person: str) -> str:
        """What a person answered; empty when nothing is entered."""
        return dict(self.answers).get(person, "")


def looking_at(production: Production, weapon: str) -> Looking | None:
    """The last showing of a weapon; None when there is no entry of one.

    Args:
        production: not moved.
        weapon: its id.
    """
    known = production.state.weapons.get(weapon)
    if known is None or not known.showings:
        return None
    showings = production.showings
    if not showings.knows(weapon):
        first = min(one.index for one in known.showings)
        showings.read(weapon, acts_since(production, first))
    last = showings.of(weapon)
    if last is None:
        return None
    return Looking(
        shown=last.shown,
        answers=tuple(last.answers.items()),
        # In an incident nobody is asked what they saw.
        over=last.ended or bool(known.suspended_by),
    )


def acts_since(production: Production, index: int) -> Iterator[custody.Act]:
    """Every act entered at this leaf index or later, in order.

    Args:
        production: not moved.
        index: the first leaf index.
    """
    known = production.history.entered_since(max(index, 0))
    if known is not None:
        for entered in known:
            yield from entered.acts
        return
    # Opened on a snapshot: what was entered before is read from the record, from there on only.
    commit: list[tuple[int, Entry]] = []
    entries = map(parse_entry, production.store.entries(max(index, 0)))
    for place, entry in enumerate(entries, start=max(index, 0)):
        if entry.entry_class != RECEIVED:
            commit.append((place, entry))
            continue
        ms = entry.fields.get("ms")
        for at, one in commit:
            if one.entry_class == "act":
                for act in acts_of(one, production.times, ms=ms if isinstance(ms, int) else 0):
                    yield act.recorded(at_ms=act.at_ms, index=at, entry=one.id)
        commit.clear()
