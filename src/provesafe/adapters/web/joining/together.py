"""One hand-over, two phones: put forward by the giver's, signed by both, or lapsed after a minute.

    giver's phone   puts it forward  ->  signs what the laptop wrote  ->  waits
    receiver's      is asked         ->  signs the same bytes         ->  entered, as both say

Rules:

- the giver's phone holds its own report all the while: what lapses here it enters alone, so that
  nothing that happened is lost to a phone that is dead, away or in a pocket;
- what was put forward keeps its place in the giver's chain: after a minute, or as soon as either
  phone enters anything else, it is entered as `lapsed`, signed by whoever had signed;
- a receiver who says that they did not take it has said so: then nothing is entered for the giver.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from provesafe import custody
from provesafe.adapters.web.joining.whose import is_there, owner_of
from provesafe.errors import ConflictError, InputError, ProvesafeError
from provesafe.ledger import Body, NoteSignature, decode_base64
from provesafe.service import (
    DeviceClock,
    Production,
    Taken,
    compose,
    enter_lapsed,
    take_together,
)

__all__ = ["TOGETHER_MS", "Proposal", "Together", "TogetherOverError"]

TOGETHER_MS = 60_000
"""How long the other may take to sign."""
FRESH_MS = 60_000
"""LIMIT: what was pressed longer ago is a report of the giver's alone."""
_KEPT_MS = 600_000
"""LIMIT: how long it is told what became of one."""
_MAX = 200

State: TypeAlias = Literal["waiting", "entered", "lapsed", "declined"]


class TogetherOverError(ConflictError):
    """What was put forward is not waited for any more, or never was."""

    code = "web.together_over"


@dataclass(slots=True, kw_only=True)
class Proposal:
    """A hand-over that was put forward."""

    id: str
    body: Body
    weapon: str
    giver: str
    """Person."""
    receiver: str
    devices: tuple[str, str]
    """The giver's phone, the receiver's."""
    until_ms: int
    checkpoint: str
    lines: dict[str, NoteSignature] = field(default_factory=dict)
    state: State = "waiting"
    taken: Taken | None = None


@dataclass(slots=True)
class Together:
    """What was put forward in one production; kept until the program ends."""

    proposals: dict[str, Proposal] = field(default_factory=dict)

    def put_forward(
        self,
        production: Production,
        device: str,
        read: Mapping[str, Any],
        *,
        other: str,
        checkpoint: str,
        now_ms: int,
    ) -> Proposal | None:
        """Write what both sign; None where the giver's phone enters it alone.

        Args:
            production: not moved.
            device: the giver's phone.
            read: `acts`, `ref`, `at`, `skew` and `way`, as that phone has them.
            other: the receiver's phone; empty where none is there.
            checkpoint: the newest one, which both are to have seen.
            now_ms: the laptop's clock.

        Raises:
            InputError: it is no hand-over of the giver's own.
        """
        act = _hand_over(read)
        giver, receiver = owner_of(production, device), owner_of(production, other)
        if act.text("by") != giver:
            raise InputError("a hand-over is put forward by whoever gives")
        at, skew, way, ref = (read.get(one) for one in ("at", "skew", "way", "ref"))
        if not isinstance(at, int) or not isinstance(skew, int):
            return None
        if abs(now_ms - at - skew) > FRESH_MS:
            return None
        if act.text("to") != receiver or receiver in ("", giver):
            return None
        body = compose(
            production,
            "act",
            [act],
            device=device,
            own={giver: device, receiver: other},
            ref=ref if isinstance(ref, str) else "",
            clock=DeviceClock(t_ms=at, skew_ms=skew),
            way=way if way in ("warned", "trusted") else "",
            now_ms=now_ms,
        )
        self._let_go(now_ms)
        one = Proposal(
            id=secrets.token_urlsafe(12),
            body=body,
            weapon=act.text("weapon"),
            giver=giver,
            receiver=receiver,
            devices=(device, other),
            until_ms=now_ms + TOGETHER_MS,
            checkpoint=checkpoint,
        )
        self.proposals[one.id] = one
        return one

    def of(self, name: str, device: str) -> Proposal:
        """One that this device has a part in.

        Raises:
            TogetherOverError: there is none of that name.
        """
        found = self.proposals.get(name)
        if found is None or device not in found.devices:
            raise TogetherOverError("this is not waited for any more")
        return found

    def waiting_for(self, device: str) -> tuple[Proposal, ...]:
        """What a phone is asked to sign: put forward, signed by the giver, not by this one."""
        return tuple(
            one
            for one in self.proposals.values()
            if one.state == "waiting"
            and device == one.devices[1]
            and one.devices[0] in one.lines
            and device not in one.lines
        )

    def sign(
        self, production: Production, one: Proposal, device: str, value: str, *, now_ms: int
    ) -> None:
        """Note a signature; where both are there, enter it.

        Args:
            production: moved on, where it was the second.
            one: what was put forward.
            device: who signed.
            value: base64 of the 64 bytes.
            now_ms: the laptop's clock.
        """
        raw = decode_base64(value)
        if one.state != "waiting" or raw is None or len(raw) != 64:
            return
        if not is_there(production, device):
            return
        key = production.writer.devices[device].key
        if not production.verifier(key.raw, raw, one.body.raw):
            raise InputError("this is not a signature over what was put forward")
        one.lines[device] = NoteSignature(name=device, key_id=key.key_id, value=raw)
        if set(one.lines) != set(one.devices):
            return
        try:
            one.taken = take_together(production, one.body, list(one.lines.values()), now_ms=now_ms)
            one.state = "entered"
        except ProvesafeError:
            # Somebody's chain has moved on since: it counts as not signed.
            one.lines.pop(one.devices[1])
            self.end(production, one, now_ms=now_ms)

    def end(
        self, production: Production, one: Proposal, *, now_ms: int, declined: bool = False
    ) -> None:
        """It is waited for no longer: enter that it lapsed, where the giver had signed."""
        if one.state != "waiting":
            return
        one.state = "declined" if declined else "lapsed"
        giver = one.devices[0]
        known = production.writer.devices.get(giver)
        if giver in one.lines and known is not None and known.seq + 1 == one.body.links[0].seq:
            enter_lapsed(production, one.body, [one.lines[giver]], now_ms=now_ms)

    def make_way(
        self, production: Production, device: str, acts: tuple[tuple[str, str], ...], now_ms: int
    ) -> None:
        """A device enters something of its own: what it has a part in lapses first.

        Args:
            production: moved on, where something was waiting.
            device: the one that enters.
            acts: name and weapon of what it enters.
            now_ms: the laptop's clock.
        """
        for one in list(self.proposals.values()):
            if one.state == "waiting" and device in one.devices:
                declined = device == one.devices[1] and ("decline", one.weapon) in acts
                self.end(production, one, now_ms=now_ms, declined=declined)

    def look(self, production: Production, now_ms: int) -> None:
        """End what has waited for a minute; in the writer's thread."""
        for one in list(self.proposals.values()):
            if one.state == "waiting" and now_ms >= one.until_ms:
                self.end(production, one, now_ms=now_ms)

    def _let_go(self, now_ms: int) -> None:
        for one in list(self.proposals.values()):
            if one.state == "waiting":
                continue
            if now_ms - one.until_ms > _KEPT_MS or len(self.proposals) >= _MAX:
                del self.proposals[one.id]


def _hand_over(read: Mapping[str, Any]) -> custody.Act:
    """The one act that two phones sign.

    Raises:
        InputError: it is another.
    """
    acts = read.get("acts")
    if not isinstance(acts, list) or len(acts) != 1 or not isinstance(acts[0], dict):
        raise InputError("one hand-over is signed together, and nothing else")
    act = custody.decode_act(acts[0])
    if act.name != "hand_over":
        raise InputError("one hand-over is signed together, and nothing else")
    return act
