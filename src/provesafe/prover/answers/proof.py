"""The proof: which smallest sets of failures suffice for a hazard; by two engines where small.

A proof is complete, or complete up to an order it names; it never leaves sets out unsaid. What the
engines do not share is compared whenever a protocol is small enough to be searched state by state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from provesafe.errors import invariant
from provesafe.prover.diagrams.flat import Diagram
from provesafe.prover.diagrams.minimal import Polynomial, SetFamily
from provesafe.prover.errors import TooLargeError
from provesafe.prover.systems.explicit import minimal_sets
from provesafe.prover.systems.symbolic import search
from provesafe.prover.systems.system import System

__all__ = ["Proof", "prove_system"]

CHECKED_LABELS = 8_000
"""How far the second engine goes before it leaves the answer to the first: a tenth of a second."""
SEARCHED_LABELS = 400_000
"""How far it goes where the first engine ran out of room: ten seconds."""
LISTED_MAX = 200_000
"""LIMIT: more sets than this are counted and not listed all at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What suffices for a hazard. Sets are tuples of failures' numbers."""

    system: System
    by_order: Mapping[int, int]
    """How many minimal sets of each order; {0: 1} where nothing needs to go wrong."""
    order_limit: int | None
    """None where complete; else the order up to which it is."""
    diagram: Diagram | None
    """What suffices, as a function of failures; None where the proof is not complete."""
    family: SetFamily | None
    listed: tuple[tuple[int, ...], ...]
    """The sets, smallest first; of a family too large to list, none: ask `sets`."""
    states: int
    states_without: int | None
    idle: frozenset[int]
    engines: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every minimal set is counted."""
        return self.order_limit is None

    @property
    def count(self) -> int:
        """How many minimal sets there are."""
        return sum(self.by_order.values())

    @property
    def distance(self) -> int | None:
        """The fewest failures that suffice; None where no failures of this protocol do."""
        return min(self.by_order, default=None)

    def sets(self, order: int) -> Iterator[tuple[int, ...]]:
        """The minimal sets of one order."""
        if self.listed or self.family is None:
            yield from (one for one in self.listed if len(one) == order)
            return
        family, counts = self.family, _counts(self.family, len(self.system.failures))
        waiting: list[tuple[int, tuple[int, ...]]] = [(family.root, ())]
        while waiting:
            node, taken = waiting.pop()
            left = order - len(taken)
            if left >= len(counts[node]) or not counts[node][left]:
                continue
            if node == 1:
                yield tuple(sorted(taken))
                continue
            waiting.append((family.lows[node], taken))
            waiting.append((family.highs[node], (*taken, family.variables[node])))

    def smallest(self) -> Iterator[tuple[int, ...]]:
        """The minimal sets, smallest first, in the order of failures in the file."""
        for order in self.by_order:
            yield from self.sets(order)

    def suffices(self, failures: frozenset[int]) -> bool:
        """Whether these failures together reach a hazard.

        Raises:
            TooLargeError: the proof is not complete.
        """
        if self.diagram is None:
            raise TooLargeError("the proof is not complete: nothing can be said of other sets")
        return self.diagram.holds(failures)

    def needed(self) -> frozenset[int]:
        """The failures that stand in some minimal set."""
        if self.family is None:
            return frozenset(number for one in self.listed for number in one)
        return frozenset(self.family.variables[node] for node in range(2, len(self.family)))

    def names(self, failures: Sequence[int]) -> tuple[str, ...]:
        """A set by the names of its failures."""
        return tuple(self.system.failures[number] for number in failures)


def prove_system(system: System, *, engine: str = "cudd", check: bool = True) -> Proof:
    """Find every minimal set of failures of a system.

    Args:
        system: the table.
        engine: `cudd` or `python`.
        check: compare with the search state by state where that is small.

    Raises:
        TooLargeError: neither engine got anywhere.
        InvariantBroken: the engines differ, which is a fault of ours.
    """
    try:
        found = search(system, engine=engine)
    except TooLargeError:
        return _partly(system)
    polynomial = _counts(found.family, len(system.failures))[found.family.root]
    by_order = {order: count for order, count in enumerate(polynomial) if count}
    listed: tuple[tuple[int, ...], ...] = ()
    if sum(by_order.values()) <= LISTED_MAX:
        listed = _in_order(tuple(sorted(one)) for one in found.family.sets())
    engines = [f"decision diagrams ({found.engine})"]
    if check:
        second = minimal_sets(system, labels_max=CHECKED_LABELS)
        if second.order_limit is None:
            theirs = _in_order(_numbers(one) for one in second.sets)
            invariant(theirs == listed, "two engines differ on what suffices")
            engines.append("state by state")
    return Proof(
        system=system,
        by_order=by_order,
        order_limit=None,
        diagram=found.diagram,
        family=found.family,
        listed=listed,
        states=found.states,
        states_without=found.states_without,
        idle=found.idle,
        engines=tuple(engines),
    )


def _partly(system: System) -> Proof:
    """State by state, order by order, as far as it goes."""
    found = minimal_sets(system, labels_max=SEARCHED_LABELS)
    if found.order_limit is not None and found.order_limit < 0:
        raise TooLargeError("the protocol is too large to be searched at all")
    listed = _in_order(_numbers(one) for one in found.sets)
    by_order: dict[int, int] = {}
    for one in listed:
        by_order[len(one)] = by_order.get(len(one), 0) + 1
    return Proof(
        system=system,
        by_order=by_order,
        order_limit=found.order_limit,
        diagram=None,
        family=None,
        listed=listed,
        states=found.states,
        states_without=None,
        idle=frozenset(),
        engines=("state by state",),
    )


def _counts(family: SetFamily, failures: int) -> list[Polynomial]:
    return family.counts([(0, 1)] * failures)


def _in_order(sets: Iterator[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    return tuple(sorted(sets, key=lambda one: (len(one), one)))


def _numbers(failures: int) -> tuple[int, ...]:
    return tuple(at for at in range(failures.bit_length()) if failures >> at & 1)
