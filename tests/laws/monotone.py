"""Can leaving an act out ever open a rule? Read off the shape of its formula.

Where no fact stands under an odd number of NOTs and the past is only asked with ONCE, taking acts
away can only take violations away. Any other shape counts as one that might go either way, and so
does a fact that follows from what stood before. The kind of a weapon follows from its being taken
in; but what was not taken in cannot be drawn (`custody/weapon-known`), and that is said first.
"""

from __future__ import annotations

from provesafe.custody.act_type import EFFECTS
from provesafe.rulebook import (
    And,
    Atom,
    Compare,
    Exists,
    Falsity,
    Formula,
    Not,
    Once,
    Or,
    Truth,
)

__all__ = ["only_more_acts_open"]


def only_more_acts_open(violation: Formula, *, wanted: bool = True) -> bool:
    """True when every fact in the formula helps to satisfy it; `wanted` is False under a NOT."""
    match violation:
        case Atom(predicate):
            return wanted and predicate not in EFFECTS
        case Compare() | Truth() | Falsity():
            return True
        case Not(body):
            return only_more_acts_open(body, wanted=not wanted)
        case And(left, right) | Or(left, right):
            return only_more_acts_open(left, wanted=wanted) and only_more_acts_open(
                right, wanted=wanted
            )
        case Exists(_, body) | Once(_, body):
            return only_more_acts_open(body, wanted=wanted)
        case _:
            return False
