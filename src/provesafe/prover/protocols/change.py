"""What a protocol becomes under a what-if, and which failures have one reason behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from provesafe.prover.errors import ProtocolError
from provesafe.prover.protocols.model import Failure, Protocol, Step, Way, WhatIf

__all__ = ["common_causes", "under"]


def under(protocol: Protocol, change: WhatIf) -> Protocol:
    """A protocol with a change worked in; its what-ifs are left out.

    Raises:
        ProtocolError: the change names what is not there.
    """
    _check_names(protocol, change)
    gone = set(change.drop)
    states = tuple(
        replace(state, expires_on=change.expires.get(state.id, state.expires_on))
        for state in (*protocol.states, *change.add_states)
    )
    permitted = [one for one in protocol.failures if one.id in change.permit]
    steps = tuple(
        _changed(step, change)
        for step in (*protocol.steps, *change.add_steps)
        if step.id not in gone
    ) + tuple(_as_step(failure, protocol) for failure in permitted)
    dropped_steps = gone & {step.id for step in protocol.steps}
    failures = tuple(
        replace(
            failure,
            by=change.by.get(failure.id, failure.by),
            chance=change.chances.get(failure.id, failure.chance),
            cause=_cause(failure, change),
        )
        for failure in (*protocol.failures, *change.add_failures)
        if failure.id not in gone
        and failure.id not in change.permit
        and failure.at not in dropped_steps
    )
    left = {failure.id for failure in failures}
    return replace(
        protocol,
        title=f"{protocol.title}: {change.say}",
        states=states,
        steps=steps,
        failures=failures,
        trusts=tuple(t for t in protocol.trusts if t.earlier in left and t.later in left),
        what_ifs=(),
    )


def common_causes(protocol: Protocol) -> Mapping[str, str]:
    """For each failure that shares its reason with another, the name of that reason.

    Two kinds: failures that name one `cause`; and what somebody with two roles or more passes over
    (their `skip`s): whoever is needed in two places at once passes over more than one thing.
    """
    named: dict[str, list[str]] = {}
    needed = {
        role: " and ".join(map(protocol.role, person.roles)) + " at once, one person"
        for person in protocol.people
        if len(person.roles) > 1
        for role in person.roles
    }
    by_step = {step.id: step.by for step in protocol.steps}
    for failure in protocol.failures:
        at_once = needed.get(failure.by or by_step.get(failure.at, ""), "")
        if failure.cause:
            named.setdefault(failure.cause, []).append(failure.id)
        elif at_once and failure.kind == "skip":
            named.setdefault(at_once, []).append(failure.id)
    return {
        failure: cause
        for cause, failures in named.items()
        if len(failures) > 1
        for failure in failures
    }


def _cause(failure: Failure, change: WhatIf) -> str:
    return next((name for name, ids in change.merge.items() if failure.id in ids), failure.cause)


def _changed(step: Step, change: WhatIf) -> Step:
    forgotten = change.forget.get(step.id, ())
    needs = {key: value for key, value in step.needs.items() if key not in forgotten}
    return replace(
        step,
        needs={**needs, **change.needs.get(step.id, {})},
        by=change.by.get(step.id, step.by),
    )


def _as_step(failure: Failure, protocol: Protocol) -> Step:
    """What was a failure, as the way things are done."""
    step = next((one for one in protocol.steps if one.id == failure.at), None)
    needs, does = dict(failure.needs), dict(failure.does)
    if step is not None and failure.kind != "act":
        needs |= {key: value for key, value in step.needs.items() if key not in failure.without}
        needs |= step.detects if failure.kind == "miss" else {}
        believed = {one.id for one in protocol.states if one.kind == "believed"}
        meant = step.does.items()
        does = {k: v for k, v in meant if failure.kind != "skip" or k in believed} | does
    ways = failure.ways
    if ways is None and step is not None and failure.kind != "act":
        ways = step.ways
    if ways is not None and failure.kind == "skip":
        ways = tuple(
            Way(needs=way.needs, does={k: v for k, v in way.does.items() if k in believed})
            for way in ways
        )
    looks = step if step is not None and failure.kind == "early" else None
    return Step(
        id=failure.id,
        by=failure.by or (step.by if step else ""),
        say=failure.say,
        needs=needs,
        does=does,
        detects=looks.detects if looks else {},
        finds=looks.finds if looks else {},
        of=failure.of or (step.of if step else ""),
        ways=ways,
        entered_as=failure.entered_as or (looks.entered_as if looks else ()),
    )


def _check_names(protocol: Protocol, change: WhatIf) -> None:
    steps = {one.id for one in (*protocol.steps, *change.add_steps)}
    failures = {one.id for one in (*protocol.failures, *change.add_failures)}
    states = {one.id for one in (*protocol.states, *change.add_states)}
    asked: list[tuple[str, set[str]]] = [
        *((name, steps | failures) for name in (*change.drop, *change.by)),
        *((name, failures) for name in (*change.permit, *change.chances)),
        *((name, failures) for names in change.merge.values() for name in names),
        *((name, states) for name in change.expires),
        *((name, steps) for name in (*change.needs, *change.forget)),
    ]
    for name, known in asked:
        if name not in known:
            raise ProtocolError(
                f"the what-if `{change.id}` names `{name}`, which is not there",
                hint=f"there are {', '.join(f'`{one}`' for one in sorted(known))}",
            )
