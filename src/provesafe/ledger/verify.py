"""Is this record the one that was made, and where was it altered?

One pass over every byte, in leaf order, holding no more than one commit in memory:

1. each entry by the questions of `intake`: form, signatures, chains, `seen`, class;
2. at each `received`: the tree is rehashed from the entries' bytes;
3. the checkpoint stored for that commit: form, the log's signature, size, root;
4. checkpoints that the caller holds from elsewhere (a phone, a print): same root at their size;
5. nothing left over: no entry behind the last checkpoint, no checkpoint behind the last entry.

The first thing that is wrong is raised with its own code and the index of the entry; a few entries
behind it are read to say more exactly what happened. What no pass over a record can show: that
something was never entered, that what was entered is true, and that the newest checkpoint is the
newest one that was ever made. The last is what `held` is for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, islice

from provesafe.ledger.chain import Device
from provesafe.ledger.checkpoint import Checkpoint, open_checkpoint
from provesafe.ledger.classes import Enrolment, Kind, Received, Revocation, Role, Rotation
from provesafe.ledger.devices.times import Bound, TimeReport, Times, Window, read_clock
from provesafe.ledger.entry import GRADES, Body, Grade, Lapse, parse_body
from provesafe.ledger.errors import (
    BodyChangedError,
    ChainHoleError,
    CheckpointMissingError,
    CheckpointSizeError,
    EntryOrderError,
    ForkError,
    GenesisError,
    OriginError,
    RecordFaultError,
    RootMismatchError,
    SeenError,
    SignatureChangedError,
    SignatureError,
    TruncatedError,
    UnknownKeyError,
    UnsealedError,
)
from provesafe.ledger.intake import Intake
from provesafe.ledger.keys import Verifier, encode_base64url
from provesafe.ledger.note import split_note
from provesafe.ledger.shape import Shapes
from provesafe.ledger.tree import EMPTY_ROOT, Frontier, leaf_hash

__all__ = ["DeviceReport", "RecordReport", "verify_record"]

_AHEAD_MAX = 4096
"""LIMIT: entries read behind a fault to say more exactly what it is."""

_SWAP_MAX = 64
"""LIMIT: entries of a commit among which two that changed places are looked for."""

_PENDING_MAX = 4096
"""LIMIT: leaf hashes kept of one commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceReport:
    """One device that could sign, and how much it did."""

    name: str
    role: Role
    enrolled_at: int
    """Leaf index of the entry that let it in."""
    let_in_by: tuple[str, ...]
    """Key names of the devices that signed that entry beside it; empty in the genesis."""
    entries: int
    last_at: int
    """Leaf index of its newest entry: since then it is silent."""
    last_ms: int
    """When that was recorded."""
    ended: str
    """`rotated`, `retired` or `revoked`; empty where it may still sign."""
    ended_at: int
    suspect: tuple[int, ...]
    """Leaf indices of its entries that whoever revoked it calls suspect."""
    refused: tuple[int, ...]
    """Leaf indices of its entries between the moment named in the revocation and the revocation:
    they stand in the record, and were signed when the key was no longer its owner's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReport:
    """What was verified; there is one only where everything was."""

    origin: str
    kind: Kind
    tree_size: int
    root_hash: bytes
    commits: int
    signatures: int
    """Ed25519 signatures verified, the checkpoints' included."""
    by_class: tuple[tuple[str, int], ...]
    """Entries by class, in order of name."""
    by_grade: tuple[tuple[Grade, int], ...]
    """People that entries rest on, by grade: one entry may rest on several."""
    noted_by_laptop: int
    """Entries that rest on somebody by nothing but the recorder's key."""
    own_of_nobody: int
    """Times that somebody stands for an entry by a device as their own which the record gives to
    nobody: that it is theirs is said by the entry alone."""
    devices: tuple[DeviceReport, ...]
    first_ms: int
    """`ms` of the first `received`."""
    last_ms: int
    """`ms` of the last `received`."""
    held: int
    """Checkpoints held elsewhere that the record was compared with."""
    times: TimeReport


def verify_record(
    entries: Iterable[bytes],
    checkpoints: Iterable[bytes],
    *,
    verifier: Verifier,
    expected_origin: str | None = None,
    held: Sequence[Checkpoint] = (),
    every_commit: bool = True,
    bounds: Sequence[Bound] = (),
    windows: Callable[[Window], None] | None = None,
) -> RecordReport:
    """Verify a whole record from its bytes.

    Args:
        entries: every entry, in leaf order; read once.
        checkpoints: the stored checkpoints, smallest first; read once.
        verifier: the Ed25519 check.
        expected_origin: the record's name as known from elsewhere, on paper for instance.
        held: checkpoints known from elsewhere, each already opened with the log's key.
        every_commit: whether each commit must have its checkpoint, as in a production's own
            store; a bundle may keep only some of them, the last among them.
        bounds: the cosigned ones among the checkpoints, smallest first, each with the earliest
            time of a witness: entries are held against it.
        windows: told, for every entry, between which facts it lies.

    Returns:
        What was counted on the way.

    Raises:
        RecordFaultError: the first thing that is wrong. Keep the bytes and tell a person.
    """
    times = Times(bounds, each=windows)
    run = _Run(verifier, iter(checkpoints), every_commit, expected_origin, held, times)
    remaining, intake, shapes = iter(entries), run.intake, Shapes()
    for raw in remaining:
        known = shapes.match(raw)
        if known is not None and intake.take_known(known):
            shape, device = known.shape, known.device
            index = intake.index - 1
            times.entry(index, device, known.clock, seen_size=known.size, received=shape.received)
            run.count(raw, shape.entry_class, shape.grades, devices=(device,))
            run.own_of_nobody += bool(known.own) and not intake.devices[device].person
            continue
        try:
            entry = intake.take(raw)
        except RecordFaultError as error:
            raise _more_exactly(error, raw, remaining, intake.devices) from None
        shapes.learn(raw, entry)
        body, grades = entry.body, tuple(each.grade for each in entry.body.statements)
        quoted = len(body.own.proposal.signatures) if isinstance(body.own, Lapse) else 0
        run.signatures += len(entry.signatures) - 1 + quoted
        times.entry(
            intake.index - 1,
            body.device,
            read_clock(body.fields),
            seen_size=body.links[0].seen.size,
            received=isinstance(body.own, Received),
        )
        run.note_key_act(body)
        run.count(raw, body.entry_class, grades, devices=_signing(body))
        run.own_of_nobody += sum(
            one.grade == "own" and not intake.devices[one.link.key].person
            for one in body.statements
        )
    return run.finish()


def _signing(body: Body) -> list[str]:
    """Which devices signed an entry or the proposal it quotes, the entering one first."""
    names = [link.key for link in body.links]
    if isinstance(body.own, Lapse):
        names += [line.name for line in body.own.proposal.signatures]
    return list(dict.fromkeys(names))


class _Roots:
    """The roots of all commits so far, 48 bytes each: a record may have a million."""

    def __init__(self) -> None:
        self._sizes = array("Q", [0])
        self._roots = bytearray(EMPTY_ROOT)
        self._ms = array("Q", [0])
        self._newest = (0, encode_base64url(EMPTY_ROOT))

    def add(self, size: int, root: bytes, ms: int) -> None:
        self._sizes.append(size)
        self._ms.append(ms)
        self._roots += root
        self._newest = (size, encode_base64url(root))

    def at(self, size: int) -> bytes | None:
        place = bisect_left(self._sizes, size)
        if place == len(self._sizes) or self._sizes[place] != size:
            return None
        return bytes(self._roots[32 * place : 32 * place + 32])

    def ms_at(self, size: int) -> int | None:
        """Say when the commit that ended at this size was recorded."""
        place = bisect_left(self._sizes, size)
        if place == len(self._sizes) or self._sizes[place] != size:
            return None
        return self._ms[place]

    def ms_behind(self, index: int) -> int:
        """Say when the leaf of this index was recorded."""
        return self._ms[min(bisect_left(self._sizes, index + 1), len(self._ms) - 1)]

    def text_at(self, size: int) -> str | None:
        if size == self._newest[0]:
            return self._newest[1]
        root = self.at(size)
        return encode_base64url(root) if root is not None else None


@dataclass(slots=True)
class _Run:
    """One pass over one record."""

    verifier: Verifier
    checkpoints: Iterator[bytes]
    every_commit: bool
    expected_origin: str | None
    held: Sequence[Checkpoint]
    times: Times
    roots: _Roots = field(default_factory=_Roots)
    intake: Intake = field(init=False)
    tree: Frontier = field(default_factory=Frontier)
    leaves: list[bytes] = field(default_factory=list)
    """Leaf hashes that `tree` does not hold yet."""
    ahead: Checkpoint | None = None
    """A stored checkpoint that has been opened and not been reached."""
    ended: int = 0
    """Size at the end of the last commit."""
    sealed: int = 0
    """Size of the last checkpoint that was compared."""
    commits: int = 0
    signatures: int = 0
    first_ms: int = 0
    noted_by_laptop: int = 0
    own_of_nobody: int = 0
    signed: dict[str, array[int]] = field(default_factory=dict)
    """By key name, the leaf indices of what it signed."""
    let_in_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    revoked: dict[str, Revocation] = field(default_factory=dict)
    classes: Counter[str] = field(default_factory=Counter)
    grades: Counter[Grade] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.intake = Intake(verifier=self.verifier, root_at=self.roots.text_at)

    def note_key_act(self, body: Body) -> None:
        """Remember who let a key in, and from where one is suspect."""
        match body.own:
            case Enrolment() | Rotation():
                new = body.own.key.name
                self.let_in_by[new] = tuple(name for name in body.signers() if name != new)
            case Revocation():
                self.revoked[body.own.name] = body.own
            case _:
                pass

    def count(
        self, raw: bytes, entry_class: str, grades: Sequence[Grade], *, devices: Sequence[str]
    ) -> None:
        """Note an entry that was taken; at the end of a commit, compare its checkpoint.

        `devices` are those that signed it, the entering one first.
        """
        intake = self.intake
        for name in devices:
            if name not in self.signed:
                self.signed[name] = array("Q")
            self.signed[name].append(intake.index - 1)
        self.leaves.append(leaf_hash(raw))
        self.classes[entry_class] += 1
        self.signatures += 1
        for grade in grades:
            self.grades[grade] += 1
        # What is noted rests on the entering device's key, so one comparison is enough.
        self.noted_by_laptop += "noted" in grades and devices[0] == intake.recorder
        if intake.index == 1 and self.expected_origin not in (None, intake.origin):
            raise OriginError(f"the record is `{intake.origin}`, not the one asked for")
        if intake.commit_start == intake.index:
            self._end_commit()
        elif len(self.leaves) == _PENDING_MAX:
            self.tree = self.tree.extend(self.leaves)
            self.leaves.clear()

    def finish(self) -> RecordReport:
        """Check that nothing is left over, and report."""
        size = self.intake.index
        if self.ahead is None:
            raw = next(self.checkpoints, None)
            if raw is not None and size == 0:
                raise TruncatedError("the record has a checkpoint and no entries", index=0)
            if raw is not None:
                self.ahead = self._open(raw, None)
        if self.ahead is not None:
            signed = self.ahead.tree_size
            if signed > size:
                raise TruncatedError(f"the record ends here and {signed} were signed", index=size)
            raise CheckpointSizeError("no commit ends at this size", tree_size=signed)
        if size == 0:
            raise GenesisError("the record is empty")
        if self.sealed < size:
            raise UnsealedError(
                "no checkpoint vouches for the entries from here", index=self.sealed
            )
        for checkpoint in self.held:
            self._compare_held(checkpoint, size)
        return self._report(size)

    def _end_commit(self) -> None:
        grown = self.tree.extend(self.leaves)
        root, size = grown.root(), grown.size
        self.roots.add(size, root, self.intake.last_ms)
        self.times.commit(size, self.intake.last_ms, self.roots.ms_at)
        self.commits += 1
        if self.commits == 1:
            self.first_ms = self.intake.last_ms
        if self.ahead is None:
            raw = next(self.checkpoints, None)
            self.ahead = self._open(raw, size) if raw is not None else None
        signed = self.ahead
        if signed is not None and signed.tree_size < size:
            raise CheckpointSizeError("no commit ends at this size", tree_size=signed.tree_size)
        if signed is not None and signed.tree_size == size:
            if signed.root_hash != root:
                raise _root_fault(self.tree, self.leaves, signed, self.ended)
            self.ahead, self.sealed = None, size
        elif self.every_commit and signed is not None:
            raise CheckpointMissingError("this commit has no checkpoint", tree_size=size)
        self.tree, self.ended = grown, size
        self.leaves.clear()

    def _open(self, raw: bytes, size: int | None) -> Checkpoint:
        if self.intake.log_key is None:
            raise GenesisError("a commit ends before the record begins")
        try:
            checkpoint = open_checkpoint(raw, self.intake.log_key, self.verifier)
        except RecordFaultError as error:
            error.tree_size = size if self.every_commit else None
            raise
        self.signatures += 1
        return checkpoint

    def _compare_held(self, checkpoint: Checkpoint, size: int) -> None:
        if checkpoint.origin != self.intake.origin:
            raise OriginError(f"a checkpoint held elsewhere is of `{checkpoint.origin}`")
        if checkpoint.tree_size > size:
            raise TruncatedError(
                f"the record ends here and a checkpoint held elsewhere has {checkpoint.tree_size}",
                index=size,
            )
        if self.roots.at(checkpoint.tree_size) != checkpoint.root_hash:
            raise ForkError(
                "a checkpoint held elsewhere has another root", tree_size=checkpoint.tree_size
            )

    def _report(self, size: int) -> RecordReport:
        intake = self.intake
        return RecordReport(
            origin=intake.origin,
            kind=intake.kind,
            tree_size=size,
            root_hash=self.tree.root(),
            commits=self.commits,
            signatures=self.signatures,
            by_class=tuple(sorted(self.classes.items())),
            by_grade=tuple((grade, self.grades[grade]) for grade in GRADES),
            noted_by_laptop=self.noted_by_laptop,
            own_of_nobody=self.own_of_nobody,
            devices=tuple(
                self._device(name, device) for name, device in sorted(intake.devices.items())
            ),
            first_ms=self.first_ms,
            last_ms=intake.last_ms,
            held=len(self.held),
            times=self.times.report(),
        )

    def _device(self, name: str, device: Device) -> DeviceReport:
        signed = self.signed.get(name, array("Q"))
        revoked = self.revoked.get(name)
        suspect: tuple[int, ...] = ()
        refused: tuple[int, ...] = ()
        if revoked is not None:
            first, middle = (
                bisect_left(signed, at) for at in (revoked.suspect_from, revoked.refused_from)
            )
            suspect, refused = tuple(signed[first:middle]), tuple(signed[middle:])
        last_at = signed[-1] if signed else device.enrolled_at
        return DeviceReport(
            name=name,
            role=device.role,
            enrolled_at=device.enrolled_at,
            let_in_by=self.let_in_by.get(name, ()),
            entries=device.seq + 1,
            last_at=last_at,
            last_ms=self.roots.ms_behind(last_at),
            ended=device.ended,
            ended_at=device.ended_at,
            suspect=suspect,
            refused=refused,
        )


def _root_fault(
    tree: Frontier, leaves: Sequence[bytes], signed: Checkpoint, start: int
) -> RecordFaultError:
    """Say which two entries changed places, if that is what happened."""
    for first, second in combinations(range(min(len(leaves), _SWAP_MAX)), 2):
        swapped = list(leaves)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        if tree.extend(swapped).root() == signed.root_hash:
            return EntryOrderError(
                f"it and entry {tree.size + second} have changed places", index=tree.size + first
            )
    return RootMismatchError(
        f"the entries from here to {signed.tree_size - 1} are not those that were signed",
        index=start,
        tree_size=signed.tree_size,
    )


def _more_exactly(
    error: RecordFaultError,
    raw: bytes,
    remaining: Iterator[bytes],
    devices: Mapping[str, Device],
) -> RecordFaultError:
    """Read on a little to tell a changed text from a changed signature, a hole from a swap."""
    match error:
        case SignatureError():
            return _which_part(error, raw, remaining, devices)
        case ChainHoleError():
            return _whether_moved(error, raw, remaining)
        case SeenError() | UnknownKeyError():
            return _whether_missing(error, raw, remaining, devices)
        case _:
            return error


def _whether_missing(
    error: RecordFaultError,
    raw: bytes,
    remaining: Iterator[bytes],
    devices: Mapping[str, Device],
) -> RecordFaultError:
    """A commit or a key that nobody knows may be one whose entries were left out."""
    met: set[str] = set()
    for later in _bodies(chain((raw,), remaining)):
        for link in later.links:
            device = devices.get(link.key)
            if device is None or link.key in met:
                continue
            met.add(link.key)
            if link.seq > device.seq + 1:
                return ChainHoleError(
                    f"entry {device.seq + 1} of `{link.key}` is not there", index=error.index
                )
    return error


def _which_part(
    error: SignatureError,
    raw: bytes,
    remaining: Iterator[bytes],
    devices: Mapping[str, Device],
) -> RecordFaultError:
    """Ask the next entry of the same device, which names the body that its device signed."""
    body = _body_of(raw)
    device = devices.get(body.device) if body is not None else None
    if body is None or device is None:
        return error
    for later in _bodies(remaining):
        for link in later.links:
            if link.key == body.device and link.seq == device.seq + 2:
                if link.prev == body.id:
                    return SignatureChangedError(
                        "its signature has been changed; its text has not", index=error.index
                    )
                return BodyChangedError("its text has been changed", index=error.index)
    return error


def _whether_moved(
    error: ChainHoleError, raw: bytes, remaining: Iterator[bytes]
) -> RecordFaultError:
    """An entry that is not where it must be may stand further on."""
    body = _body_of(raw)
    if body is None or error.index is None:
        return error
    wanted = {(link.key, link.seq - 1, link.prev) for link in body.links}
    for ahead, later in enumerate(_bodies(remaining), start=error.index + 1):
        if any((link.key, link.seq, later.id) in wanted for link in later.links):
            return EntryOrderError(
                f"it follows entry {ahead}, which stands behind it", index=error.index
            )
    return error


def _bodies(remaining: Iterator[bytes]) -> Iterator[Body]:
    for raw in islice(remaining, _AHEAD_MAX):
        body = _body_of(raw)
        if body is not None:
            yield body


def _body_of(raw: bytes) -> Body | None:
    try:
        return parse_body(split_note(raw)[0])
    except RecordFaultError:
        return None
