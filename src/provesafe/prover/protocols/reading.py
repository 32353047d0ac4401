"""Protocol files: TOML read into a `Protocol`, every name checked.

The format is described for people in docs/reference/protocol-file.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from provesafe.prover.protocols.chances import read_chance
from provesafe.prover.protocols.change import under
from provesafe.prover.protocols.entered import check_entered, read_entered, read_role
from provesafe.prover.protocols.ground import OTHER
from provesafe.prover.protocols.model import (
    Failure,
    FailureKind,
    Hazard,
    Needs,
    Person,
    Protocol,
    State,
    StateKind,
    Step,
    Thing,
    Trust,
    TrustLevel,
    WhatIf,
)
from provesafe.prover.protocols.rows import Row, read_rows

__all__ = ["parse_protocol", "parse_what_ifs"]

COPIES_MAX = 9
"""LIMIT: six weapons coupled took minutes when this was measured."""
KINDS = cast("tuple[str, ...]", get_args(StateKind))
FAILURES = cast("tuple[str, ...]", get_args(FailureKind))
LEVELS = cast("tuple[str, ...]", get_args(TrustLevel))


def parse_protocol(
    text: str, *, source: str, recalled: bool = False, bases: Mapping[str, str] | None = None
) -> Protocol:
    """Read a protocol file.

    Args:
        text: the whole file.
        source: what to call it when something is wrong.
        recalled: take probabilities whose source nobody has looked up again.
        bases: the texts of protocols that this one may be `based_on`, by id.

    Raises:
        ProtocolError: with the place of the table at fault.
    """
    root, place = read_rows(text, source)
    head = root.table("protocol")
    if head.has("based_on"):
        return _based(root, head, place, recalled, bases or {})
    steps = root.rows("step", place=place)
    failures = root.rows("failure", place=place)
    hazards = root.rows("hazard", place=place)
    protocol = Protocol(
        id=head.text("id"),
        title=head.text("title"),
        about=head.text("about"),
        source=head.text("source", ""),
        standing=head.text("standing", ""),
        roles=tuple(read_role(row) for row in root.rows("role", place=place)),
        people=tuple(
            Person(id=row.text("id"), roles=row.texts("roles"))
            for row in root.rows("person", place=place)
        ),
        things=tuple(_thing(row) for row in root.rows("thing", place=place)),
        states=tuple(_state(row) for row in root.rows("state", place=place)),
        steps=tuple(_step(row) for row in steps),
        failures=tuple(_failure(row, recalled) for row in failures),
        trusts=tuple(_trust(row) for row in root.rows("trust", place=place)),
        hazards=tuple(
            Hazard(id=row.text("id"), say=row.text("say"), when=_needs(row.table("when")))
            for row in hazards
        ),
        what_ifs=tuple(_what_if(row, recalled) for row in root.rows("what_if", place=place)),
    )
    head.done()
    root.done()
    _Checks(protocol, root).all(steps, failures, hazards)
    return protocol


def parse_what_ifs(text: str, *, source: str, recalled: bool = False) -> tuple[WhatIf, ...]:
    """Read a file of what-ifs alone.

    Args:
        text: the whole file.
        source: what to call it when something is wrong.
        recalled: as in `parse_protocol`.

    Raises:
        ProtocolError: with the place of the table at fault.
    """
    root, place = read_rows(text, source)
    found = tuple(_what_if(row, recalled) for row in root.rows("what_if", place=place))
    root.done()
    if not found:
        raise root.fault("there is no [[what_if]]")
    return found


def _based(root: Row, head: Row, place: Any, recalled: bool, bases: Mapping[str, str]) -> Protocol:
    """A protocol that is another one with a change: roles may be called otherwise."""
    name = head.text("based_on")
    if name not in bases:
        raise head.fault(f"there is no protocol `{name}` to be based on beside this file")
    base = parse_protocol(bases[name], source=f"{name}.toml", recalled=recalled)
    known = {one.id: one for one in base.roles}
    for row in root.rows("role", place=place):
        if (role := row.text("id")) not in known:
            raise head.fault(f"`{name}` has no role `{role}`")
        known[role] = read_role(row, known[role])
    change = root.table("change")
    change.values = {"id": "change", "say": "changed", **change.values}
    changed = under(base, _what_if(change, recalled))
    people = tuple(
        Person(id=row.text("id"), roles=row.texts("roles"))
        for row in root.rows("person", place=place)
    )
    protocol = replace(
        changed,
        id=head.text("id"),
        title=head.text("title"),
        about=head.text("about", base.about),
        source=head.text("source", ""),
        standing=head.text("standing", base.standing),
        roles=tuple(known.values()),
        people=people or base.people,
        trusts=(*changed.trusts, *(_trust(row) for row in root.rows("trust", place=place))),
        what_ifs=tuple(_what_if(row, recalled) for row in root.rows("what_if", place=place)),
    )
    head.done()
    root.done()
    _Checks(protocol, root).all_others()
    return protocol


def _thing(row: Row) -> Thing:
    copies = int(row.number("copies", 1))
    if not 1 <= copies <= COPIES_MAX:
        raise row.fault(f"there are 1 to {COPIES_MAX} copies, not {copies}")
    thing = Thing(id=row.text("id"), copies=copies)
    row.done()
    return thing


def _state(row: Row) -> State:
    values = row.texts("values") or ("no", "yes")
    if len(set(values)) != len(values) or len(values) < 2:
        raise row.fault("a state has two values or more, all different")
    state = State(
        id=row.text("id"),
        kind=cast("StateKind", row.choice("kind", KINDS)),
        values=values,
        of=row.text("of", ""),
        expires_on=row.texts("expires_on"),
        stops=row.truth("stops"),
    )
    row.done()
    return state


def _step(row: Row) -> Step:
    step = Step(
        id=row.text("id"),
        by=row.text("by"),
        say=row.text("say"),
        needs=_needs(row.table("needs")),
        does=_does(row.table("does")),
        detects=_needs(row.table("detects")),
        finds=_does(row.table("finds")),
        of=row.text("of", ""),
        cites=row.text("cites", ""),
        entered_as=read_entered(row),
    )
    row.done()
    return step


def _failure(row: Row, recalled: bool) -> Failure:
    chance = row.table("chance") if row.has("chance") else None
    failure = Failure(
        id=row.text("id"),
        kind=cast("FailureKind", row.choice("kind", FAILURES)),
        say=row.text("say"),
        by=row.text("by", ""),
        at=row.text("at", ""),
        of=row.text("of", ""),
        needs=_needs(row.table("needs")),
        does=_does(row.table("does")),
        without=row.texts("without"),
        cause=row.text("cause", ""),
        chance=None if chance is None else read_chance(chance, recalled=recalled),
        entered_as=read_entered(row),
    )
    row.done()
    if failure.kind != "act" and not failure.at:
        raise row.fault(f"a `{failure.kind}` says at which step: `at`")
    if failure.kind == "act" and not failure.does:
        raise row.fault("an `act` says what it `does`")
    if failure.kind in ("skip", "miss") and failure.entered_as:
        raise row.fault(f"a `{failure.kind}` is not entered: the record has its step, or nothing")
    return failure


def _trust(row: Row) -> Trust:
    trust = Trust(
        earlier=row.text("earlier"),
        later=row.text("later"),
        level=cast("TrustLevel", row.choice("level", LEVELS)),
    )
    row.done()
    return trust


def _what_if(row: Row, recalled: bool) -> WhatIf:
    needs, chances = row.table("needs"), row.table("chance")
    change = WhatIf(
        id=row.text("id"),
        say=row.text("say"),
        drop=row.texts("drop"),
        permit=row.texts("permit"),
        merge=_lists(row.table("merge")),
        expires=_lists(row.table("expires")),
        needs={key: _needs(needs.table(key)) for key in needs.values},
        forget=_lists(row.table("forget")),
        by=_does(row.table("by")),
        add_states=tuple(_state(one) for one in row.rows("state")),
        add_steps=tuple(_step(one) for one in row.rows("step")),
        add_failures=tuple(_failure(one, recalled) for one in row.rows("failure")),
        chances={key: read_chance(chances.table(key), recalled=recalled) for key in chances.values},
    )
    row.done()
    return change


def _needs(row: Row) -> Needs:
    found = {key: row.texts(key) for key in row.values}
    for key, values in found.items():
        if not values:
            raise row.fault(f"`{key}` names no value")
    return found


def _does(row: Row) -> Mapping[str, str]:
    return {key: row.text(key) for key in row.values}


def _lists(row: Row) -> Mapping[str, tuple[str, ...]]:
    return {key: row.texts(key) for key in row.values}


class _Checks:
    """What no single table can know of itself."""

    def __init__(self, protocol: Protocol, root: Row) -> None:
        self.protocol = protocol
        self.root = root
        self.states = {one.id: one for one in protocol.states}
        self.steps = {one.id: one for one in protocol.steps}

    def all(self, steps: Any, failures: Any, hazards: Any) -> None:
        self._ids()
        protocol = self.protocol
        if not protocol.hazards:
            raise self.root.fault("there is no [[hazard]]: say what must not happen")
        for row, step in zip(steps, protocol.steps, strict=True):
            self._roles(row, step.by)
            self._writes(row, step.does)
            self._writes(row, step.finds)
            self._reads(row, step.needs, allowed=("seen", "believed"))
            self._reads(row, step.detects, allowed=("so",))
        for row, failure in zip(failures, protocol.failures, strict=True):
            self._roles(row, failure.by)
            self._reads(row, failure.needs, allowed=KINDS)
            self._writes(row, failure.does)
            if failure.at and failure.at not in self.steps:
                raise row.fault(f"there is no step `{failure.at}`")
            if failure.kind == "miss" and not self.steps[failure.at].detects:
                raise row.fault(f"`{failure.at}` detects nothing that could be missed")
            for key in failure.without:
                if key not in self.steps[failure.at].needs:
                    raise row.fault(f"`{failure.at}` does not need `{key}`")
        for row, hazard in zip(hazards, protocol.hazards, strict=True):
            self._reads(row, hazard.when, allowed=("so", "seen"))
            row.done()
        self._others()

    def all_others(self) -> None:
        """What can be wrong with a protocol based on one that was checked."""
        self._ids()
        self._others()

    def _ids(self) -> None:
        protocol = self.protocol
        seen: set[str] = set()
        everything: tuple[State | Step | Failure, ...] = (
            *protocol.states,
            *protocol.steps,
            *protocol.failures,
        )
        for one in everything:
            if one.id in seen:
                raise self.root.fault(f"`{one.id}` stands for two things")
            if not one.id.replace("-", "").replace("_", "").isalnum():
                raise self.root.fault(f"`{one.id}` is no id: letters, digits, `-` and `_`")
            seen.add(one.id)

    def _others(self) -> None:
        protocol = self.protocol
        things = {one.id for one in protocol.things}
        happens = {one.id for one in protocol.steps} | {one.id for one in protocol.failures}
        failures = {one.id for one in protocol.failures}
        roles = {one.id for one in protocol.roles}
        everything: tuple[State | Step | Failure, ...] = (
            *protocol.states,
            *protocol.steps,
            *protocol.failures,
        )
        for part in everything:
            if part.of and part.of not in things:
                raise self.root.fault(f"`{part.id}` is of `{part.of}`, which is no thing here")
        for state in protocol.states:
            for name in state.expires_on:
                if name not in happens:
                    raise self.root.fault(f"`{state.id}` expires on `{name}`, which never happens")
        for trust in protocol.trusts:
            for name in (trust.earlier, trust.later):
                if name not in failures:
                    raise self.root.fault(f"there is no failure `{name}` to trust or be trusted")
        for person in protocol.people:
            for role in person.roles:
                if role not in roles:
                    raise self.root.fault(f"person `{person.id}` has no known role `{role}`")
        for part in everything:
            if not isinstance(part, State):
                check_entered(part, roles, self.root)

    def _roles(self, row: Row, by: str) -> None:
        known = {one.id for one in self.protocol.roles}
        if by and by not in known:
            raise row.fault(f"there is no role `{by}`", hint=f"there are {sorted(known)}")

    def _reads(self, row: Row, needs: Needs, *, allowed: tuple[str, ...]) -> None:
        for key, values in needs.items():
            state = self._state(row, key)
            if state.kind not in allowed:
                raise row.fault(
                    f"`{key}` is `{state.kind}`, not {' or '.join(allowed)}",
                    hint="nobody acts on what nobody knows: a check `detects` what is so",
                )
            for value in values:
                self._value(row, state, value)

    def _writes(self, row: Row, does: Mapping[str, str]) -> None:
        for key, value in does.items():
            state = self._state(row, key)
            if not value.startswith("="):
                self._value(row, state, value)
            elif self._state(row, value[1:]).values != state.values:
                raise row.fault(f"`{key}` cannot be as `{value[1:]}`: they have other values")

    def _state(self, row: Row, key: str) -> State:
        state = self.states.get(key.removeprefix(OTHER))
        if state is None:
            raise row.fault(f"there is no state `{key}`")
        if key.startswith(OTHER) and not state.of:
            raise row.fault(f"`{key}`: there is no other `{state.id}`")
        return state

    def _value(self, row: Row, state: State, value: str) -> None:
        if value not in state.values:
            raise row.fault(
                f"`{state.id}` is never `{value}`",
                hint=f"it is one of {', '.join(f'`{one}`' for one in state.values)}",
            )
