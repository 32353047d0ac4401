"""Is this bundle of a case the one that was given out? Every byte is looked at, and named.

1. the manifest and the list of sums, made anew from the files, are the ones that lie there;
2. the history hangs together and ends where the case says;
3. every record in it is checked whole, as `provesafe verify` checks it alone;
4. every entry pointed at has the bytes its digest says, every stretch of a text that lies here
   reads as it is quoted.

Whoever makes all of it anew can make another one that hangs together: the digest of the manifest,
written down when it was given out, is what tells the two apart.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from provesafe.adapters.bundles import open_bundle, zipped
from provesafe.adapters.casepapers.manifest import (
    ABOUT,
    MANIFEST,
    SUMS,
    entry_digests,
    manifest_of,
    sums_of,
)
from provesafe.adapters.keys import ed25519_accepts
from provesafe.casefile import decode_history, line_digest
from provesafe.errors import InputError, ProvesafeError
from provesafe.ledger import FileChangedError, verify_bundle

__all__ = ["CaseBundle", "check_case_bundle", "check_case_files", "holds_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBundle:
    """What a checked bundle of a case is.

    Attributes:
        about: of which case, cut how, for whom, as of when.
        title: what the case is called; empty in a cut by role.
        files: how many there are.
        manifest_sha256: what to compare with what was written down.
        records: for each record in it, its name and how many entries were checked.
        entries: how many entries pointed at have the bytes that were pointed at.
        places: how many quoted stretches read as they are quoted.
        history: lines of history that hang together; 0 where it is left out.
    """

    about: Mapping[str, Any]
    title: str
    files: int
    manifest_sha256: str
    records: tuple[tuple[str, int], ...]
    entries: int
    places: int
    history: int


def holds_case(path: Path) -> bool:
    """Whether something looks like the bundle of a case."""
    if path.is_dir():
        return (path / ABOUT).is_file() and (path / MANIFEST).is_file()
    if not path.is_file() or not zipped.is_zip(path):
        return False
    try:
        with open_bundle(path) as files:
            return {ABOUT, MANIFEST} <= set(files.sizes())
    except ProvesafeError:
        return False


def check_case_bundle(path: Path) -> CaseBundle:
    """Check every byte of a case's bundle.

    Raises:
        InputError: it is no bundle of a case.
        VerificationError: the first thing that is wrong, with its file.
    """
    with open_bundle(path) as opened:
        names = sorted(opened.sizes())
        if not {ABOUT, MANIFEST} <= set(names):
            raise InputError(f"`{path}` is no bundle of a case")
        return check_case_files({name: opened.read(name) for name in names})


def check_case_files(files: Mapping[str, bytes]) -> CaseBundle:
    """The same for a bundle's files, by path.

    Raises:
        VerificationError: the first thing that is wrong, with its file.
    """
    _listed(files)
    about, case = _read(files, ABOUT), _read(files, "case.json")
    if about.get("case") != case.get("id") or about.get("as_of_ms") != case.get("as_of_ms"):
        raise FileChangedError("it is of another case than the files beside it", file=ABOUT)
    records = tuple(_records(files))
    return CaseBundle(
        about=about,
        title=str(case.get("title", "")),
        files=len(files),
        manifest_sha256=sha256(files[MANIFEST]).hexdigest(),
        records=records,
        entries=_entries(files),
        places=_places(files, case),
        history=_history(files, about),
    )


def _listed(files: Mapping[str, bytes]) -> None:
    """The files are those of the manifest, each with its bytes; no more, no fewer."""
    manifest = _read(files, MANIFEST)
    if manifest_of(files) != files[MANIFEST] and sums_of(files) == files.get(SUMS):
        raise FileChangedError("it is not what the files beside it give", file=MANIFEST)
    rows = {str(row.get("path")): row for row in manifest.get("files", [])}
    for name in sorted({*rows, *files} - {MANIFEST}):
        if name not in files:
            raise FileChangedError("it is not there", file=name)
        if name not in rows:
            raise FileChangedError("the manifest does not list it", file=name)
        if rows[name].get("sha256") != sha256(files[name]).hexdigest():
            raise FileChangedError("its bytes are not those of the manifest", file=name)
    if manifest_of(files) != files[MANIFEST]:
        raise FileChangedError("it is not what the files beside it give", file=MANIFEST)
    if SUMS not in files or sums_of(files) != files[SUMS]:
        raise FileChangedError("it is not what the files beside it give", file=SUMS)


def _read(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        found = json.loads(files[name].decode("utf-8", "surrogatepass"))
    except (KeyError, ValueError) as error:
        raise FileChangedError("it is not there, or cannot be read", file=name) from error
    if not isinstance(found, dict):
        raise FileChangedError("it cannot be read", file=name)
    return found


def _records(files: Mapping[str, bytes]) -> Iterator[tuple[str, int]]:
    for name in sorted(files):
        if name.startswith("sources/") and name.endswith("/original.zip"):
            report = verify_bundle(
                zipped.ZippedBundle(io.BytesIO(files[name])),
                verifier=ed25519_accepts,
                policy=None,
                expected_origin=None,
            )
            yield report.record.origin, report.record.tree_size


def _entries(files: Mapping[str, bytes]) -> int:
    matched = 0
    for record in _read(files, "evidence.json").get("records", []):
        name = f"sources/{record['source']}/original.zip"
        if name not in files:
            continue
        told = {int(one["entry"]): str(one["sha256"]) for one in record["entries"]}
        there = entry_digests(files[name], frozenset(told))
        for index, digest in sorted(told.items()):
            if there.get(index) != digest:
                raise FileChangedError(f"entry {index} is not the one pointed at", file=name)
            matched += 1
    return matched


def _places(files: Mapping[str, bytes], case: Mapping[str, Any]) -> int:
    texts = {
        name.split("/")[1]: raw.decode("utf-8", "surrogatepass")
        for name, raw in files.items()
        if name.startswith("sources/") and name.endswith("/text")
    }
    count = 0
    for span in _spans(case):
        text = texts.get(str(span["source"]))
        if text is None:
            continue
        if text[int(span["start"]) : int(span["end"])] != span["exact"]:
            place = f"{span['source']} {span['start']}–{span['end']}"
            raise FileChangedError(f"{place} does not read as it is quoted", file="case.json")
        count += 1
    return count


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"source", "start", "end", "exact"} <= value.keys():
            yield value
        for one in value.values():
            yield from _spans(one)
    elif isinstance(value, list):
        for one in value:
            yield from _spans(one)


def _history(files: Mapping[str, bytes], about: Mapping[str, Any]) -> int:
    if "history.jsonl" not in files:
        return 0
    lines = files["history.jsonl"].splitlines(keepends=True)
    steps = decode_history(lines)
    if not lines or line_digest(lines[-1]) != about.get("history_sha256"):
        raise FileChangedError("it does not end where the case says", file="history.jsonl")
    return len(steps)
