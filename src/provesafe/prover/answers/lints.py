"""What looks wrong in a protocol before anything has gone wrong.

    never-expires        a check is believed for ever: nothing that happens later ends it
    check-makes-it-worse with a check there are fewer failures between, not more: it takes the place
                         of a better one, or does more than look
    one-person           every failure of a smallest set is one person's
    unreachable          a step that can never be taken, or a failure that can never happen
    double-duty          one person has several parts, so that their lapses come together
    no-chance            a failure without a probability, so that nothing can be put in order

That no failure can *stop* anything needs no lint: a failure only ever adds something that can be
done, and a protocol has no way to say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from provesafe.prover.answers.proof import Proof, prove_system
from provesafe.prover.protocols.ground import ground, plain_id
from provesafe.prover.protocols.model import Protocol, Step, WhatIf

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
    named = f": nothing takes `{stale[0]}` back" if stale else ""
    return Lint(
        kind="check-makes-it-worse",
        about=change.id,
        say=f"one more check, `{checks[0].id}`, and it takes fewer failures, not more{named}",
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
                say=f"once {_told(protocol, checks[0])}, `{state.id}` is believed to the end: "
                "nothing that is done later takes it back",
            )


def _worse_checks(protocol: Protocol, proof: Proof) -> Iterator[Lint]:
    believed = {state.id for state in protocol.states if state.kind == "believed"}
    for step in protocol.steps:
        # What detects something on its way and lets nobody believe anything is a deed, no check.
        if not step.detects or not believed & set(step.does) or step.ways is not None:
            continue
        if not proof.complete:
            return
        without = prove_system(ground(_waved_through(protocol, step)), check=False)
        if _nearer(proof, without):
            yield Lint(
                kind="check-makes-it-worse",
                about=step.id,
                say=f"if nobody did this, `{step.id}`, it would take more failures and not fewer: "
                "the check does more than look",
            )


def _waved_through(protocol: Protocol, check: Step) -> Protocol:
    """The protocol in which a check is believed to be done, and nothing else comes of it."""
    believed = {state.id for state in protocol.states if state.kind == "believed"}
    said = {name: value for name, value in check.does.items() if name in believed}
    passed = replace(check, needs={}, detects={}, finds={}, does=said)
    gone = {one.id for one in protocol.failures if one.at == check.id}
    return replace(
        protocol,
        steps=tuple(passed if one.id == check.id else one for one in protocol.steps),
        failures=tuple(one for one in protocol.failures if one.id not in gone),
        trusts=tuple(one for one in protocol.trusts if not {one.earlier, one.later} & gone),
    )


def _told(protocol: Protocol, step: Step) -> str:
    """A step in the file's words, and its name."""
    return f"{protocol.role(step.by)} {step.say} (`{step.id}`)".lstrip()


def _listed(names: Sequence[str]) -> str:
    *most, last = [f"`{name}`" for name in names]
    return f"{', '.join(most)} and {last}" if most else last


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
                say=f"one person is enough: {_listed(proof.names(one))} are all {person}'s",
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
