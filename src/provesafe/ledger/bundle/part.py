"""Some entries of a record, each with its proof: what one person takes away, whole in itself.

    part              provesafe.part/v1, the origin, and whom it is about: three lines
    checkpoint        the newest, with its cosignatures
    policy            the production's own policy, if it has one
    entries/<index>   an entry's bytes, as signed
    proofs/<index>    its receipt under that checkpoint, as tlog-proof text
    disclosures.jsonl what is told of the person beside the entries, if anything
    reading.txt       the same in plain words, for whoever has no program; not checked

Nothing of it needs a key of the production to be made. The genesis and every `key` entry are among
the entries, so that the keys are known; and for each other entry the `received` that says when it
was recorded. Every file but the words is accounted for. What it cannot show is that nothing was
left out of it: for that one needs the whole record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from provesafe.ledger.bundle.errors import (
    DisclosureFaultError,
    FileExtraError,
    FileMissingError,
    FileNameError,
    FileSizeError,
)
from provesafe.ledger.bundle.manifest import CHECKPOINT, DISCLOSURES, POLICY
from provesafe.ledger.bundle.pack import Disclosed, write_disclosures
from provesafe.ledger.canonical import decode_canonical
from provesafe.ledger.checkpoint import Checkpoint, open_checkpoint
from provesafe.ledger.classes import (
    PERSON_ID,
    Enrolment,
    Genesis,
    Kind,
    Received,
    Retirement,
    Revocation,
    Rotation,
)
from provesafe.ledger.devices.rules import check_owners
from provesafe.ledger.disclosure import disclosure_digest
from provesafe.ledger.entry import Entry, Lapse, parse_entry
from provesafe.ledger.errors import (
    ChainRepeatError,
    GenesisError,
    KeyEndedError,
    NotCanonicalError,
    OriginError,
    ReceivedError,
    RecordFaultError,
    SignatureError,
    UnknownKeyError,
)
from provesafe.ledger.intake import origin_of
from provesafe.ledger.keys import NOTE_SIGNATURE, PublicKey, Verifier, accepts
from provesafe.ledger.note import NOTE_BYTES_MAX
from provesafe.ledger.tree import inclusion_proof, indexed_subtrees
from provesafe.ledger.witness.cosignature import Cosignature, open_cosignatures
from provesafe.ledger.witness.policy import POLICY_BYTES_MAX, Policy, Quorum
from provesafe.ledger.witness.receipt import open_receipt, write_receipt

__all__ = [
    "PART",
    "READING",
    "PartEntry",
    "PartFiles",
    "PartReport",
    "is_part",
    "pack_part",
    "verify_part",
]

PART, READING = "part", "reading.txt"

_HEAD = "provesafe.part/v1"
_INDEX = r"(0|[1-9][0-9]{0,15})"
_KINDS = (
    (re.compile(PART), 1000),
    (re.compile(CHECKPOINT), NOTE_BYTES_MAX),
    (re.compile(POLICY), POLICY_BYTES_MAX),
    (re.compile(rf"entries/{_INDEX}"), NOTE_BYTES_MAX),
    (re.compile(rf"proofs/{_INDEX}"), NOTE_BYTES_MAX),
    (re.compile(re.escape(DISCLOSURES)), 2**24),
    (re.compile(re.escape(READING)), 2**24),
)
_ABOUT = re.compile(PERSON_ID)


class PartFiles:
    """The files of a part by path, held in memory: a person's share of a record is small."""

    def __init__(self, sizes: Mapping[str, int], read: Mapping[str, bytes]) -> None:
        """
        Args:
            sizes: lengths as they were listed.
            read: contents.
        """
        self.sizes = sizes
        self.read = read


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry:
    """One entry of a part, verified."""

    leaf: int
    entry: Entry
    recorded_ms: int
    """When it was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReport:
    """What was verified; there is one only where everything was."""

    origin: str
    kind: Kind
    about: str
    """The person's id."""
    tree_size: int
    root_hash: bytes
    entries: tuple[PartEntry, ...]
    """In leaf order, those of the class `received` left out."""
    signatures: int
    cosigned: tuple[Cosignature, ...]
    quorum: Quorum | None
    disclosed: tuple[tuple[int, str], ...]
    """Leaf index and disclosure."""


def is_part(sizes: Mapping[str, int]) -> bool:
    """Say whether these files, by their `sizes`, are of a part rather than of a whole bundle."""
    return PART in sizes


def pack_part(
    entries: Mapping[int, bytes],
    leaves: Sequence[bytes],
    *,
    about: str,
    origin: str,
    checkpoint: bytes,
    policy: bytes | None = None,
    disclosed: Sequence[Disclosed] = (),
    reading: str = "",
) -> Iterator[tuple[str, bytes]]:
    """Give the files of a part, one after another.

    Args:
        entries: those that go along, by leaf index; the genesis, every `key` entry and the
            `received` of each among them.
        leaves: the leaf hashes of the whole tree that the checkpoint signs.
        about: the person's id.
        origin: the record's name.
        checkpoint: the newest, with whatever cosignatures it has.
        policy: the production's own policy file, if it has one.
        disclosed: what is told of the person beside the entries.
        reading: the same in plain words.
    """
    yield PART, f"{_HEAD}\n{origin}\n{about}\n".encode("ascii")
    yield CHECKPOINT, checkpoint
    if policy is not None:
        yield POLICY, policy
    subtree = indexed_subtrees(leaves)
    for index in sorted(entries):
        yield f"entries/{index}", entries[index]
        proof = inclusion_proof(index, len(leaves), subtree)
        yield f"proofs/{index}", write_receipt(index, proof, checkpoint)
    if disclosed:
        yield DISCLOSURES, write_disclosures(disclosed)
    if reading:
        yield READING, reading.encode("utf-8")


def verify_part(
    files: PartFiles,
    *,
    verifier: Verifier,
    policy: Policy | None = None,
    expected_origin: str | None = None,
) -> PartReport:
    """Verify a part from its bytes.

    Args:
        files: all of them.
        verifier: the Ed25519 check.
        policy: whose cosignatures the reader counts.
        expected_origin: the record's name as known from elsewhere.

    Raises:
        RecordFaultError: the first thing that is wrong, with `file`.
        OriginError: it is of another record than the one asked for.
        FileMissingError, FileExtraError: a file is not there, or of no use.
    """
    _check_names(files.sizes)
    run = _Run(files=files.read, verifier=verifier)
    about = run.begin()
    if expected_origin not in (None, run.log_key.name):
        raise OriginError(f"this is of `{run.log_key.name}`, not of the record asked for")
    entries = [run.take(index) for index in run.indices]
    run.check_recorded(entries)
    witnesses = tuple(policy.witnesses.values()) if policy is not None else ()
    cosigned = open_cosignatures(files.read[CHECKPOINT], witnesses, verifier)
    return PartReport(
        origin=run.log_key.name,
        kind=run.kind,
        about=about,
        tree_size=run.checkpoint.tree_size,
        root_hash=run.checkpoint.root_hash,
        entries=tuple(
            PartEntry(leaf=index, entry=entry, recorded_ms=run.recorded[index])
            for index, entry in zip(run.indices, entries, strict=True)
            if not isinstance(entry.body.own, Received)
        ),
        signatures=run.signatures,
        cosigned=cosigned,
        quorum=policy.judge({one.key.raw for one in cosigned}) if policy is not None else None,
        disclosed=tuple(run.disclosed(dict(zip(run.indices, entries, strict=True)))),
    )


def _check_names(sizes: Mapping[str, int]) -> None:
    for path in sorted(sizes):
        limit = next((limit for pattern, limit in _KINDS if pattern.fullmatch(path)), None)
        if limit is None:
            raise FileNameError("no such file belongs in a person's record", file=path[:200])
        if sizes[path] > limit:
            raise FileSizeError(f"it is longer than the {limit} bytes it may have", file=path)
    for one, other in (("entries/", "proofs/"), ("proofs/", "entries/")):
        for path in sizes:
            if path.startswith(one) and other + path.removeprefix(one) not in sizes:
                raise FileExtraError("an entry and its proof go together", file=path)
    for path in (PART, CHECKPOINT, "entries/0"):
        if path not in sizes:
            raise FileMissingError("it is not there", file=path)


@dataclass(slots=True, kw_only=True)
class _Run:
    """One pass over one part."""

    files: Mapping[str, bytes]
    verifier: Verifier
    log_key: PublicKey = field(default_factory=lambda: PublicKey("", NOTE_SIGNATURE, b""))
    kind: Kind = "real"
    checkpoint: Checkpoint = field(init=False)
    indices: tuple[int, ...] = ()
    keys: dict[str, PublicKey] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    """By key name, whose own device it is."""
    ended: dict[str, int] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    recorded: dict[int, int] = field(default_factory=dict)
    signatures: int = 0

    def begin(self) -> str:
        """Find the log's key in the genesis; open the checkpoint; give whom it is about."""
        numbers = (path.partition("/")[2] for path in self.files if path.startswith("entries/"))
        self.indices = tuple(sorted(int(each) for each in numbers))
        genesis = self._parse(0).body
        if not isinstance(genesis.own, Genesis):
            raise GenesisError("a record begins with its genesis", file="entries/0", index=0)
        self.kind = genesis.own.kind
        origin = origin_of(genesis.own, genesis)
        self.log_key = PublicKey(origin, NOTE_SIGNATURE, genesis.own.log_key)
        try:
            self.checkpoint = open_checkpoint(self.files[CHECKPOINT], self.log_key, self.verifier)
        except RecordFaultError as error:
            error.file = CHECKPOINT
            raise
        self.signatures += 1
        lines = self.files[PART].decode("latin-1").split("\n")
        if lines != [_HEAD, origin, *lines[2:3], ""] or not _ABOUT.fullmatch(lines[2]):
            raise OriginError("it is not the first file of a part of this record", file=PART)
        return lines[2]

    def take(self, index: int) -> Entry:
        """Verify one entry: its place in the tree, its signatures by keys known here."""
        entry = self._parse(index)
        path = f"proofs/{index}"
        try:
            receipt = open_receipt(
                self.files[path], entry.raw, log_key=self.log_key, verifier=self.verifier
            )
            self.signatures += 1
            same = self.files[path].partition(b"\n\n")[2] == self.files[CHECKPOINT]
            if receipt.leaf_index != index or not same:
                raise FileExtraError("it is not the proof of this entry under the checkpoint here")
            self._check_signatures(entry, index)
        except RecordFaultError as error:
            error.file, error.index = error.file or path, index
            raise
        return entry

    def check_recorded(self, entries: Iterable[Entry]) -> None:
        """See that each entry has the `received` that says when it was recorded."""
        for entry in entries:
            own = entry.body.own
            if isinstance(own, Received):
                self.recorded |= dict.fromkeys(range(own.first, own.end + 1), own.ms)
        for index in self.indices:
            if index not in self.recorded:
                raise ReceivedError(
                    "nothing here says when it was recorded", file=f"entries/{index}", index=index
                )

    def disclosed(self, entries: Mapping[int, Entry]) -> Iterator[tuple[int, str]]:
        """Hold what is told beside the entries against their digests."""
        data = self.files.get(DISCLOSURES, b"")
        found = []
        for line in data.split(b"\n")[:-1]:
            try:
                fields = decode_canonical(line)
            except NotCanonicalError:
                fields = None
            match fields:
                case {"disclosure": str(text), "entry": int(index), **rest} if not rest:
                    digests = entries[index].fields.get("sd") if index in entries else None
                    whole = isinstance(digests, list) and text.isascii()
                    if whole and isinstance(digests, list) and disclosure_digest(text) in digests:
                        found.append(Disclosed(index=index, text=text))
                        continue
            raise DisclosureFaultError("it fits no digest of an entry here", file=DISCLOSURES)
        if data and write_disclosures(found) != data:
            raise DisclosureFaultError("its lines do not stand in order", file=DISCLOSURES)
        return ((one.index, one.text) for one in found)

    def _parse(self, index: int) -> Entry:
        try:
            return parse_entry(self.files[f"entries/{index}"])
        except RecordFaultError as error:
            error.file, error.index = f"entries/{index}", index
            raise

    def _check_signatures(self, entry: Entry, index: int) -> None:
        match entry.body.own:
            case Genesis() as genesis:
                self.keys |= {key.name: key for key in genesis.keys}
            case Enrolment(key=key, person=person):
                self.keys.setdefault(key.name, key)
                self.owners.setdefault(key.name, person)
            case Rotation(key=key, old=old):
                self.keys.setdefault(key.name, key)
                self.owners.setdefault(key.name, self.owners.get(old, ""))
            case _:
                pass
        signed = [(entry.body.raw, line) for line in entry.signatures]
        if isinstance(entry.body.own, Lapse):
            quoted = entry.body.own.proposal
            check_owners(quoted.body.statements, self.owners)
            signed += [(quoted.body.raw, line) for line in quoted.signatures]
        for text, line in signed:
            found = self.keys.get(line.name)
            if found is None or found.key_id != line.key_id:
                raise UnknownKeyError(f"`{line.name}` signed and nothing here says whose key it is")
            if line.name in self.ended:
                raise KeyEndedError(f"`{line.name}` was ended at entry {self.ended[line.name]}")
            if not accepts(self.verifier, found.raw, line.value, text):
                raise SignatureError(f"the signature of `{line.name}` does not verify")
            self.signatures += 1
        check_owners(entry.body.statements, self.owners)
        for link in entry.body.links:
            if link.seq <= self.seqs.get(link.key, -1):
                raise ChainRepeatError(f"`{link.key}` is at {link.seq} again")
            self.seqs[link.key] = link.seq
        match entry.body.own:
            case Rotation(old=name) | Retirement(name=name) | Revocation(name=name):
                self.ended[name] = index
            case _:
                pass
