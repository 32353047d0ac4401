"""Is this bundle whole, is its record the one that was made, and who besides its maker says so?

Every byte of every file is accounted for:

1. names and lengths, before anything is read: each file is of a known kind and within its limit;
2. the genesis, for the log's key; with it the newest checkpoint, the kept ones and the manifest;
3. the files are those the record's size asks for and those the manifest lists, no more, no fewer;
4. the record itself, entry by entry, as `verify_record` does;
5. each tile is made anew from the entries and held against its file;
6. disclosures fit the digests in their entries; texts fit the digest they are kept under;
7. every file hashes to what the manifest was signed over;
8. the cosignatures on each kept checkpoint, counted by a policy.

The first thing that is wrong in the record is named with file and entry; what is wrong with the
files around it is named where the record is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from provesafe.ledger.bundle.errors import (
    DisclosureFaultError,
    FileChangedError,
    FileExtraError,
    FileMissingError,
    FileSizeError,
    ManifestError,
    MediaChangedError,
    QuorumError,
    TextsChangedError,
    TileError,
)
from provesafe.ledger.bundle.manifest import (
    CHECKPOINT,
    DISCLOSURES,
    MANIFEST,
    POLICY,
    Manifest,
    check_names,
    open_manifest,
    texts_digest,
)
from provesafe.ledger.bundle.media import MEDIA, media_in
from provesafe.ledger.bundle.tiles import (
    ENTRIES,
    TILE_WIDTH,
    Tiles,
    decode_entries,
    entries_paths,
    first_leaf,
    tile_path,
    tile_paths,
)
from provesafe.ledger.canonical import Json, decode_canonical
from provesafe.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint_text
from provesafe.ledger.classes import Genesis
from provesafe.ledger.devices.times import Bound, Window
from provesafe.ledger.disclosure import disclosure_digest
from provesafe.ledger.entry import Body, parse_entry
from provesafe.ledger.errors import GenesisError, NotCanonicalError, RecordFaultError
from provesafe.ledger.intake import origin_of
from provesafe.ledger.keys import NOTE_SIGNATURE, PublicKey, Verifier
from provesafe.ledger.note import open_note, split_note
from provesafe.ledger.verify import RecordReport, verify_record
from provesafe.ledger.witness.cosignature import Cosignature, open_cosignatures
from provesafe.ledger.witness.policy import Policy, PolicyError, Quorum, parse_policy

__all__ = ["BundleFiles", "BundleReport", "Seal", "bundle_entries", "verify_bundle"]

_SD = re.compile(rb'"sd":\[((?:"[A-Za-z0-9_-]{43}",?)+)\]')
_NAMED = re.compile(rb'"(?:definitions|digest)":"([0-9a-f]{64})"')


class BundleFiles(Protocol):
    """The files of a bundle, wherever they lie: plain files only, no links."""

    def sizes(self) -> Mapping[str, int]:
        """Give every file's length in bytes by its path, nothing having been read."""
        ...

    def read(self, path: str, /) -> bytes:
        """Give a whole file; of another length than `sizes` said, it is refused."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A kept checkpoint and the witnesses that vouch for it."""

    tree_size: int
    cosigned: tuple[Cosignature, ...]
    others: int
    """Lines by keys that the policy does not name; they count for nothing."""

    @property
    def not_after_seconds(self) -> int | None:
        """The earliest witness's time: the entries under this seal were there by then."""
        return min((one.seconds for one in self.cosigned), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """What was verified; there is one only where everything was."""

    record: RecordReport
    files: int
    bytes: int
    seals: tuple[Seal, ...]
    """Smallest first; the last is the newest checkpoint."""
    quorum: Quorum | None
    """Over the newest checkpoint; None where there is no policy."""
    own_policy: bool
    """Whether the policy is the one in the bundle, which its maker chose."""
    disclosed: tuple[tuple[int, str], ...]
    """What was handed out: leaf index and disclosure."""
    withheld: int
    """Digests in the entries whose disclosures are not here; decoys are among them."""
    texts: tuple[str, ...]
    """Digests of the texts in the bundle."""
    texts_missing: tuple[str, ...]
    """Digests that entries name and that are not in the bundle."""
    media: tuple[str, ...]
    """Digests of the pictures and notes in the bundle."""
    media_missing: tuple[str, ...]
    """Digests of those that entries name and that are not in the bundle."""


def verify_bundle(
    files: BundleFiles,
    *,
    verifier: Verifier,
    policy: Policy | None = None,
    expected_origin: str | None = None,
    held: Sequence[Checkpoint] = (),
    progress: Callable[[int, int], None] | None = None,
    windows: Callable[[Window], None] | None = None,
) -> BundleReport:
    """Verify a whole bundle from its bytes.

    Args:
        files: the bundle.
        verifier: the Ed25519 check.
        policy: whose cosignatures the reader counts; None takes the bundle's own, if it has one.
        expected_origin: the record's name as known from elsewhere.
        held: checkpoints known from elsewhere, each already opened with the log's key.
        progress: told, now and then, how many entries have been read, of how many.
        windows: told, for every entry, between which facts it lies.

    Raises:
        RecordFaultError: the first thing that is wrong, with `file` and, where it lies in an
            entry, `index`. Keep the bytes and tell a person.
    """
    sizes = files.sizes()
    check_names(sizes)
    run = _Run(files=files, sizes=sizes, verifier=verifier, progress=progress)
    run.begin()
    own = run.own_policy()
    judging = policy if policy is not None else own
    seals = run.open_seals(tuple(judging.witnesses.values()) if judging is not None else ())
    run.check_listing()
    bounds = [
        Bound(one.tree_size, one.not_after_seconds)
        for one in seals
        if one.not_after_seconds is not None
    ]
    record = run.check_record(expected_origin, held, bounds, windows)
    run.check_texts()
    here = run.check_media()
    run.read_rest()
    if run.faults:
        raise run.faults[0]
    quorum = None
    if judging is not None:
        quorum = _count(judging, seals[-1], run.log_key)
    return BundleReport(
        record=record,
        files=len(sizes),
        bytes=sum(sizes.values()),
        seals=seals,
        quorum=quorum,
        own_policy=policy is None and own is not None,
        disclosed=tuple(
            (index, text) for index, one in sorted(run.disclosed.items()) for text in one.values()
        ),
        withheld=run.digests - sum(len(one) for one in run.disclosed.values()),
        texts=tuple(sorted(run.texts)),
        texts_missing=tuple(sorted(run.named - run.texts.keys())),
        media=tuple(sorted(run.media.keys() & here)),
        media_missing=tuple(sorted(run.media.keys() - here)),
    )


def bundle_entries(files: BundleFiles) -> Iterator[bytes]:
    """Give a bundle's entries as they lie there, nothing verified.

    Raises:
        FileMissingError: a file of it is not there.
        RecordFaultError: the files are not those of a bundle, or do not part into entries.
    """
    sizes = files.sizes()
    check_names(sizes)
    if CHECKPOINT not in sizes:
        raise FileMissingError("it is not there", file=CHECKPOINT)
    size = parse_checkpoint_text(split_note(files.read(CHECKPOINT))[0]).tree_size
    for number, (path, count) in enumerate(entries_paths(size)):
        if path not in sizes:
            raise FileMissingError("it is not there", file=path, index=first_leaf(path))
        yield from decode_entries(files.read(path), first=number * TILE_WIDTH, count=count)


def _count(policy: Policy, newest: Seal, log_key: PublicKey) -> Quorum:
    if policy.logs and log_key not in policy.logs:
        raise QuorumError(f"the policy does not know the log `{log_key.name}`", file=CHECKPOINT)
    quorum = policy.judge({one.key.raw for one in newest.cosigned})
    if quorum.asked and not quorum.met:
        counts = ", ".join(f"`{one.name}` {one.have} of {one.need}" for one in quorum.groups)
        raise QuorumError(
            f"the newest checkpoint is cosigned by {len(quorum.cosigners)} of the policy's"
            f" {len(policy.witnesses)} witnesses, which is no quorum"
            + (f" ({counts})" if counts else ""),
            file=CHECKPOINT,
            hint="ask for a copy that the witnesses have cosigned",
        )
    return quorum


@dataclass(slots=True, kw_only=True)
class _Run:
    """One pass over one bundle."""

    files: BundleFiles
    sizes: Mapping[str, int]
    verifier: Verifier
    progress: Callable[[int, int], None] | None
    log_key: PublicKey = field(default_factory=lambda: PublicKey("", NOTE_SIGNATURE, b""))
    checkpoint: Checkpoint = field(init=False)
    notes: dict[int, bytes] = field(default_factory=dict)
    """The kept checkpoints by size; the newest is the last."""
    manifest: Manifest | None = None
    hashed: dict[str, str] = field(default_factory=dict)
    """SHA-256 in hex of each file that has been read."""
    faults: list[RecordFaultError] = field(default_factory=list)
    """What is wrong with the files; raised only where the record itself is right."""
    disclosed: dict[int, dict[str, str]] = field(default_factory=dict)
    """By leaf index and digest."""
    digests: int = 0
    named: set[str] = field(default_factory=set)
    texts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    media: dict[str, int] = field(default_factory=dict)
    """Length of each file that an entry names, by its digest."""

    def read(self, path: str) -> bytes:
        """Read a file once it is known to be there, and remember its hash."""
        if path not in self.sizes:
            raise FileMissingError("it is not there", file=path, index=first_leaf(path))
        data = self.files.read(path)
        if len(data) != self.sizes[path]:
            raise FileSizeError("it changed while it was read", file=path, index=first_leaf(path))
        self.hashed[path] = sha256(data).hexdigest()
        return data

    def begin(self) -> None:
        """Find the log's key in the genesis, and with it open the newest checkpoint."""
        first = [path for path in self.sizes if path.startswith(tile_path(ENTRIES, 0))]
        if not first:
            raise FileMissingError("it is not there", file=tile_path(ENTRIES, 0), index=0)
        path = max(first, key=lambda each: self.sizes[each])
        with _in_file(path):
            head = self.files.read(path)
            raw = head[2 : 2 + int.from_bytes(head[:2], "big")]
            genesis, body = _genesis(raw, self.verifier)
        self.log_key = PublicKey(origin_of(genesis, body), NOTE_SIGNATURE, genesis.log_key)
        with _in_file(CHECKPOINT):
            note = self.read(CHECKPOINT)
            self.checkpoint = open_checkpoint(note, self.log_key, self.verifier)
        self.disclosed = self._disclosures()
        for path in self.sizes:
            if path.startswith("seals/"):
                self._open_seal(path)
        self.notes = dict(sorted(self.notes.items())) | {self.checkpoint.tree_size: note}

    def own_policy(self) -> Policy | None:
        """Read the bundle's own policy, if there is one."""
        if POLICY not in self.sizes:
            return None
        try:
            return parse_policy(self.read(POLICY))
        except PolicyError as error:
            raise ManifestError(error.message, file=POLICY) from None

    def open_seals(self, witnesses: Sequence[PublicKey]) -> tuple[Seal, ...]:
        """Verify the cosignatures of known witnesses on every kept checkpoint."""
        seals = []
        for size, note in self.notes.items():
            with _in_file(self._note_path(size)):
                cosigned = open_cosignatures(note, witnesses, self.verifier)
                lines = len(split_note(note)[1])
            seals.append(Seal(tree_size=size, cosigned=cosigned, others=lines - 1 - len(cosigned)))
        return tuple(seals)

    def check_listing(self) -> None:
        """Hold the files against the record's size and the manifest."""
        with _in_file(MANIFEST):
            data = self.read(MANIFEST)
        wanted = set(tile_paths(self.checkpoint.tree_size))
        for size in self.notes:
            wanted |= set(tile_paths(size, partial_only=True))
        for path in sorted(wanted - self.sizes.keys()):
            raise FileMissingError("it is not there", file=path, index=first_leaf(path))
        for path in sorted(self.sizes):
            if path.startswith("tile/") and path not in wanted:
                raise FileExtraError(
                    "no kept checkpoint has this tile", file=path, index=first_leaf(path)
                )
        try:
            self.manifest = open_manifest(data, self.log_key, self.verifier)
        except RecordFaultError as error:
            self.faults.append(error)
            return
        listed = self.manifest.files
        for path in sorted((self.sizes.keys() | listed.keys()) - {MANIFEST}):
            if path not in self.sizes:
                self.faults.append(FileMissingError("it is not there", file=path))
            elif path not in listed:
                self.faults.append(FileExtraError("the manifest does not list it", file=path))
            elif listed[path].length != self.sizes[path]:
                self.faults.append(
                    FileSizeError(
                        f"it has {self.sizes[path]} bytes and the manifest says"
                        f" {listed[path].length}",
                        file=path,
                        index=first_leaf(path),
                    )
                )

    def check_record(
        self,
        expected_origin: str | None,
        held: Sequence[Checkpoint],
        bounds: Sequence[Bound],
        windows: Callable[[Window], None] | None,
    ) -> RecordReport:
        """Verify the record in the files; its first fault is named with its file."""
        try:
            return verify_record(
                self._entries(),
                self.notes.values(),
                verifier=self.verifier,
                expected_origin=expected_origin,
                held=held,
                every_commit=False,
                bounds=bounds,
                windows=windows,
            )
        except RecordFaultError as error:
            if not error.file and error.index is not None:
                error.file = self._entry_path(error.index)
            elif not error.file and error.tree_size is not None:
                error.file = self._note_path(error.tree_size)
            raise

    def check_texts(self) -> None:
        """Hold the rulebooks' texts against the digests they are kept under."""
        for path in self.sizes:
            if path.startswith("rulebooks/"):
                _, digest, name = path.split("/", 2)
                self.texts.setdefault(digest, {})[name] = self.read(path)
        for digest, texts in self.texts.items():
            if texts_digest(texts) != digest:
                self.faults.append(
                    TextsChangedError(
                        "its texts are not those of this digest", file=f"rulebooks/{digest}"
                    )
                )

    def check_media(self) -> set[str]:
        """Hold pictures and notes against what entries say of them; give those that are here."""
        here = set()
        for path in self.sizes:
            if path.startswith(f"{MEDIA}/"):
                digest = path.partition("/")[2]
                here.add(digest)
                self.read(path)
                if self.hashed[path] != digest:
                    self.faults.append(
                        MediaChangedError("it is not what was entered under this name", file=path)
                    )
                elif self.media.get(digest) != self.sizes[path]:
                    self.faults.append(
                        MediaChangedError("no entry names it with this length", file=path)
                    )
        return here

    def read_rest(self) -> None:
        """Read what was not read yet, and hold every file's hash against the manifest."""
        for path in self.sizes:
            if path not in self.hashed:
                self.read(path)
        if self.manifest is None:
            return
        for path, line in self.manifest.files.items():
            if path in self.hashed and self.hashed[path] != line.digest:
                self.faults.append(
                    FileChangedError(
                        "its bytes are not those that were signed for",
                        file=path,
                        index=first_leaf(path),
                    )
                )

    def _entries(self) -> Iterator[bytes]:
        """Give the entries; make the tiles anew on the way and hold them against their files."""
        tiles = Tiles()
        for path, count in entries_paths(self.checkpoint.tree_size):
            with _in_file(path):
                for raw in decode_entries(self.read(path), first=tiles.size, count=count):
                    index = tiles.size
                    yield raw
                    for made in tiles.add(raw):
                        self._compare(*made)
                    self._look_at(index, raw)
                    if tiles.size in self.notes:
                        for made in tiles.partial():
                            self._compare(*made)
            if self.progress is not None:
                self.progress(tiles.size, self.checkpoint.tree_size)

    def _compare(self, path: str, made: bytes) -> None:
        if path not in self.sizes:
            return
        found = self.read(path)
        if found == made:
            return
        at = next(
            (at for at, (one, other) in enumerate(zip(found, made, strict=False)) if one != other),
            min(len(found), len(made)),
        )
        index = first_leaf(path) or 0
        kind = path.split("/", 2)[1]
        if kind != ENTRIES:
            index += (at // 32) * TILE_WIDTH ** int(kind)
        self.faults.append(
            TileError("it does not hold what the entries give", file=path, index=index)
        )

    def _look_at(self, index: int, raw: bytes) -> None:
        """Note what an entry holds as digests, and which texts it names."""
        if b'"digest":"' in raw:
            self.named.update(each.decode("ascii") for each in _NAMED.findall(raw))
        self.media.update((one.digest, one.length) for one in media_in(raw))
        salted = b'"sd":[' in raw
        if not salted and index not in self.disclosed:
            return
        listed: set[str] = set()
        if salted:
            for match in _SD.finditer(raw):
                listed.update(match[1].decode("ascii").replace('"', "").split(","))
        self.digests += len(listed)
        for digest in sorted(self.disclosed.get(index, {}).keys() - listed):
            self.faults.append(
                DisclosureFaultError(
                    f"the disclosure {digest} is not of anything in this entry",
                    file=DISCLOSURES,
                    index=index,
                )
            )

    def _disclosures(self) -> dict[int, dict[str, str]]:
        if DISCLOSURES not in self.sizes:
            return {}
        found: dict[int, dict[str, str]] = {}
        last = (-1, "")
        *lines, rest = self.read(DISCLOSURES).split(b"\n")
        for line in (*lines, rest) if rest else lines:
            index, text = _disclosure(line)
            if (index, text) <= last or index >= self.checkpoint.tree_size:
                raise DisclosureFaultError(
                    "its lines do not stand in order, once each, for entries that are here",
                    file=DISCLOSURES,
                    index=index,
                )
            last = (index, text)
            found.setdefault(index, {})[disclosure_digest(text)] = text
        return found

    def _open_seal(self, path: str) -> None:
        with _in_file(path):
            note = self.read(path)
            seal = open_checkpoint(note, self.log_key, self.verifier)
            if f"seals/{seal.tree_size}" != path or seal.tree_size >= self.checkpoint.tree_size:
                raise FileExtraError("it is not a checkpoint of this name before the newest")
            self.notes[seal.tree_size] = note

    def _note_path(self, size: int) -> str:
        return CHECKPOINT if size == self.checkpoint.tree_size else f"seals/{size}"

    def _entry_path(self, index: int) -> str:
        full = tile_path(ENTRIES, index // TILE_WIDTH)
        if full in self.sizes:
            return full
        width = self.checkpoint.tree_size % TILE_WIDTH
        return tile_path(ENTRIES, index // TILE_WIDTH, width or TILE_WIDTH)


def _genesis(raw: bytes, verifier: Verifier) -> tuple[Genesis, Body]:
    """Read the first entry far enough to trust which log's key it names."""
    try:
        body = parse_entry(raw).body
        if not isinstance(body.own, Genesis):
            raise GenesisError("a record begins with its genesis")
        open_note(raw, body.own.keys, verifier, unknown_ignored=False)
    except RecordFaultError as error:
        error.index = 0
        raise
    return body.own, body


def _disclosure(line: bytes) -> tuple[int, str]:
    try:
        value: Json = decode_canonical(line)
    except NotCanonicalError:
        value = None
    if isinstance(value, dict) and value.keys() == {"disclosure", "entry"}:
        index, text = value["entry"], value["disclosure"]
        if type(index) is int and index >= 0 and isinstance(text, str) and text.isascii():
            return index, text
    raise DisclosureFaultError("a line of it is not a disclosure", file=DISCLOSURES)


@contextmanager
def _in_file(path: str) -> Iterator[None]:
    """Name the file in whatever fault is found inside the block."""
    try:
        yield
    except RecordFaultError as error:
        error.file = error.file or path
        raise
