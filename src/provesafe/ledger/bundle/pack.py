"""Which bytes does a bundle consist of?

Everything is made from the entries, the kept checkpoints and what is handed in; the same of these
give the same bytes. Nothing that is not named here gets in: keys cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from provesafe.errors import InputError
from provesafe.ledger.bundle.manifest import (
    CHECKPOINT,
    DISCLOSURES,
    MANIFEST,
    POLICY,
    FileLine,
    check_name,
    file_line,
    sign_manifest,
    texts_digest,
)
from provesafe.ledger.bundle.media import MEDIA
from provesafe.ledger.bundle.tiles import TILE_WIDTH, Tiles
from provesafe.ledger.canonical import encode_canonical
from provesafe.ledger.errors import RecordFaultError
from provesafe.ledger.keys import Signer

__all__ = ["Disclosed", "kept_seals", "pack_bundle", "write_disclosures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """One disclosure that is handed out."""

    index: int
    """Leaf index of the entry that holds its digest."""
    text: str


def kept_seals(sizes: Iterable[int], tree_size: int) -> tuple[int, ...]:
    """Choose which earlier checkpoints a bundle keeps: the newest within each 256 leaves.

    Each kept one costs its partial tiles, so a record that is cosigned at every commit would
    otherwise grow a hundredfold.

    Args:
        sizes: of all cosigned checkpoints, in any order.
        tree_size: of the newest checkpoint, which is kept anyway.
    """
    newest: dict[int, int] = {}
    for size in sorted(sizes):
        if 0 < size < tree_size:
            newest[(size - 1) // TILE_WIDTH] = size
    return tuple(newest.values())


def pack_bundle(
    entries: Iterable[bytes],
    *,
    checkpoint: bytes,
    seals: Mapping[int, bytes],
    log_signer: Signer,
    policy: bytes | None = None,
    texts: Mapping[str, Mapping[str, str]] | None = None,
    disclosed: Sequence[Disclosed] = (),
    anchors: Mapping[int, bytes] | None = None,
    media: Iterable[tuple[str, bytes]] = (),
) -> Iterator[tuple[str, bytes]]:
    """Give the files of a bundle, one after another; the manifest last.

    Args:
        entries: all of them, in leaf order.
        checkpoint: the newest, with whatever cosignatures it has.
        seals: earlier checkpoints to keep, by size.
        log_signer: the log's key, under the origin; signs the manifest.
        policy: the production's own policy file, if it has one.
        texts: rulebook texts by digest, each by file name.
        disclosed: what is handed out of what the entries hold as digests.
        media: files that entries name, by their SHA-256 in hex; read one after another.
        anchors: time stamps over kept checkpoints, by size.

    Raises:
        InputError: a text's file name cannot stand in a bundle, or its digest is another one.
    """
    lines: list[FileLine] = []
    stamps = ((f"anchors/{size}.tsr", data) for size, data in sorted((anchors or {}).items()))
    files = _files(entries, checkpoint, seals, policy, texts or {}, disclosed)
    pictures = ((f"{MEDIA}/{digest}", data) for digest, data in media)
    for path, content in chain(files, stamps, pictures):
        try:
            check_name(path, len(content))
        except RecordFaultError as error:
            raise InputError(f"a bundle cannot hold this: {error}") from None
        lines.append(file_line(path, content))
        yield path, content
    yield MANIFEST, sign_manifest(log_signer.name, lines, log_signer)


def _files(
    entries: Iterable[bytes],
    checkpoint: bytes,
    seals: Mapping[int, bytes],
    policy: bytes | None,
    texts: Mapping[str, Mapping[str, str]],
    disclosed: Sequence[Disclosed],
) -> Iterator[tuple[str, bytes]]:
    tiles = Tiles()
    for raw in entries:
        yield from tiles.add(raw)
        if tiles.size in seals:
            yield from tiles.partial()
    yield from tiles.partial()
    yield CHECKPOINT, checkpoint
    for size in sorted(seals):
        yield f"seals/{size}", seals[size]
    if policy is not None:
        yield POLICY, policy
    for digest in sorted(texts):
        written = {name: text.encode("utf-8") for name, text in texts[digest].items()}
        if texts_digest(written) != digest:
            raise InputError(f"the texts given for {digest} are not those of this digest")
        for name in sorted(written):
            yield f"rulebooks/{digest}/{name}", written[name]
    if disclosed:
        yield DISCLOSURES, write_disclosures(disclosed)


def write_disclosures(disclosed: Sequence[Disclosed]) -> bytes:
    """Write what is handed out: a line of canonical JSON each, in order of entry, then text."""
    ordered = sorted(disclosed, key=lambda one: (one.index, one.text))
    return b"".join(
        encode_canonical({"disclosure": one.text, "entry": one.index}) + b"\n" for one in ordered
    )
