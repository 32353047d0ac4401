"""May these bytes be the record's next entry?

The same questions for the one who writes a record and the one who verifies it, in this order:

1. form: a signed note around a canonical body with the fields its class asks for;
2. signatures: every line by an enrolled key, and each verifies;
3. chains: the entry follows in the chain of every device that signed it;
4. seen: each device saw a checkpoint of this record, from before this commit;
5. class: a genesis only first; keys let in and ended by whoever may (`devices.rules`); `received`
   where its commit ends.

`Intake` is a working object for the length of one call; what lasts between calls is `RecordState`,
which stands at the end of a commit.
"""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from provesafe.errors import InvariantBroken, invariant
from provesafe.ledger.chain import Device, RootReader, check_seen, follow
from provesafe.ledger.classes import (
    Enrolment,
    Genesis,
    KeyAct,
    Kind,
    Received,
    Retirement,
    Revocation,
    Rotation,
)
from provesafe.ledger.devices.rules import check_arrival, check_key_act, check_owners, ended_by
from provesafe.ledger.entry import Body, Entry, Lapse, Own, parse_entry
from provesafe.ledger.errors import (
    ConcernsKeyError,
    EntryExtraError,
    EntryMissingError,
    GenesisError,
    KeyEndedError,
    ReceivedError,
    RecordFaultError,
    SignatureError,
    TimeBackError,
    UnknownKeyError,
)
from provesafe.ledger.keys import NOTE_SIGNATURE, PublicKey, Verifier, accepts, encode_base64url
from provesafe.ledger.note import NoteSignature
from provesafe.ledger.shape import Known
from provesafe.ledger.tree import Frontier

__all__ = ["Intake", "RecordState", "origin_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """All that the next entry is judged by, at the end of a commit."""

    origin: str
    kind: Kind
    log_key: PublicKey
    recorder: str
    """Key name of the device that ends each commit with `received`: the laptop's own."""
    devices: Mapping[str, Device]
    """By key name; never changed in place."""
    tree: Frontier
    last_ms: int
    """`ms` of the newest `received`."""
    signers: int = 1
    """How many enrolled devices let a further one in; the genesis says so."""


@dataclass(frozen=False, slots=True)
class Intake:
    """Takes entries one after another and refuses the first that does not fit."""

    verifier: Verifier | None
    """None where the entries were verified before, as at the start of a writer."""
    root_at: RootReader | None
    """None likewise."""
    origin: str = ""
    kind: Kind = "real"
    log_key: PublicKey | None = None
    recorder: str = ""
    devices: dict[str, Device] = field(default_factory=dict)
    index: int = 0
    """Leaf index of the next entry."""
    commit_start: int = 0
    """Leaf index of the first entry since the last commit."""
    last_ms: int = 0
    signers: int = 1

    @classmethod
    def at(
        cls, state: RecordState, *, verifier: Verifier | None, root_at: RootReader | None
    ) -> Intake:
        """Go on from the end of a commit."""
        return cls(
            verifier=verifier,
            root_at=root_at,
            origin=state.origin,
            kind=state.kind,
            log_key=state.log_key,
            recorder=state.recorder,
            devices=dict(state.devices),
            index=state.tree.size,
            commit_start=state.tree.size,
            last_ms=state.last_ms,
            signers=state.signers,
        )

    def state(self, tree: Frontier) -> RecordState:
        """Give what lasts; only at the end of a commit."""
        invariant(self.index == self.commit_start == tree.size, "the state is taken after a commit")
        if self.log_key is None:
            raise InvariantBroken("a record begins before its state is asked for")
        return RecordState(
            origin=self.origin,
            kind=self.kind,
            log_key=self.log_key,
            recorder=self.recorder,
            devices=dict(self.devices),
            tree=tree,
            last_ms=self.last_ms,
            signers=self.signers,
        )

    def take(self, raw: bytes) -> Entry:
        """Take the next entry.

        Raises:
            RecordFaultError: one of its subclasses, with the entry's `index`; nothing was taken.
        """
        try:
            entry = parse_entry(raw)
            self.admit(entry)
        except RecordFaultError as error:
            if error.index is None:
                error.index = self.index
            raise
        return entry

    def take_known(self, known: Known) -> bool:
        """Take an entry that was read by its shape, if all is as it must be.

        Law: where this says yes, `take` would have taken the entry and left the same state. Where
        it says no, nothing was taken, and it is for `take` to say what is wrong.
        """
        device = self.devices.get(known.device)
        if device is None or device.ended or self.verifier is None or self.root_at is None:
            return False
        if device.role != "device" or (known.own and device.person not in ("", known.own)):
            return False
        size = known.size
        follows = known.seq == device.seq + 1 and known.prev == device.last
        if not follows or not device.seen_size <= size <= self.commit_start:
            return False
        if self.root_at(size) != known.root:
            return False
        signed = a2b_base64(known.signature)
        key = device.key
        if signed[:4] != key.key_id:
            return False
        if not accepts(self.verifier, key.raw, signed[4:], known.text):
            return False
        if known.shape.received:
            first, end, ms = known.counts
            whole = first == self.commit_start and first < end == self.index
            if not whole or ms < self.last_ms or known.device != self.recorder:
                return False
            self.commit_start, self.last_ms = end + 1, ms
        entry_id = encode_base64url(sha256(known.text).digest())
        self.devices[known.device] = device.moved(known.seq, entry_id, size)
        self.index += 1
        return True

    def admit(self, entry: Entry) -> None:
        """Take an entry that has been parsed; as `take`, but its errors carry no index."""
        body = entry.body
        changed: dict[str, Device] = {}
        own = body.own
        if (self.index == 0) != isinstance(own, Genesis):
            raise GenesisError("a record begins with its genesis and has no other")
        if isinstance(own, Lapse):
            # The proposal stands in its signers' chains, before whatever they entered since.
            self._admit_proposal(own.proposal, changed)
        self._check_alone(body)
        arriving = self._arriving(body)
        for signature in entry.signatures:
            self._check_signature(signature, body.raw, arriving)
        self._check_owners(body, arriving)
        for link in body.links:
            device = changed.get(link.key) or self.devices.get(link.key)
            if device is None:
                changed[link.key] = arriving[link.key]._replace(last=body.id)
            else:
                changed[link.key] = follow(device, link, body.id)
            if self.root_at is not None:
                check_seen(link, self.commit_start, self.root_at)
        self._take_own(body, own, changed)
        self.devices.update(changed)
        self.index += 1
        if isinstance(own, Received):
            self.commit_start, self.last_ms = self.index, own.ms

    def _check_alone(self, body: Body) -> None:
        """The key for concerns stands beside nobody and enters nothing else."""
        for link in body.links:
            device = self.devices.get(link.key)
            if device is None or device.role != "concerns":
                continue
            if len(body.links) > 1 or body.entry_class != "act" or body.statements:
                raise ConcernsKeyError(f"`{link.key}` enters concerns, alone, and nothing else")

    def _admit_proposal(self, proposal: Entry, changed: dict[str, Device]) -> None:
        self._check_alone(proposal.body)
        self._check_owners(proposal.body, {})
        signed = {line.name for line in proposal.signatures}
        for signature in proposal.signatures:
            self._check_signature(signature, proposal.body.raw, {})
        for link in proposal.body.links:
            if link.key in signed:
                changed[link.key] = follow(self.devices[link.key], link, proposal.id)
                if self.root_at is not None:
                    check_seen(link, self.commit_start, self.root_at)

    def _arriving(self, body: Body) -> dict[str, Device]:
        """Give the devices that this entry lets in, and whose keys so may sign it."""
        seen_size = body.links[0].seen.size
        match body.own:
            case Genesis():
                return {
                    key.name: Device(
                        key,
                        self.index,
                        0,
                        "",
                        seen_size,
                        body.own.next_keys.get(key.name, ""),
                        role="concerns" if key.name == body.own.concerns else "device",
                    )
                    for key in body.own.keys
                }
            case Enrolment() | Rotation():
                key = body.own.key
                if self.log_key is None:
                    raise InvariantBroken("the genesis stands first")
                check_arrival(key, device=body.device, devices=self.devices, log_key=self.log_key)
                new = Device(
                    key,
                    self.index,
                    0,
                    "",
                    seen_size,
                    body.own.next_key,
                    role=body.own.role,
                    person=self._given_to(body.own),
                )
                return {key.name: new}
            case _:
                return {}

    def _given_to(self, act: Enrolment | Rotation) -> str:
        """Whose device this is; a key that takes the place of another is its owner's."""
        if isinstance(act, Enrolment):
            return act.person
        old = self.devices.get(act.old)
        return old.person if old is not None else ""

    def _check_owners(self, body: Body, arriving: Mapping[str, Device]) -> None:
        devices = (self.devices.get(link.key) or arriving.get(link.key) for link in body.links)
        check_owners(
            body.statements, {one.key.name: one.person for one in devices if one is not None}
        )

    def _check_signature(
        self, signature: NoteSignature, text: bytes, arriving: Mapping[str, Device]
    ) -> None:
        device = self.devices.get(signature.name) or arriving.get(signature.name)
        if device is None or device.key.key_id != signature.key_id:
            raise UnknownKeyError(f"`{signature.name}` signed and no such key is enrolled here")
        if device.ended:
            raise KeyEndedError(f"`{signature.name}` was {device.ended} at entry {device.ended_at}")
        key = device.key
        if self.verifier is None:
            return
        if not accepts(self.verifier, key.raw, signature.value, text):
            raise SignatureError(f"the signature of `{signature.name}` does not verify")

    def _take_own(self, body: Body, own: Own, changed: dict[str, Device]) -> None:
        match own:
            case Genesis():
                self.origin = origin_of(own, body)
                self.kind = own.kind
                self.log_key = PublicKey(self.origin, NOTE_SIGNATURE, own.log_key)
                self.recorder = body.device
                self.signers = own.signers
            case Received():
                self._check_received(body, own)
            case Enrolment() | Rotation() | Retirement() | Revocation():
                self._take_key_act(body, own, changed)
            case _:
                pass

    def _take_key_act(self, body: Body, act: KeyAct, changed: dict[str, Device]) -> None:
        check_key_act(
            act,
            signing=[link.key for link in body.links if link.key in self.devices],
            devices=self.devices,
            index=self.index,
            signers=self.signers,
            recorder=self.recorder,
        )
        if isinstance(act, Enrolment):
            return
        name = act.old if isinstance(act, Rotation) else act.name
        ended = ended_by(act, changed.get(name) or self.devices[name], index=self.index)
        changed[name] = ended
        if isinstance(act, Rotation) and name == self.recorder:
            self.recorder = act.key.name

    def _check_received(self, body: Body, own: Received) -> None:
        if body.device != self.recorder:
            raise ReceivedError(f"`{body.device}` is not the device that records what is received")
        if own.first != self.commit_start or own.end <= own.first:
            raise ReceivedError(
                f"`received` counts from {own.first} and the last one ended at {self.commit_start}"
            )
        found, counted = self.index - own.first, own.end - own.first
        if own.end != self.index:
            fault = EntryMissingError if counted > found else EntryExtraError
            raise fault(
                f"{counted} entries were received from here on and {found} are here",
                index=own.first,
            )
        if own.ms < self.last_ms:
            raise TimeBackError("it says it was received before the entries that stand before it")


def origin_of(genesis: Genesis, body: Body) -> str:
    """Name a record after the hash of its genesis: one made anew cannot have the old name."""
    return f"{genesis.domain}/log/{sha256(body.raw).hexdigest()[:32]}"
