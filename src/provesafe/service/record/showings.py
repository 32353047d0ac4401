"""The last showing of each weapon and what was answered to it, kept as acts come in.

    showings.take(act)             one act more, in the order of the record
    showings.of("colt-2")          the last showing there, or None
    showings.knows("colt-2")       whether every act since a showing of it has been taken

Only of a weapon that was shown before this opening, and not since, is nothing known here; whoever
asks then reads the record once (`service.onset.showing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from provesafe import custody

__all__ = ["LastShowing", "Showings"]

_GOES_ON = frozenset({"answer", "ask_to_see", "tell", "call", "repeat_call", "direct"})
"""Acts on a weapon that do not end a showing: words and looks."""


@dataclass(slots=True, kw_only=True)
class LastShowing:
    """One showing, and what came after it."""

    shown: custody.Act
    answers: dict[str, str] = field(default_factory=dict)
    """What each person answered last, in the order of their first answers."""
    ended: bool = False
    """Whether something else was done with the weapon since."""


class Showings:
    """The last showings of a production."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        """Nothing was shown yet."""
        self._last: dict[str, LastShowing | None] = {}

    def take(self, act: custody.Act) -> None:
        """Let one act count, in the order of the record."""
        if not act.has("weapon"):
            return
        weapon = act.text("weapon")
        if act.name == "show":
            self._last[weapon] = LastShowing(shown=act)
            return
        last = self._last.get(weapon)
        if last is None:
            return
        # A late answer waited in somebody's phone: nobody knows to which showing it was given.
        if act.name == "answer" and not act.late:
            last.answers[act.text("by")] = act.text("what")
        last.ended = last.ended or act.name not in _GOES_ON

    def knows(self, weapon: str) -> bool:
        """Whether what `of` says of a weapon is all there is to say."""
        return weapon in self._last

    def of(self, weapon: str) -> LastShowing | None:
        """The last showing of a weapon that was taken in; None for none."""
        return self._last.get(weapon)

    def read(self, weapon: str, acts: Iterable[custody.Act]) -> None:
        """Take in what was entered of a weapon before this opening, up to now.

        Args:
            weapon: one that `knows` says nothing of.
            acts: every act of the record from a showing of it on, or before; others are passed by.
        """
        alone = Showings()
        for act in acts:
            if act.has("weapon") and act.text("weapon") == weapon:
                alone.take(act)
        self._last[weapon] = alone.of(weapon)
