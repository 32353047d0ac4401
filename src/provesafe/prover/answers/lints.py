"""What looks wrong in a protocol before anything has gone wrong.

    never-expires        a check is believed for ever: nothing that happens later ends it
    check-makes-it-worse with a check there are fewer failures between, not more
    one-person           every failure of a smallest set is one person's
    unreachable          a step that can never be taken, or a failure that can never happen
    double-duty          one person has several parts, so that their lapses come together
    no-chance            a failure without a probability, so that nothing can be put in order

That no failure can *stop* anything needs no lint: a failure only ever adds something that can be
done, and a protocol has no way to say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provesafe.prover.answers.proof import Proof, prove_system
from provesafe.prover.protocols.change import under
from provesafe.prover.protocols.ground import ground, plain_id
from provesafe.prover.protocols.model import Protocol, Step, WhatIf, failures_by_id

__all__ = ["Lint", "lints_of", "worse_with"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """One thing to look at: which kind, about what, and in a sentence."""

    kind: str
    about: str
    say: str


def lints_of(protocol: Protocol, proof: Proof) -> tuple[Lint, ...]:
    """Everything that looks wrong in a protocol.

    Args:
        protocol: what was written.
        proof: its proof, common causes merged.
    """
    return (
        *_never_expires(protocol),
        *_worse_checks(protocol, proof),
        *_one_person(protocol, proof),
        *_unreachable(proof),
        *_double_duty(protocol),
        *_no_chance(protocol),
    )


def worse_with(change: WhatIf, before: Proof, after: Proof) -> Lint | None:
    """The lint that a what-if which adds a check makes the distance smaller, and what went stale.

    Args:
        change: the what-if.
        before: the proof without it.
        after: the proof with it.
    """
    checks = [step for step in change.add_steps if step.detects]
    if not checks or not _nearer(after, before):
        return None
    stale = [state.id for state in change.add_states if not state.expires_on]
    named = f": `{stale[0]}` never expires" if stale else ""
    return Lint(
        kind="check-makes-it-worse",
        about=change.id,
        say=f"with the check `{checks[0].id}` it takes fewer failures, not more{named}",
    )


def _nearer(one: Proof, other: Proof) -> bool:
    if one.distance is None:
        return False
    return other.distance is None or one.distance < other.distance


def _never_expires(protocol: Protocol) -> Iterator[Lint]:
    begins = {state.id: state.values[0] for state in protocol.states}
    for state in protocol.states:
        checks = [step for step in protocol.steps if step.detects and state.id in step.does]
        ended = state.expires_on or any(
            part.does.get(state.id) == begins[state.id] for part in protocol.steps
        )
        if state.kind == "believed" and checks and not ended:
            yield Lint(
                kind="never-expires",
                about=state.id,
                say=f"`{state.id}` is believed for ever once `{checks[0].id}` is done",
            )


def _worse_checks(protocol: Protocol, proof: Proof) -> Iterator[Lint]:
    for step in protocol.steps:
        if not step.detects or not proof.complete:
            continue
        without = prove_system(ground(_waved_through(protocol, step)), check=False)
        if _nearer(proof, without):
            yield Lint(
                kind="check-makes-it-worse",
                about=step.id,
                say=f"without the check `{step.id}` it would take more failures, not fewer",
            )


def _waved_through(protocol: Protocol, check: Step) -> Protocol:
    """The protocol in which a check detects nothing and is always taken as done."""
    failures = tuple(one.id for one in protocol.failures if one.at == check.id)
    change = WhatIf(
        id=check.id,
        say="",
        permit=tuple(f for f in failures if failures_by_id(protocol)[f].kind != "early"),
        merge={},
        expires={},
        needs={},
        forget={},
        by={},
        chances={},
    )
    return under(protocol, change)


def _one_person(protocol: Protocol, proof: Proof) -> Iterator[Lint]:
    if not proof.distance or proof.distance < 2 or not proof.listed:
        return
    by = _who(protocol)
    told: set[str] = set()
    for one in proof.sets(proof.distance):
        people = {by.get(plain_id(name), "") for name in proof.names(one)}
        person = next(iter(people))
        if len(people) == 1 and person and person not in told:
            told.add(person)
            yield Lint(
                kind="one-person",
                about=person,
                say=f"{', '.join(proof.names(one))}: all of it is {person}'s",
            )


def _who(protocol: Protocol) -> Mapping[str, str]:
    steps = {step.id: step.by for step in protocol.steps}
    people = {role: f"person {one.id}" for one in protocol.people for role in one.roles}
    found: dict[str, str] = {}
    for failure in protocol.failures:
        role = failure.by or steps.get(failure.at, "")
        found[failure.id] = people.get(role) or protocol.role(role)
    return found


def _unreachable(proof: Proof) -> Iterator[Lint]:
    names = [act.name for act in proof.system.acts]
    # A step of several cases is out of reach when all of them are.
    reached = {plain_id(name) for number, name in enumerate(names) if number not in proof.idle}
    idle = [plain_id(names[number]) for number in sorted(proof.idle)]
    for name in dict.fromkeys(one for one in idle if one not in reached and one[-1] != "!"):
        yield Lint(
            kind="unreachable", about=name, say=f"`{name}` can never be done, whatever goes wrong"
        )


def _double_duty(protocol: Protocol) -> Iterator[Lint]:
    busy = {step.by for step in protocol.steps}
    for person in protocol.people:
        roles = [role for role in person.roles if role in busy]
        if len(roles) > 1:
            words = " and ".join(protocol.role(role) for role in roles)
            yield Lint(
                kind="double-duty",
                about=person.id,
                say=f"person {person.id} is {words}: what they pass over, they pass over together",
            )


def _no_chance(protocol: Protocol) -> Iterator[Lint]:
    for failure in protocol.failures:
        if failure.chance is None:
            yield Lint(kind="no-chance", about=failure.id, say=f"`{failure.id}` has no probability")
