"""Which files does this bundle consist of?

`MANIFEST` is a signed note by the log's key, which may be longer than other notes. Its text:

    provesafe.bundle/v1
    <origin>
    <sha256 in hex> <length in decimal> <path>       one line a file, by path in byte order

It lists every file but itself. A file of no known kind, too long for its kind, or not listed, is
refused before anything is read:

    checkpoint · seals/<size>          the newest checkpoint · earlier ones that are kept
    tile/…                             the tree (`tiles`)
    policy                             whose cosignatures the production counts
    disclosures.jsonl                  what was handed out of what entries hold as digests
    rulebooks/<digest>/<file>          texts that entries name by digest
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from provesafe.ledger.bundle.errors import FileNameError, FileSizeError, ManifestError
from provesafe.ledger.bundle.media import MEDIA, MEDIA_BYTES_MAX
from provesafe.ledger.bundle.tiles import ENTRIES_BYTES_MAX, TILE_WIDTH, first_leaf
from provesafe.ledger.errors import RecordFaultError
from provesafe.ledger.keys import PublicKey, Signer, Verifier
from provesafe.ledger.note import NOTE_BYTES_MAX, open_note, sign_note
from provesafe.ledger.witness.policy import POLICY_BYTES_MAX

__all__ = [
    "CHECKPOINT",
    "DISCLOSURES",
    "MANIFEST",
    "POLICY",
    "FileLine",
    "Manifest",
    "check_name",
    "check_names",
    "file_line",
    "open_manifest",
    "sign_manifest",
    "texts_digest",
]

MANIFEST, CHECKPOINT, POLICY = "MANIFEST", "checkpoint", "policy"
DISCLOSURES = "disclosures.jsonl"

MANIFEST_BYTES_MAX = 64 * 2**20
"""LIMIT: some half a million files, a record of fifty million entries."""

_HEAD = "provesafe.bundle/v1"
_TILE = r"tile/{}/(?:x[0-9]{{3}}/)*[0-9]{{3}}(?:\.p/[1-9][0-9]{{0,2}})?"
_PART = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"

_KINDS = tuple(
    (re.compile(pattern), limit)
    for pattern, limit in (
        (_TILE.format("entries"), ENTRIES_BYTES_MAX),
        (_TILE.format("[0-5]"), TILE_WIDTH * 32),
        (r"seals/[1-9][0-9]{0,15}", NOTE_BYTES_MAX),
        (r"anchors/[1-9][0-9]{0,15}\.tsr", NOTE_BYTES_MAX),
        (CHECKPOINT, NOTE_BYTES_MAX),
        (MANIFEST, MANIFEST_BYTES_MAX),
        (POLICY, POLICY_BYTES_MAX),
        (r"disclosures\.jsonl", 256 * 2**20),
        (rf"{MEDIA}/[0-9a-f]{{64}}", MEDIA_BYTES_MAX),
        (rf"rulebooks/[0-9a-f]{{64}}/(?:{_PART}/)?{_PART}", 1_000_000),
    )
)
_LINE = re.compile(r"([0-9a-f]{64}) (0|[1-9][0-9]{0,15}) (\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file as the manifest has it."""

    path: str
    length: int
    digest: str
    """SHA-256 in hex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Every file of a bundle but the manifest itself."""

    origin: str
    files: Mapping[str, FileLine]
    """By path, in byte order."""

    def text(self) -> bytes:
        """Write the text that is signed."""
        lines = [f"{one.digest} {one.length} {one.path}" for one in self.files.values()]
        return "".join(f"{line}\n" for line in (_HEAD, self.origin, *lines)).encode("ascii")


def file_line(path: str, data: bytes) -> FileLine:
    """Describe a file for the manifest."""
    return FileLine(path=path, length=len(data), digest=sha256(data).hexdigest())


def sign_manifest(origin: str, files: Iterable[FileLine], log_signer: Signer) -> bytes:
    """Write and sign the manifest of these files.

    Args:
        origin: the record's.
        files: every file but the manifest, in any order.
        log_signer: the log's key, under the origin.
    """
    ordered = sorted(files, key=lambda one: one.path)
    manifest = Manifest(origin=origin, files={one.path: one for one in ordered})
    return sign_note(manifest.text(), (log_signer,), bytes_max=MANIFEST_BYTES_MAX)


def open_manifest(data: bytes, log_key: PublicKey, verifier: Verifier) -> Manifest:
    """Verify that the log signed this manifest, and read it.

    Args:
        data: the file.
        log_key: the log's key, its name the origin.
        verifier: the Ed25519 check.

    Raises:
        ManifestError: it is not a manifest of this record.
        RecordFaultError: its signature is not as it must be.
    """
    try:
        text, _ = open_note(
            data, (log_key,), verifier, unknown_ignored=False, bytes_max=MANIFEST_BYTES_MAX
        )
    except RecordFaultError as error:
        error.file = MANIFEST
        raise
    lines = text.decode("utf-8").split("\n")
    if lines[:2] != [_HEAD, log_key.name] or lines[-1]:
        raise ManifestError("it is not the manifest of this record", file=MANIFEST)
    files: dict[str, FileLine] = {}
    for line in lines[2:-1]:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ManifestError("a line of it is not a file's", file=MANIFEST)
        files[match[3]] = FileLine(path=match[3], length=int(match[2]), digest=match[1])
    manifest = Manifest(origin=log_key.name, files=files)
    if sorted(files) != list(files) or MANIFEST in files or manifest.text() != text:
        raise ManifestError("its files do not stand in order, once each", file=MANIFEST)
    return manifest


def check_name(path: str, length: int) -> None:
    """Refuse a file by its name and length, before it is read.

    Raises:
        FileNameError: it is of no kind that a bundle has.
        FileSizeError: it is longer than a file of its kind can be.
    """
    for pattern, limit in _KINDS:
        if pattern.fullmatch(path):
            if length > limit:
                raise FileSizeError(
                    f"it has {length} bytes and such a file has at most {limit}",
                    file=path,
                    index=first_leaf(path),
                )
            return
    raise FileNameError("no such file belongs in a bundle", file=path[:200])


def check_names(sizes: Mapping[str, int]) -> None:
    """Refuse a bundle by the names and lengths of its files.

    Raises:
        FileNameError: a name of no kind, or two that some file systems take for one.
        FileSizeError: a file is too long.
    """
    folded: dict[str, str] = {}
    for path in sorted(sizes):
        check_name(path, sizes[path])
        if folded.setdefault(path.casefold(), path) != path:
            raise FileNameError("two files differ by nothing but capital letters", file=path)


def texts_digest(files: Mapping[str, bytes]) -> str:
    """Hash a set of texts, as rulebooks are named: for each name in order, name and text, each
    behind its length as eight bytes."""
    whole = sha256()
    for name in sorted(files):
        for part in (name.encode("utf-8"), files[name]):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()
