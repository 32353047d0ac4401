"""What an explanation is made of: why a formula holds or fails at a time-point, step by step.

A derivation follows the core of its formula (`pointwise.core`: TRUE, atoms, comparisons, NOT, AND,
OR, EXISTS, PREVIOUS, NEXT, SINCE, UNTIL, aggregates; ONCE f is TRUE SINCE f). It is a leaf where
the facts of the time-point alone decide it; elsewhere its parts are:

    formula               holds                              fails
    NOT f                 f                                  f
    a AND b               both                               the one that fails, `side`
    a OR b                the one that holds, `side`         both
    EXISTS x. f           f, with `values` for x             f for every value x could take
    PREVIOUS f, NEXT f    f there                            f there
    a SINCE b, a UNTIL b  b where it began, then a at        `broken` false: b everywhere in the
                          every one in between               window; true: a where it broke, then
                                                             b everywhere from there on

"Everywhere" and "every value" leave out those at which the facts decide alone, so a derivation is
as long as what happened and not as long as the record. An aggregate is always a leaf: whoever
checks it reckons anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.rulebook import Fact, Value

__all__ = ["Derivation", "Explanation", "Miss", "NearMiss"]

Miss: TypeAlias = Literal[
    "never", "undone", "too-long-ago", "too-recent", "too-late", "too-early", "happened"
]
"""How close it came: no entry · entered, and undone later · outside the window by some seconds,
on either side, before or after · an entry stands against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Why a formula holds, or does not, at one time-point; see the module."""

    index: int
    holds: bool
    parts: tuple[Derivation, ...] = ()
    side: int = 0
    """Which operand decides: 0 left, 1 right."""
    broken: bool = False
    values: tuple[Value, ...] = ()
    """What the quantifier just above gives its variables here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """The entry that came nearest to meeting what is required, and why it did not count."""

    conjunct: int
    """Which conjunct of `require` it speaks of, from 0, left to right."""
    path: tuple[int, ...]
    """The part of that conjunct's core it speaks of: which operand to take, again and again."""
    values: tuple[Value, ...] = ()
    """What the quantifiers on the path give their variables, outermost first."""
    miss: Miss
    at: Derivation | None = None
    """Why the wanted thing was so at the time-point of that entry; None if it never was.
    For `happened`: why the unwanted thing was so."""
    fact: Fact | None = None
    seconds: int | None = None
    after: tuple[Derivation, ...] = ()
    """Why it was not so again between then and now, wherever the facts alone do not say so."""
    undone: Derivation | None = None
    """Why what had to last did not, at the first time-point at which it did not."""
    undone_by: Fact | None = None
    undone_seconds: int | None = None
    short_by: int = 0
    """By how many seconds the window was missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a rule is violated: it applied, and not every conjunct of what it requires holds."""

    rule_id: str
    binding: tuple[tuple[str, Value], ...]
    index: int
    applies: Derivation
    """Why `on` holds."""
    conjuncts: tuple[Derivation, ...]
    """Why each conjunct of `require` holds or fails, left to right; one at least fails."""
    near: tuple[NearMiss, ...]
    evidence: tuple[int, ...]
    """Every time-point the explanation rests on, ascending."""

    @property
    def failing(self) -> tuple[int, ...]:
        """Which conjuncts of `require` do not hold, from 0, left to right."""
        return tuple(place for place, part in enumerate(self.conjuncts) if not part.holds)
