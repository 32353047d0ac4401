"""The records of a case: a kept bundle, read for one use of a weapon."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from provesafe.adapters.bundles import open_bundle, zipped
from provesafe.adapters.fleet.books import shelf
from provesafe.adapters.fleet.sources import read_source
from provesafe.adapters.production_keys import LAPTOP
from provesafe.adapters.rulebooks import rulebook_signature
from provesafe.casefile import RecordReading, Source
from provesafe.ledger import bundle_entries, media_in, parse_entry
from provesafe.service import read_use

__all__ = ["parting_entry", "read_record"]

_GRADES: Mapping[str, str] = {
    "own": "own device",
    "shared": "shared device, own badge",
    "noted": "noted from what was said aloud",
    "card": "card entered later",
}

BY_LAPTOP = "noted by the laptop"


def read_record(path: Path, source: Source, weapon: str) -> RecordReading:
    """One use of a weapon from a kept bundle.

    Args:
        path: the bundle.
        source: what the case knows of it.
        weapon: the weapon; empty for the one that went off last.

    Raises:
        VerificationError: what is there is not what the log signed.
        UnavailableError: it cannot be read.
    """
    signature = rulebook_signature()
    seen = read_source(path, until="", now_ms=0, signature=signature, zone="UTC")
    with open_bundle(path) as files:
        grades, media = _grades_and_media(bundle_entries(files))
    return read_use(
        seen,
        source=source.id,
        weapon=weapon,
        grades=grades,
        media=media,
        program_of=shelf().program(signature),
        signature=signature,
    )


def parting_entry(one: bytes, other: bytes) -> int | None:
    """The first entry that two bundles of one record have in other bytes; None if there is none.

    Args:
        one: a bundle, as one file; likewise `other`.

    Raises:
        VerificationError: one of them is no bundle.
    """
    both = zip(_entries(one), _entries(other), strict=False)
    return next((leaf for leaf, (first, second) in enumerate(both) if first != second), None)


def _entries(bundle: bytes) -> Iterable[bytes]:
    return bundle_entries(zipped.ZippedBundle(io.BytesIO(bundle)))


def _grades_and_media(
    raws: Iterable[bytes],
) -> tuple[dict[int, str], dict[int, tuple[str, ...]]]:
    """By leaf: the grades of those an entry rests on, the laptop's where there are none; and the
    pictures and notes it names."""
    found, media = {}, {}
    for leaf, raw in enumerate(raws):
        if b'"class":"act"' not in raw:
            continue
        body = parse_entry(raw).body
        words = dict.fromkeys(
            BY_LAPTOP if (one.grade, one.link.key) == ("noted", LAPTOP) else _GRADES[one.grade]
            for one in body.statements
        )
        found[leaf] = " and ".join(words) or BY_LAPTOP
        named = media_in(raw)
        if named:
            media[leaf] = tuple(
                f"{one.kind}, {one.length} bytes, SHA-256 {one.digest}" for one in named
            )
    return found, media
