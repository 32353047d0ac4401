"""Which operator takes its operands first, where the text has no parentheses to say so.

Tools of the field disagree about it, so there are three tables:

- MONPOLY: MonPoly's own. SINCE and UNTIL are loosest; a temporal word such as ONCE takes all that
  follows up to a SINCE, so `ONCE a AND b` is `ONCE (a AND b)`; `/` and MOD have no precedence at
  all in its grammar and take everything that follows: `a / b + c` is `a / (b + c)`.
- TIGHT: temporal operators bind before AND, as in EnfGuard: `(ONCE a) AND b`.
- LOOSE: no tool we know, but a reader's: what somebody might take the text for who does not know
  either table. It turns round every order that a person has to look up.

A rule's text is clear when all three read it alike.

Source: MonPoly, src/formula_parser.mly (its precedence declarations and yacc's rules for them);
EnfGuard as run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["LOOSE", "MONPOLY", "TIGHT", "Table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How tightly each operator binds; a higher number binds first."""

    infix: Mapping[str, tuple[int, int]]
    """Operator -> (how tightly it holds its left side, the least its right side may hold)."""

    prefix: Mapping[str, int]
    """Operator -> the least that an operator inside its body may hold."""


def _left(level: int) -> tuple[int, int]:
    return (level, level + 1)


def _right(level: int) -> tuple[int, int]:
    return (level, level)


def _table(
    infix: dict[str, tuple[int, int]],
    *,
    temporal: int,
    quantifier: int,
    negation: int,
    aggregate: int,
) -> Table:
    comparisons = dict.fromkeys(("=", "<", "<=", ">", ">="), _left(20))
    arithmetic = {"+": _left(21), "-": _left(21), "*": _left(22), "/": _left(22), "MOD": _left(22)}
    words = ("PREVIOUS", "NEXT", "ONCE", "HISTORICALLY", "EVENTUALLY", "ALWAYS")
    prefix = dict.fromkeys(words, temporal) | {
        "EXISTS": quantifier,
        "FORALL": quantifier,
        "NOT": negation,
        "<-": aggregate,
        "-": 23,
    }
    return Table(
        infix=MappingProxyType(comparisons | arithmetic | infix), prefix=MappingProxyType(prefix)
    )


MONPOLY = _table(
    {
        "SINCE": _right(1),
        "UNTIL": _right(1),
        "EQUIV": _left(4),
        "IMPLIES": _right(5),
        "OR": _left(6),
        "AND": _left(7),
        "/": (24, 21),
        "MOD": (24, 21),
    },
    temporal=2,
    quantifier=3,
    negation=8,
    aggregate=0,
)

TIGHT = _table(
    {
        "EQUIV": _right(1),
        "IMPLIES": _right(1),
        "OR": _left(2),
        "AND": _left(3),
        "SINCE": _right(4),
        "UNTIL": _right(4),
    },
    temporal=5,
    quantifier=0,
    negation=6,
    aggregate=0,
)

LOOSE = _table(
    {
        "AND": _left(1),
        "OR": _left(2),
        "IMPLIES": _left(3),
        "EQUIV": _right(4),
        "SINCE": _left(7),
        "UNTIL": _left(7),
    },
    temporal=5,
    quantifier=8,
    negation=6,
    aggregate=8,
)
