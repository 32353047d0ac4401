"""What lists a bundle of a case, for whoever writes it and for whoever checks it.

The manifest and the sums are made from the other files alone: whoever makes them anew from these
must get the same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from provesafe.adapters.bundles import zipped
from provesafe.ledger import bundle_entries

__all__ = ["ABOUT", "MANIFEST", "SUMS", "as_json", "entry_digests", "manifest_of", "sums_of"]

MANIFEST, SUMS, ABOUT = "manifest.json", "SHA256SUMS", "about.json"

_MEDIA: Mapping[str, str] = {
    "html": "text/html",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "jsonld": "application/ld+json",
    "zip": "application/zip",
}


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """The manifest of some files: itself left out, in order of path."""
    return as_json(
        {
            "schema": "provesafe.case-manifest/v1",
            "files": [
                {
                    "path": path,
                    "sha256": sha256(raw).hexdigest(),
                    "bytes": len(raw),
                    "media_type": _MEDIA.get(path.rpartition(".")[2], "application/octet-stream"),
                }
                for path, raw in sorted(files.items())
                if path != MANIFEST
            ],
        }
    )


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """What `sha256sum -c` reads: every file but this one and the manifest."""
    return "".join(
        f"{sha256(raw).hexdigest()}  {path}\n"
        for path, raw in sorted(files.items())
        if path not in (SUMS, MANIFEST)
    ).encode()


def entry_digests(bundle: bytes, wanted: frozenset[int]) -> dict[int, str]:
    """The digests of some entries of a record's bundle, by leaf index.

    Args:
        bundle: the zip.
        wanted: leaf indices.

    Raises:
        VerificationError: it is not a bundle.
    """
    files = zipped.ZippedBundle(io.BytesIO(bundle))
    return {
        index: sha256(raw).hexdigest()
        for index, raw in enumerate(bundle_entries(files))
        if index in wanted
    }


def as_json(document: Any) -> bytes:
    """A document as it lies in a bundle: the same bytes for the same document."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8", "surrogatepass")
