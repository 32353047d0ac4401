"""What a path holds, and what an audit sees of it.

    a production's folder   its record and the rulebooks it took on
    a bundle                folder or zip; the rulebooks come along
    a log                   facts as CSV, JSON lines, Parquet or MonPoly's text; it took on nothing,
                            so the rulebooks are named

Every byte that is judged is held against the log's signature: the tree's root, and for a bundle
each file's digest in its manifest. The signatures of devices are checked only where it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from provesafe.adapters.bundles import open_bundle
from provesafe.adapters.bundles.zipped import is_zip
from provesafe.adapters.exchange import load_trace
from provesafe.adapters.fleet.books import shelf
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.store import open_record
from provesafe.adapters.taking_out import is_bundle, is_production
from provesafe.errors import InputError
from provesafe.ledger import (
    NOTE_SIGNATURE,
    BundleFiles,
    FileChangedError,
    FileExtraError,
    FileMissingError,
    Frontier,
    Genesis,
    GenesisError,
    ManifestError,
    PublicKey,
    RootMismatchError,
    bundle_entries,
    leaf_hash,
    open_checkpoint,
    open_manifest,
    origin_of,
    parse_entry,
)
from provesafe.monitor import points_of
from provesafe.rulebook import Signature
from provesafe.service import DayTimes, Seen, SourceKind, read_log, read_record

__all__ = ["NoSourceError", "Until", "expanded", "read_source", "source_kind"]

MANIFEST, CHECKPOINT, TEXTS = "MANIFEST", "checkpoint", "rulebooks/"


class NoSourceError(InputError):
    """What was named is no production, no bundle and no log."""

    code = "fleet.no_source"


def source_kind(path: Path) -> SourceKind:
    """What a path holds.

    Raises:
        NoSourceError: nothing that can be audited.
    """
    if path.is_dir():
        if is_production(path):
            return "production"
        if is_bundle(path):
            return "bundle"
    elif path.is_file():
        return "bundle" if is_zip(path) or path.suffix == ".zip" else "log"
    raise NoSourceError(
        f"`{path}` holds no production, bundle or log",
        hint="make a production with `provesafe new`, or name a bundle or a file of facts",
    )


def expanded(paths: Iterable[Path]) -> Iterator[Path]:
    """The sources that were named; for a folder of productions and bundles, those in it."""
    for path in paths:
        if not path.is_dir() or is_production(path) or is_bundle(path):
            yield path
            continue
        inside = [one for one in sorted(path.iterdir()) if _holds_record(one)]
        yield from inside or [path]


def _holds_record(path: Path) -> bool:
    if path.is_dir():
        return is_production(path) or is_bundle(path)
    return path.suffix == ".zip"


class Until:
    """Up to when a source is looked at.

    Args:
        words: `2026-03-02 19:30` by the source's own clock; empty for as long as it is known.
        now_ms: the laptop's clock: how long a production's folder is known.
    """

    __slots__ = ("_kind", "_now_ms", "_words")

    def __init__(self, words: str, *, kind: SourceKind, now_ms: int) -> None:
        self._words = words
        self._kind = kind
        self._now_ms = now_ms

    def __call__(self, times: DayTimes, last_ms: int) -> int:
        """The moment in milliseconds, from the source's clock and its last moment."""
        if self._words:
            # Up to the end of that minute or second, as somebody means it who says it.
            return times.parse_date(self._words) + 999
        return max(self._now_ms, last_ms) if self._kind == "production" else last_ms


def read_source(path: Path, *, until: str, now_ms: int, signature: Signature, zone: str) -> Seen:
    """Read a source for an audit.

    Args:
        path: what to read.
        until: up to when, in words; empty for as long as it is known.
        now_ms: the laptop's clock.
        signature: the predicates of a log's facts.
        zone: a log's time zone.

    Raises:
        NoSourceError: there is nothing that can be audited.
        VerificationError: what is there is not what the log signed.
        UnavailableError: it cannot be read.
    """
    kind = source_kind(path)
    looked = Until(until, kind=kind, now_ms=now_ms)
    if kind == "production":
        return _production(path, looked)
    if kind == "bundle":
        return _bundle(path, looked)
    trace = load_trace(path, signature)
    return read_log(points_of(trace, signature), title=path.name, zone=zone, until=looked)


def _production(folder: Path, until: Until) -> Seen:
    store = open_record(folder, read_only=True)
    try:
        head = store.head()
        raws = list(store.entries(0, head.tree_size))
    finally:
        store.close()
    log_key = _log_key(raws)
    _check_root(raws, head.checkpoint or b"", log_key)
    return read_record(
        raws,
        kind="production",
        origin=log_key.name,
        book_of=shelf().of_folder(folder),
        until=until,
    )


def _bundle(path: Path, until: Until) -> Seen:
    with open_bundle(path) as files:
        log_key = _log_key(bundle_entries(files))
        _check_files(files, log_key)
        raws = list(bundle_entries(files))
        _check_root(raws, files.read(CHECKPOINT), log_key)
        texts = _texts(files)
        return read_record(
            raws,
            kind="bundle",
            origin=log_key.name,
            book_of=shelf().of_bundle(texts),
            until=until,
        )


def _log_key(raws: Iterable[bytes]) -> PublicKey:
    """The key the record's own first entry names; its name is the record's."""
    first = next(iter(raws), None)
    if first is None:
        raise InputError("the record is empty", hint="make a production with `provesafe new`")
    genesis = parse_entry(first)
    if not isinstance(genesis.body.own, Genesis):
        raise GenesisError("a record begins with its genesis", index=0)
    own = genesis.body.own
    return PublicKey(origin_of(own, genesis.body), NOTE_SIGNATURE, own.log_key)


def _check_root(raws: Sequence[bytes], note: bytes, log_key: PublicKey) -> None:
    checkpoint = open_checkpoint(note, log_key, ed25519_accepts)
    tree = Frontier().extend(leaf_hash(raw) for raw in raws)
    if (tree.size, tree.root()) != (checkpoint.tree_size, checkpoint.root_hash):
        raise RootMismatchError(
            "the entries are not those that the newest checkpoint signs",
            tree_size=checkpoint.tree_size,
        )


def _check_files(files: BundleFiles, log_key: PublicKey) -> None:
    """Hold every file against the manifest that the log signed."""
    sizes = files.sizes()
    if MANIFEST not in sizes:
        raise FileMissingError("it is not there", file=MANIFEST)
    listed = open_manifest(files.read(MANIFEST), log_key, ed25519_accepts).files
    for path in sorted(listed.keys() - sizes.keys()):
        raise FileMissingError("it is not there", file=path)
    for path in sorted(sizes.keys() - listed.keys() - {MANIFEST}):
        raise FileExtraError("the manifest does not list it", file=path)
    for path, line in listed.items():
        if sizes[path] != line.length or sha256(files.read(path)).hexdigest() != line.digest:
            raise FileChangedError("its bytes are not those that were put in", file=path)


def _texts(files: BundleFiles) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in files.sizes():
        if path.startswith(TEXTS):
            _, digest, name = path.split("/", 2)
            try:
                found.setdefault(digest, {})[name] = files.read(path).decode("utf-8")
            except UnicodeDecodeError:
                raise ManifestError("a rulebook's text is not UTF-8", file=path) from None
    return found
