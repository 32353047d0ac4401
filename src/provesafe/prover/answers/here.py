"""From here: what still stands between a weapon and a person when the day has come this far.

A state is what has been done so far, followed through the protocol's own table. What is so of the
weapon is not known on the day and is taken as bad as a hazard has it: *suppose a live round is in
it now*. From there: the fewest failures that are left, the shortest story, and the next step after
which more would be needed. For people on set in words only, never as a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from provesafe.prover.answers.proof import Proof, prove_system
from provesafe.prover.answers.stories import Story, story_of
from provesafe.prover.errors import ProtocolError
from provesafe.prover.protocols.ground import plain_id
from provesafe.prover.protocols.model import Protocol
from provesafe.prover.systems.explicit import shortest_run
from provesafe.prover.systems.system import System

__all__ = [
    "Between",
    "Here",
    "between_of",
    "follow",
    "from_here",
    "intended_run",
    "supposing",
    "words_of",
]

Between = Literal["all", "any", "some", "nothing", "no way"]
"""What of the things that would have to go wrong it takes: all of them, any single one, or some
together; `nothing` where no more has to, `no way` where nothing that is listed leads there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What is left from one state on."""

    state: int
    proof: Proof
    between: Between
    standing: tuple[str, ...]
    """What would have to go wrong in one of the shortest ways, in the protocol's own words; empty
    where nothing would, and where nothing could."""
    adds_most: str
    """The next step, nothing going wrong, after which most would have to; empty where none adds."""
    story: Story | None


def follow(system: System, acts: Sequence[str], *, state: int | None = None) -> int:
    """The state after acts of these names, in order.

    Args:
        system: the table.
        acts: names of steps and failures, as in stories.
        state: where to begin; the system's own beginning where it is left out.

    Raises:
        ProtocolError: an act cannot be done where it stands; the act and its place are said.
    """
    here = system.initial if state is None else state
    for place, name in enumerate(acts, start=1):
        after = [
            here & ~row.write_mask | row.write_value
            for row in system.rows
            if system.acts[row.act].name == name and here & row.guard_mask == row.guard_value
        ]
        if not after:
            known = any(act.name == name for act in system.acts)
            why = "cannot be done there" if known else "is not in the protocol"
            raise ProtocolError(f"act {place}, `{name}`, {why}")
        here = after[0]
    return here


def from_here(protocol: Protocol, system: System, state: int, *, copy: int = 0) -> Here:
    """What still stands in between, supposing the worst of what is in the weapon.

    Args:
        protocol: whose words are used.
        system: its table, reasons merged.
        state: how far the day has come, from `follow`.
        copy: which weapon, where there are several.
    """
    proof, supposed = _nearest(protocol, system, state, copy)
    smallest = [] if not proof.distance else list(proof.sets(proof.distance))
    every = sorted({number for one in smallest for number in one})
    first = next(proof.smallest(), None)
    return Here(
        state=supposed,
        proof=proof,
        between=between_of(proof.distance, len(every)),
        standing=tuple(words_of(protocol, name) for name in proof.names(every)),
        adds_most=_adds_most(protocol, system, state, proof.distance, copy),
        story=None if first is None else story_of(protocol, proof, first),
    )


def between_of(distance: int | None, listed: int) -> Between:
    """How much of what is listed it takes.

    Args:
        distance: the fewest failures; None where there is no way.
        listed: how many failures belong to some way with so few.
    """
    if not distance:
        return "no way" if distance is None else "nothing"
    if listed == distance:
        return "all"
    return "any" if distance == 1 else "some"


def _nearest(protocol: Protocol, system: System, state: int, copy: int) -> tuple[Proof, int]:
    """The proof from the worst that can be supposed, and that state."""
    found: list[tuple[Proof, int]] = []
    for supposed in dict.fromkeys(supposing(protocol, system, state, copy)):
        proof = prove_system(replace(system, initial=supposed), check=False)
        found.append((proof, supposed))
    return min(found, key=lambda one: (one[0].distance is None, one[0].distance))


def supposing(protocol: Protocol, system: System, state: int, copy: int) -> Iterator[int]:
    """The state with what is so of the weapon as each hazard has it."""
    states = {one.id: one for one in protocol.states}
    variables = {one.name: one for one in system.variables}
    for hazard in protocol.hazards:
        supposed = state
        for key, wanted in hazard.when.items():
            if states[key].kind != "so" or not states[key].of:
                continue
            variable = variables[f"{key}[{copy}]" if copy else key]
            mask = (1 << variable.bits) - 1 << variable.offset
            value = states[key].values.index(wanted[0]) << variable.offset
            supposed = supposed & ~mask | value
        yield supposed


def intended_run(protocol: Protocol, system: System) -> tuple[str, ...]:
    """The shortest way through the day on which nothing goes wrong: to the last step of the file.

    Empty where the last step cannot be reached so.
    """
    last = protocol.steps[-1].id
    rows = [row for row in system.rows if plain_id(system.acts[row.act].name) == last]
    goals = tuple((row.guard_mask, row.guard_value) for row in rows)
    run = shortest_run(replace(system, hazards=goals), 0)
    if run is None:
        return ()
    acts = tuple(system.acts[system.rows[number].act].name for number in run)
    return (*acts, next(system.acts[row.act].name for row in rows))


def words_of(protocol: Protocol, name: str) -> str:
    """A failure as it is told: who, and what goes wrong."""
    failure = next((one for one in protocol.failures if one.id == plain_id(name)), None)
    if failure is None:
        return name
    step = next((one for one in protocol.steps if one.id == failure.at), None)
    by = failure.by or (step.by if step else "")
    return f"{protocol.role(by)} {failure.say}".strip() if by else failure.say


def _adds_most(protocol: Protocol, system: System, state: int, now: int | None, copy: int) -> str:
    """The step after which the distance is largest, where it grows at all."""
    best, name = now, ""
    for row in system.rows:
        if row.failure >= 0 or state & row.guard_mask != row.guard_value:
            continue
        after = state & ~row.write_mask | row.write_value
        distance = _nearest(protocol, system, after, copy)[0].distance
        if best is not None and (distance is None or distance > best):
            best, name = distance, system.acts[row.act].name
    step = next((one for one in protocol.steps if one.id == plain_id(name)), None)
    return f"{protocol.role(step.by)} {step.say}" if step else ""
