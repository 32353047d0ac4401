"""A story: the shortest run to a hazard in which exactly these failures happen, in plain words.

The words are the protocol's own: what each step and failure says, with the role that does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provesafe.prover.answers.proof import Proof
from provesafe.prover.protocols.model import Protocol
from provesafe.prover.systems.explicit import shortest_run
from provesafe.prover.systems.system import System

__all__ = ["Story", "Told", "story_of", "tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a story."""

    by: str
    """The role, as it is called; empty where nobody in particular does it."""
    say: str
    copy: int
    """Which weapon, where there are several; 0 otherwise."""
    act: str
    failure: str
    """The name of the failure that this is; empty where it is how things are meant to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A run, told; `failures` are those it takes, in the order they happen."""

    lines: tuple[Told, ...]
    failures: tuple[str, ...]
    hazard: str
    rows: tuple[int, ...]
    """The rows of the table, for whoever replays it."""


def story_of(protocol: Protocol, proof: Proof, failures: Sequence[int]) -> Story | None:
    """Tell how a set of failures leads to a hazard.

    Args:
        protocol: whose words are used.
        proof: whose table is searched.
        failures: which may happen.

    Returns:
        A shortest story; None where these failures do not suffice.
    """
    system = proof.system
    run = shortest_run(system, sum(1 << number for number in failures))
    if run is None:
        return None
    return tell(protocol, system, run)


def tell(protocol: Protocol, system: System, run: Sequence[int]) -> Story:
    """A run of a table, told from its initial state.

    Args:
        protocol: whose words are used.
        system: the table.
        run: the numbers of its rows.
    """
    lines: list[Told] = []
    happened: dict[str, None] = {}
    state = system.initial
    for number in run:
        row = system.rows[number]
        act = system.acts[row.act]
        failure = system.failures[row.failure] if row.failure >= 0 else ""
        if failure:
            happened[failure] = None
        lines.append(
            Told(
                by=protocol.role(act.by) if act.by else "",
                say=act.say,
                copy=_copy(act.name),
                act=act.name,
                failure=failure,
            )
        )
        state = state & ~row.write_mask | row.write_value
    return Story(
        lines=tuple(lines),
        failures=tuple(happened),
        hazard=_hazard(protocol, system.values(state)),
        rows=tuple(run),
    )


def _copy(name: str) -> int:
    inside = name.partition("[")[2].partition("]")[0]
    return int(inside) if inside.isdecimal() else 0


def _hazard(protocol: Protocol, values: Mapping[str, int]) -> str:
    """What was reached, in the words of the first hazard that holds for some copy."""
    states = {one.id: one for one in protocol.states}
    for hazard in protocol.hazards:
        for copy in ("", *(f"[{number}]" for number in range(1, 10))):
            if all(
                states[key].values[values.get(f"{key}{copy}", values.get(key, 0))] in wanted
                for key, wanted in hazard.when.items()
            ):
                return hazard.say
    return ""
