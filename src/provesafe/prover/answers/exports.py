"""A proof in other programs' languages, so that others can prove it again.

The minimal sets as a fault tree (Open-PSA: SCRAM, XFTA); the whole model as Promela (SPIN), where
the hazard is an assertion and failures are allowed or not by a bit mask in the variable `allowed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from provesafe.prover.answers.answer import Answer
from provesafe.prover.errors import TooLargeError
from provesafe.prover.systems.system import System
from provesafe.prover.trees.numbers import Expression
from provesafe.prover.trees.tree import Constant, Event, Formula, Gate, Name, Tree

__all__ = ["protocol_tree", "render_promela"]

SETS_MAX = 20_000
"""LIMIT: sets written out as gates; more would be a file nobody reads."""


def protocol_tree(answer: Answer) -> Tree:
    """The minimal sets of an answer as a fault tree: the top is any of them.

    Raises:
        TooLargeError: the proof is not complete, or there are too many sets to write.
    """
    proof = answer.proof
    if not proof.complete or proof.count > SETS_MAX:
        raise TooLargeError(f"only complete proofs with up to {SETS_MAX} sets are written out")
    names = _identifiers(proof.system.failures)
    gates: dict[str, Formula] = {}
    for number, one in enumerate(proof.smallest(), start=1):
        parts = tuple(Name(names[name]) for name in proof.names(one))
        gates[f"set-{number}"] = Gate("and", parts) if parts else Constant(True)
    top: Formula = Gate("or", tuple(Name(name) for name in gates)) if gates else Constant(False)
    events: dict[str, Event] = {}
    for number in sorted(proof.needed()):
        name = proof.system.failures[number]
        chance = answer.chances.get(name) if answer.chances else None
        said = None
        if chance is not None:
            mean = Expression("float", value=chance.mean)
            factor = Expression("float", value=chance.factor)
            level = Expression("float", value=0.95)
            spread = chance.factor > 1 and chance.mean > 0
            said = Expression("lognormal", (mean, factor, level)) if spread else mean
        events[names[name]] = Event(name=names[name], probability=said)
    return Tree(
        name=answer.protocol.id,
        top="hazard",
        gates={"hazard": top, **gates},
        events=events,
        houses={},
        parameters={},
    )


def _identifiers(failures: Sequence[str]) -> Mapping[str, str]:
    """What each failure may be called in Open-PSA: no blanks, no brackets, each one once.

    >>> dict(_identifiers(("looks[1]", "needed in two", "needed-in-two")))
    {'looks[1]': 'looks-1', 'needed in two': 'needed-in-two', 'needed-in-two': 'needed-in-two-2'}
    """
    found: dict[str, str] = {}
    for name in failures:
        plain = "-".join(re.findall(r"[A-Za-z0-9_]+", name)) or "failure"
        taken, number = set(found.values()), 1
        while (plain if number == 1 else f"{plain}-{number}") in taken:
            number += 1
        found[name] = plain if number == 1 else f"{plain}-{number}"
    return found


def render_promela(system: System) -> str:
    """The model for SPIN: one process, one branch for each row, the hazard an assertion."""
    return "\n".join(_promela(system)) + "\n"


def _promela(system: System) -> Iterator[str]:
    names = {one.name: f"v{number}" for number, one in enumerate(system.variables)}
    yield "/* failures, by bit of `allowed`:"
    for number, name in enumerate(system.failures):
        yield f"   {number}: {name}"
    yield "*/"
    yield "c_decl { long long allowed; }"
    for name, value in system.values(system.initial).items():
        yield f"byte {names[name]} = {value}; /* {name} */"
    yield "init {"
    yield 'c_code { allowed = getenv("ALLOWED") ? atoll(getenv("ALLOWED")) : -1; };'
    # A day may end anywhere: that nothing more can be done is no fault of the model.
    yield "end: do"
    for row in system.rows:
        guard = _equal(system, names, row.guard_mask, row.guard_value, " && ", "==") or "true"
        writes = _equal(system, names, row.write_mask, row.write_value, "; ", " = ")
        bit = row.failure
        if bit >= 0:
            guard += f" && c_expr {{ (allowed >> {bit}) & 1 }}"
        yield f":: d_step {{ {guard} -> {writes} }} /* {system.acts[row.act].name} */"
    for mask, value in system.hazards:
        yield f":: ({_equal(system, names, mask, value, ' && ', '==')}) -> assert(false)"
    yield "od }"


def _equal(
    system: System, names: dict[str, str], mask: int, value: int, between: str, sign: str
) -> str:
    return between.join(
        f"{names[one.name]}{sign}{value >> one.offset & (1 << one.bits) - 1}"
        for one in system.variables
        if mask >> one.offset & 1
    )
