"""Can a trace be cut by the values of one variable, and its pieces judged apart?

For a free variable v, what a formula says of v = a depends on the facts that name a where v stands,
and on all facts of predicates in which v does not stand everywhere at one place. So a piece keeps
every time-point, the former facts for its own values alone, and the latter whole; of its answers
those count whose v is its own. Together the pieces give every answer once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from provesafe.monitor.columnar.compile import Question
from provesafe.monitor.columnar.kinds import apart
from provesafe.monitor.columnar.values import Known
from provesafe.rulebook import Atom, Formula, Var, children

__all__ = ["Slicing", "piece_of", "slicing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slicing:
    """How to cut the facts a question needs."""

    variable: str
    """Whose values are dealt out to the pieces."""
    places: Mapping[str, int]
    """Predicate -> which argument decides; the facts of the others go to every piece."""


def slicing(question: Question) -> Slicing | None:
    """The cut that divides the most predicates; None if no variable divides any."""
    atoms = _atoms(apart(question.core))
    best: Slicing | None = None
    for variable in question.variables:
        places = {}
        for predicate in sorted({atom.predicate for atom in atoms}):
            here = [_places(atom, variable) for atom in atoms if atom.predicate == predicate]
            common = frozenset.intersection(*here)
            if common:
                places[predicate] = min(common)
        if places and (best is None or len(places) > len(best.places)):
            best = Slicing(variable=variable, places=places)
    return best


def piece_of(value: Known, pieces: int) -> int:
    """Which of so many pieces a value belongs to; the same in every process."""
    if isinstance(value, str):
        return crc32(value.encode("utf-8", "surrogatepass")) % pieces
    return int(value) % pieces


def _places(atom: Atom, variable: str) -> frozenset[int]:
    return frozenset(
        place
        for place, term in enumerate(atom.terms)
        if isinstance(term, Var) and term.name == variable
    )


def _atoms(core: Formula) -> list[Atom]:
    found, waiting = [], [core]
    while waiting:
        part = waiting.pop()
        waiting += children(part)
        if isinstance(part, Atom):
            found.append(part)
    return found
