"""Which events a top rests on, by the measures of the field.

For an event with probability p, where P is the top's, P1 with the event sure and P0 with it
impossible:

    birnbaum  MIF  P1 - P0             what the event decides
    critical  CIF  p (P1 - P0) / P     the share in which it decides
    share     DIF  p P1 / P            how probable it was, given the top
    raw       RAW  P1 / P              by how much worse if it surely happens
    rrw       RRW  P / P0              by how much better if it never does (None: P0 is 0)
    fv        FV   the share of the minimal sets that hold it; None for trees with negations

The capital names are SCRAM's. Its DIF is often taken for Fussell-Vesely and is not: FV is the
probability that some minimal set *with the event* has happened, over P.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from provesafe.prover.diagrams.flat import Diagram
from provesafe.prover.diagrams.minimal import SetFamily
from provesafe.prover.diagrams.space import Space, flatten
from provesafe.prover.trees.solving import SolvedTree

__all__ = ["Importance", "family_shares", "importance_of", "measured"]

SHARE_WORK_MAX = 1_000_000
"""LIMIT: nodes of sets times events, for Fussell-Vesely: some ten seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """What one event is to the top; see the module."""

    event: str
    probability: float
    birnbaum: float
    critical: float
    share: float
    raw: float
    rrw: float | None
    fv: float | None


def importance_of(solved: SolvedTree) -> tuple[Importance, ...]:
    """Every event of a tree, the most critical first; none where the top has no probability, or
    where not all of its sets are known."""
    chances = solved.chances() if solved.parts and solved.order_limit is None else None
    if chances is None:
        return ()
    values = solved.chances_by_node(chances)
    top = solved.network.top >> 1
    total = values[top]
    if total <= 0.0:
        return ()
    rises = {top: 1.0}
    shares: dict[int, float] | None = {top: 1.0}
    for root in reversed(list(solved.parts)):
        part = solved.parts[root].part
        given = [values[index] for index in part.events]
        slopes = part.diagram.derivatives(given, len(part.events))
        for index, slope in zip(part.events, slopes, strict=True):
            rises[index] = rises[root] * slope
        inside = _part_shares(solved, root, given) if shares is not None else None
        if inside is None or shares is None:
            shares = None
        else:
            shares |= {
                index: shares[root] * one for index, one in zip(part.events, inside, strict=True)
            }
    found = [
        measured(
            node.name,
            chances[node.name],
            rises[index],
            total,
            None if shares is None else shares[index],
        )
        for index, node in enumerate(solved.network.nodes)
        if node.kind == "event" and index in rises
    ]
    return tuple(sorted(found, key=lambda one: (-one.critical, one.event)))


def measured(
    event: str, chance: float, rise: float, total: float, share: float | None
) -> Importance:
    """The measures of one event.

    Args:
        event: its name.
        chance: its probability.
        rise: by how much the top's probability rises with it.
        total: the top's probability, above 0.
        share: its Fussell-Vesely share, where it was worked out.
    """
    without = total - chance * rise
    raw = 1 + (1 - chance) * rise / total
    # What is left after taking away nearly everything is rounding, not probability.
    sole = without <= total * 1e-12
    return Importance(
        event=event,
        probability=chance,
        birnbaum=rise,
        critical=chance * rise / total,
        share=chance * raw,
        raw=raw,
        rrw=None if sole else total / without,
        fv=share,
    )


def _part_shares(solved: SolvedTree, root: int, given: Sequence[float]) -> list[float] | None:
    """Of one part, each event's Fussell-Vesely share in it; None where that is not defined."""
    one = solved.parts[root]
    if any(lit & 1 for index in solved.network.below(root) for lit in _calls(solved, root, index)):
        return None
    if (
        any(solved.network.nodes[index].kind == "xor" for index in solved.network.below(root))
        or len(one.family) * len(given) > SHARE_WORK_MAX
    ):
        return None
    return family_shares(one.family, given)


def _calls(solved: SolvedTree, root: int, index: int) -> tuple[int, ...]:
    inside = index == root or index not in solved.network.modules
    negated_top = index == root == solved.network.top >> 1 and solved.network.top & 1
    own = solved.network.nodes[index].of if inside else ()
    return (*own, 1) if negated_top else own


def family_shares(family: SetFamily, chances: Sequence[float]) -> list[float]:
    """For each variable: how probable it is that a set holding it is complete, over that of any.

    Args:
        family: sets, none within another.
        chances: of each variable, independently.
    """
    manager = Space(len(chances))
    functions = _functions(family, manager)
    total = flatten(manager, functions[family.root]).probability(chances)
    found: list[float] = []
    for variable in range(len(chances)):
        holding = _holding(family, variable, functions, manager)
        diagram: Diagram = flatten(manager, holding)
        found.append(diagram.probability(chances) / total if total else 0.0)
    return found


def _functions(family: SetFamily, manager: Space) -> list[Any]:
    """For each node: some set of it is complete."""
    found: list[Any] = [manager.false, manager.true]
    for node in range(2, len(family)):
        variable = manager.variables[family.variables[node]]
        found.append(variable & found[family.highs[node]] | found[family.lows[node]])
    return found


def _holding(family: SetFamily, wanted: int, functions: Sequence[Any], manager: Space) -> Any:
    """Some set with `wanted` in it is complete."""
    found: list[Any] = [manager.false, manager.false]
    for node in range(2, len(family)):
        number = family.variables[node]
        variable = manager.variables[number]
        if number == wanted:
            found.append(variable & functions[family.highs[node]])
        else:
            found.append(variable & found[family.highs[node]] | found[family.lows[node]])
    return found[family.root]
