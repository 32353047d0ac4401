"""Common-cause groups: several events that one reason may strike together, as events of their own.

A group says how probable each of its members is, and by one of four models how that is shared out
among one member alone, two together, and so on. Each way to be struck becomes an event, `a-alone`,
`a-with-b`, ...; a member happens when one of those that hold it does. For n members of probability
Q, a given k of them are struck together with

    beta-factor    (1 - b) Q for one, b Q for all, nothing between
    MGL            r2 ... rk (1 - r(k+1)) Q / C(n-1, k-1)
    alpha-factor   k ak Q / (C(n-1, k-1) (a1 + 2 a2 + ... + n an))
    phi-factor     fk Q

Source: Open-PSA Model Exchange Format 2.0d, section 4.5 (V.3.2 of the text in print).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal, get_args

from provesafe.prover.errors import TooLargeError
from provesafe.prover.trees.numbers import Expression
from provesafe.prover.trees.tree import Event, Formula, Gate, Name

__all__ = ["COMMON_CAUSES", "CommonCause", "Model", "expand_group", "levels_of"]

Model = Literal["beta-factor", "MGL", "alpha-factor", "phi-factor"]
COMMON_CAUSES: tuple[Model, ...] = get_args(Model)

EVENTS_MAX = 4096
"""LIMIT: twelve members struck in every way; a group in use has two to eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonCause:
    """One group as it was written: `factors` by how many members they are of."""

    name: str
    model: Model
    members: tuple[str, ...]
    chance: Expression
    factors: Mapping[int, Expression]


def levels_of(model: Model, members: int) -> tuple[tuple[int, ...], ...]:
    """Which runs of levels a model may be given factors for."""
    match model:
        case "beta-factor":
            return ((members,),)
        case "MGL":
            return tuple(tuple(range(2, most + 1)) for most in range(2, members + 1))
        case _:
            return tuple(tuple(range(1, most + 1)) for most in range(1, members + 1))


def expand_group(group: CommonCause) -> tuple[dict[str, Formula], dict[str, Event]]:
    """The members as gates, and the events they are gates over.

    Raises:
        TooLargeError: there are more ways to be struck than EVENTS_MAX.
    """
    chances = dict(_chances(group))
    if sum(comb(len(group.members), struck) for struck in chances) > EVENTS_MAX:
        raise TooLargeError(f"`{group.name}` has more than {EVENTS_MAX} ways to be struck")
    events: dict[str, Event] = {}
    inside: dict[str, list[Formula]] = {member: [] for member in group.members}
    for struck, chance in chances.items():
        for some in combinations(group.members, struck):
            name = "-with-".join(some) if struck > 1 else f"{some[0]}-alone"
            events[name] = Event(name=name, probability=chance)
            for member in some:
                inside[member].append(Name(name))
    return {member: Gate("or", tuple(of)) for member, of in inside.items()}, events


def _chances(group: CommonCause) -> Iterator[tuple[int, Expression]]:
    """How probable it is that a given so many are struck together."""
    count, factors = len(group.members), group.factors
    for struck in sorted({1, *factors}):
        # Each member is in so many ways for so many others to be struck with it.
        shared = _number(1 / comb(count - 1, struck - 1))
        match group.model:
            case "beta-factor":
                own = factors[count]
                share = [own] if struck == count else [_rest(own)]
            case "MGL":
                share = [factors[level] for level in range(2, struck + 1)]
                share += [_rest(factors[struck + 1])] if struck + 1 in factors else []
                share.append(shared)
            case "alpha-factor":
                weighed = [_times([_number(level), factors[level]]) for level in sorted(factors)]
                ratio = Expression("div", (factors[struck], Expression("add", tuple(weighed))))
                share = [_number(struck), ratio, shared]
            case "phi-factor":
                share = [factors[struck]]
        yield struck, _times([*share, group.chance])


def _number(value: float) -> Expression:
    return Expression("float", value=float(value))


def _rest(of: Expression) -> Expression:
    return Expression("sub", (_number(1), of))


def _times(parts: Sequence[Expression]) -> Expression:
    return Expression("mul", tuple(parts))
