"""Small protocols from a seed, and what they come to by trying every set of failures.

The interpreter here follows the reference page, one protocol step at a time; it knows nothing of
masks, tables or diagrams.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import combinations

from provesafe.prover import Protocol
from provesafe.prover.protocols.model import (
    Failure,
    FailureKind,
    Hazard,
    Needs,
    Person,
    Role,
    State,
    StateKind,
    Step,
    Thing,
    Trust,
)

Values = Mapping[str, str]


def random_protocol(seed: int) -> Protocol:
    """One thing, a handful of states, steps and failures, a hazard; sometimes trust."""
    stream = random.Random(seed)
    kinds: tuple[StateKind, ...] = ("so", "so", "seen", "believed", "believed")
    states = tuple(
        State(
            id=f"s{number}",
            kind=kind,
            values=("a", "b", "c")[: stream.choice((2, 2, 3))],
            of=stream.choice(("", "thing")),
            expires_on=("p0",) if kind == "believed" and stream.random() < 0.4 else (),
            stops=number == 2 and stream.random() < 0.3,
        )
        for number, kind in enumerate(kinds)
    )
    so = [one for one in states if one.kind == "so"]
    other = [one for one in states if one.kind != "so"]
    steps = tuple(_step(stream, number, so, other) for number in range(stream.randint(2, 4)))
    failures = tuple(
        _failure(stream, number, steps, states) for number in range(stream.randint(3, 5))
    )
    ids = [one.id for one in failures]
    trusts: tuple[Trust, ...] = ()
    if len(ids) > 1 and stream.random() < 0.4:
        earlier, later = stream.sample(ids, 2)
        trusts = (Trust(earlier=earlier, later=later, level="high"),)
    real = [one for one in states if one.kind != "believed" and not one.stops]
    hazard = _chosen(stream, real, stream.choice((1, 2, 2)), past_first=True)
    return Protocol(
        id=f"seed-{seed}",
        title="random",
        about="one run",
        source="",
        standing="",
        roles=(Role(id="r", say="somebody"),),
        people=(Person(id="A", roles=("r",)),),
        things=(Thing(id="thing"),),
        states=states,
        steps=steps,
        failures=failures,
        trusts=trusts,
        hazards=(Hazard(id="h", say="it happens", when=hazard),),
        what_ifs=(),
    )


def brute_sets(protocol: Protocol) -> set[frozenset[str]]:
    """Every minimal set of failures (and trusts) that lets the hazard happen."""
    names = [one.id for one in protocol.failures]
    names += [f"{one.later}-trusts-{one.earlier}" for one in protocol.trusts]
    found: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            allowed = frozenset(chosen)
            if not any(one <= allowed for one in found) and _reaches(protocol, allowed):
                found.append(allowed)
    return set(found)


def replay(protocol: Protocol, acts: list[str], allowed: frozenset[str]) -> bool:
    """Whether acts of these names, one after another, can be taken and end in the hazard."""
    here = [_begin(protocol)]
    for act in acts:
        here = [
            after
            for values in here
            for name, after in _moves(protocol, values, allowed)
            if name == act
        ]
    return any(_is_hazard(protocol, values) for values in here)


def _reaches(protocol: Protocol, allowed: frozenset[str]) -> bool:
    begin = _begin(protocol)
    seen = {tuple(sorted(begin.items()))}
    waiting = [begin]
    while waiting:
        values = waiting.pop()
        if _is_hazard(protocol, values):
            return True
        for _, after in _moves(protocol, values, allowed):
            key = tuple(sorted(after.items()))
            if key not in seen:
                seen.add(key)
                waiting.append(after)
    return False


def _begin(protocol: Protocol) -> dict[str, str]:
    lapsed = {f"lapsed {one.id}": "no" for one in protocol.failures}
    return {one.id: one.values[0] for one in protocol.states} | lapsed


def _is_hazard(protocol: Protocol, values: Values) -> bool:
    return any(_meets(values, one.when) for one in protocol.hazards)


def _meets(values: Values, needs: Needs) -> bool:
    return all(values[key] in wanted for key, wanted in needs.items())


def _moves(
    protocol: Protocol, values: Values, allowed: frozenset[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    for step in protocol.steps:
        if _open(protocol, values, step.of) and _meets(values, step.needs):
            if step.detects and _meets(values, step.detects):
                if step.finds:
                    yield f"{step.id}!", _after(protocol, values, step.finds, ())
            else:
                yield step.id, _after(protocol, values, step.does, (step.id,))
    for failure in protocol.failures:
        after = _gone_wrong(protocol, values, failure)
        if after is None:
            continue
        if failure.id in allowed:
            yield failure.id, after | {f"lapsed {failure.id}": "yes"}
        for trust in protocol.trusts:
            name = f"{trust.later}-trusts-{trust.earlier}"
            lapsed = values[f"lapsed {trust.earlier}"] == "yes"
            if trust.later == failure.id and name in allowed and lapsed:
                yield name, after


def _gone_wrong(protocol: Protocol, values: Values, failure: Failure) -> dict[str, str] | None:
    step = next((one for one in protocol.steps if one.id == failure.at), None)
    of = failure.of or (step.of if step else "")
    if not _open(protocol, values, of) or not _meets(values, failure.needs):
        return None
    if step is None or failure.kind == "act":
        happens = (failure.id, step.id) if step else (failure.id,)
        return _after(protocol, values, failure.does, happens)
    needs = {key: wanted for key, wanted in step.needs.items() if key not in failure.without}
    there = bool(step.detects) and _meets(values, step.detects)
    wrong = (failure.kind == "miss" and not there) or (failure.kind == "early" and there)
    if not _meets(values, needs) or wrong:
        return None
    believed = {one.id for one in protocol.states if one.kind == "believed"}
    does = {k: v for k, v in step.does.items() if failure.kind != "skip" or k in believed}
    return _after(protocol, values, does | dict(failure.does), (failure.id, step.id))


def _open(protocol: Protocol, values: Values, of: str) -> bool:
    return all(
        values[one.id] == one.values[0]
        for one in protocol.states
        if one.stops and one.of in ("", of)
    )


def _after(
    protocol: Protocol, values: Values, does: Mapping[str, str], happens: tuple[str, ...]
) -> dict[str, str]:
    ended = {
        one.id: one.values[0]
        for one in protocol.states
        if any(name in one.expires_on for name in happens)
    }
    written = {key: values[to[1:]] if to.startswith("=") else to for key, to in does.items()}
    return dict(values) | ended | written


def _step(stream: random.Random, number: int, so: list[State], other: list[State]) -> Step:
    checks = stream.random() < 0.5
    return Step(
        id=f"p{number}",
        by="r",
        say=f"does {number}",
        needs=_chosen(stream, other, stream.choice((0, 1, 1, 2))),
        does=_written(stream, so + other if stream.random() < 0.3 else other, 2),
        detects=_chosen(stream, so, 1) if checks else {},
        finds=_written(stream, other, 1) if checks and stream.random() < 0.6 else {},
        of="thing",
    )


def _failure(
    stream: random.Random, number: int, steps: tuple[Step, ...], states: tuple[State, ...]
) -> Failure:
    step = stream.choice(steps)
    kinds: list[FailureKind] = ["skip", "early", "act", "act", "act", "act"]
    if step.detects:
        kinds.append("miss")
    kind = stream.choice(kinds)
    act = kind == "act"
    return Failure(
        id=f"f{number}",
        kind=kind,
        say=f"goes wrong {number}",
        by="r",
        at="" if act else step.id,
        of="thing" if act else "",
        needs=_chosen(stream, list(states), stream.choice((0, 1, 1, 2))) if act else {},
        does=_written(stream, list(states), 2) if act else {},
        without=tuple(list(step.needs)[:1]) if kind == "early" else (),
    )


def _chosen(
    stream: random.Random, states: list[State], count: int, *, past_first: bool = False
) -> Needs:
    found: dict[str, tuple[str, ...]] = {}
    for state in stream.sample(states, min(count, len(states))):
        values = state.values[1:] if past_first else state.values
        found[state.id] = tuple(stream.sample(values, stream.randint(1, max(1, len(values) - 1))))
    return found


def _written(stream: random.Random, states: list[State], count: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for state in stream.sample(states, min(count, len(states))):
        like = [one.id for one in states if one.values == state.values and one.id != state.id]
        copied = f"={stream.choice(like)}" if like and stream.random() < 0.2 else ""
        weights = [1, *(2 for _ in state.values[1:])]
        found[state.id] = copied or stream.choices(state.values, weights)[0]
    return found
