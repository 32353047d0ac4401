"""Which bytes does the next commit consist of?

A commit is one or more entries, one `received` by the recorder over them, and a checkpoint of the
whole signed by the log. The plan is made here and committed elsewhere, in this order:

    plan_commit  ->  store (durable)  ->  only then show, acknowledge or send the checkpoint

Planning the same size twice would sign two roots for it, so a plan that was not committed must be
thrown away together with its checkpoint, and nobody may have seen it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from provesafe.errors import invariant
from provesafe.ledger.canonical import Json
from provesafe.ledger.chain import RootReader
from provesafe.ledger.checkpoint import Checkpoint, sign_checkpoint
from provesafe.ledger.classes import (
    GENESIS,
    LAPSED,
    RECEIVED,
    Kind,
    key_text,
)
from provesafe.ledger.entry import (
    Body,
    Entry,
    Grade,
    Link,
    Seen,
    Statement,
    make_body,
    seal_entry,
)
from provesafe.ledger.errors import (
    ReceivedError,
    UnknownKeyError,
)
from provesafe.ledger.intake import Intake, RecordState
from provesafe.ledger.keys import (
    Signer,
    SigningKey,
    Verifier,
    encode_base64url,
)
from provesafe.ledger.tree import EMPTY_ROOT, Frontier, leaf_hash

__all__ = [
    "Commit",
    "Draft",
    "IdOf",
    "Person",
    "Signed",
    "draft_body",
    "newest_seen",
    "plan_commit",
    "plan_genesis",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom a draft rests on, by the entering device's own key."""

    id: str
    """A `P-…` id."""
    grade: Grade = "noted"


@dataclass(frozen=True, slots=True)
class IdOf:
    """Stands, in a draft's payload, for the id of an earlier entry of the same commit."""

    place: int
    """Its place among the drafts, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the laptop's own device is to enter."""

    entry_class: str
    payload: Mapping[str, Json | IdOf]
    """All fields but the common ones, in canonical JSON's limits; `IdOf` only at the top."""
    rests_on: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An entry that other devices have signed, as it came."""

    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Bytes to store in one durable act, and where the record then stands."""

    entries: tuple[Entry, ...]
    """`entry.raw` is what is stored; the last is the `received`."""
    checkpoint: bytes
    state: RecordState

    @property
    def first_index(self) -> int:
        """The leaf index of the first entry; the tree's size before this commit."""
        return self.state.tree.size - len(self.entries)

    def raw_entries(self) -> tuple[bytes, ...]:
        """Give the entries' bytes."""
        return tuple(entry.raw for entry in self.entries)


def newest_seen(state: RecordState) -> Seen:
    """Give what a device that has verified the newest checkpoint may say it saw."""
    return Seen(state.tree.size, encode_base64url(state.tree.root()))


def draft_body(draft: Draft, link: Link, *, t_ms: int) -> Body:
    """Write the body of `draft` for the device at `link`, whose clock says `t_ms`."""
    statements = [Statement(each.id, each.grade, link) for each in draft.rests_on]
    payload = {name: value for name, value in draft.payload.items() if not isinstance(value, IdOf)}
    invariant(len(payload) == len(draft.payload), "the ids a draft refers to are filled in first")
    return make_body(draft.entry_class, link=link, t_ms=t_ms, payload=payload, rests_on=statements)


def plan_genesis(
    *,
    domain: str,
    kind: Kind,
    log_key: SigningKey,
    device_signers: Sequence[Signer],
    now_ms: int,
    payload: Mapping[str, Json] | None = None,
    concerns: str = "",
) -> Commit:
    """Plan a record's first commit: its genesis and the `received` over it.

    Args:
        domain: what the origin begins with; for a demo or a training it says so.
        kind: whether this is a real record.
        log_key: the log's key; its name is the origin, known only from the genesis itself.
        device_signers: the first devices; the first of them is the recorder.
        now_ms: the laptop's clock.
        payload: further fields of the genesis.
        concerns: key name of the one among them that enters concerns and nothing else.

    Raises:
        GenesisError, MalformedEntryError, WeakKeyError, NotEncodableError: what was asked for
            cannot begin a record.
    """
    invariant(bool(device_signers), "a record begins with a device")
    keys: list[Json] = [
        {
            "name": signer.name,
            "pub": key_text(signer.public_key),
            "role": "concerns" if signer.name == concerns else "device",
        }
        for signer in sorted(device_signers, key=lambda signer: signer.name)
    ]
    fields: dict[str, Json] = {
        **(payload or {}),
        "domain": domain,
        "kind": kind,
        "keys": keys,
        "log": key_text(log_key.public_key),
    }
    recorder = device_signers[0]
    link = Link(recorder.name, 0, "", Seen(0, encode_base64url(EMPTY_ROOT)))
    body = make_body(GENESIS, link=link, t_ms=now_ms, payload=fields)
    entry = seal_entry(body, device_signers)
    intake = Intake(verifier=None, root_at=None)
    intake.admit(entry)
    return _finish(
        intake, Frontier(), [entry], _Named(intake.origin, log_key), recorder, now_ms, link.seen
    )


def plan_commit(
    state: RecordState,
    drafts: Sequence[Draft | Signed],
    *,
    log_signer: Signer,
    device_signer: Signer,
    now_ms: int,
    verifier: Verifier,
    root_at: RootReader | None = None,
    next_recorder: Signer | None = None,
) -> Commit:
    """Plan the next commit.

    Args:
        state: where the record stands.
        drafts: what is to be entered, at least one, in order.
        log_signer: the log's key, under the origin.
        device_signer: the recorder's key; signs the drafts and the `received`.
        now_ms: the laptop's clock; `received` never goes back behind the last one.
        verifier: checks what other devices signed.
        root_at: roots of earlier commits, for what other devices say they saw; without it only
            the newest and the empty tree are known.
        next_recorder: the key that the recorder's own is rotated to among the drafts, if it is.

    Raises:
        RecordFaultError: an entry that another device signed does not fit; `index` less
            `state.tree.size` is its place in `drafts`.
        NotEncodableError, MalformedEntryError: a draft cannot stand in an entry.
        ReceivedError: an entry that was signed elsewhere is a `received`.
        UnknownKeyError: a signer is not this record's.
    """
    invariant(bool(drafts), "a commit holds at least one entry")
    if device_signer.name != state.recorder or (
        device_signer.public_key != state.devices[state.recorder].key.raw
    ):
        raise UnknownKeyError(f"the key of `{device_signer.name}` is not this record's recorder")
    if log_signer.name != state.origin or log_signer.public_key != state.log_key.raw:
        raise UnknownKeyError(f"the key of `{log_signer.name}` is not this record's log key")
    seen = newest_seen(state)

    def known_root(size: int) -> str | None:
        if size == seen.size:
            return seen.root
        if size == 0:
            return encode_base64url(EMPTY_ROOT)
        return root_at(size) if root_at is not None else None

    intake = Intake.at(state, verifier=None, root_at=known_root)
    entries: list[Entry] = []
    for draft in drafts:
        if isinstance(draft, Signed):
            intake.verifier = verifier
            entries.append(intake.take(draft.raw))
            if intake.commit_start != state.tree.size:
                raise ReceivedError("only the plan itself ends a commit", index=intake.index - 1)
        else:
            invariant(draft.entry_class != RECEIVED, "only the plan itself ends a commit")
            # What this very call signs need not be verified; what a lapse quotes must be.
            intake.verifier = verifier if draft.entry_class == LAPSED else None
            signer = _recorder(intake, device_signer, next_recorder)
            link = intake.devices[signer.name].next_link(seen)
            body = draft_body(_with_ids(draft, entries), link, t_ms=now_ms)
            entry = seal_entry(body, (signer,))
            intake.admit(entry)
            entries.append(entry)
    signer = _recorder(intake, device_signer, next_recorder)
    return _finish(intake, state.tree, entries, log_signer, signer, now_ms, seen)


def _recorder(intake: Intake, *signers: Signer | None) -> Signer:
    """Which of these keys ends the commit now."""
    for signer in signers:
        if signer is not None and signer.name == intake.recorder:
            return signer
    raise UnknownKeyError(f"the key of `{intake.recorder}`, the recorder, is not at hand")


@dataclass(frozen=True, slots=True)
class _Named:
    """A key under the name that was found for it."""

    name: str
    key: SigningKey

    @property
    def public_key(self) -> bytes:
        return self.key.public_key

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


def _with_ids(draft: Draft, entries: Sequence[Entry]) -> Draft:
    """Fill in the ids of this commit's earlier entries."""
    places = [value.place for value in draft.payload.values() if isinstance(value, IdOf)]
    invariant(all(0 <= each < len(entries) for each in places), "a draft refers to an earlier one")
    payload = {
        name: entries[value.place].id if isinstance(value, IdOf) else value
        for name, value in draft.payload.items()
    }
    return replace(draft, payload=payload)


def _finish(
    intake: Intake,
    tree: Frontier,
    entries: list[Entry],
    log_signer: Signer,
    recorder: Signer,
    now_ms: int,
    seen: Seen,
) -> Commit:
    """Add the `received` and sign what the record then is."""
    payload: dict[str, Json] = {
        "from": tree.size,
        "to": intake.index,
        "ms": max(now_ms, intake.last_ms),
    }
    link = intake.devices[recorder.name].next_link(seen)
    body = make_body(RECEIVED, link=link, t_ms=now_ms, payload=payload)
    entry = seal_entry(body, (recorder,))
    intake.verifier = None
    intake.admit(entry)
    entries.append(entry)
    grown = tree.extend(leaf_hash(each.raw) for each in entries)
    state = intake.state(grown)
    checkpoint = Checkpoint(origin=state.origin, tree_size=grown.size, root_hash=grown.root())
    return Commit(
        entries=tuple(entries), checkpoint=sign_checkpoint(checkpoint, log_signer), state=state
    )
