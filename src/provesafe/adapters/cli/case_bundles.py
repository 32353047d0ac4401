"""What `verify` says of the bundle of a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from provesafe.adapters.casepapers import CaseBundle

__all__ = ["case_bundle_document", "case_bundle_lines"]


def case_bundle_document(found: CaseBundle) -> dict[str, Any]:
    """The same as JSON, schema `provesafe.case-verification/v1`."""
    return {
        "schema": "provesafe.case-verification/v1",
        "about": dict(found.about),
        "title": found.title,
        "files": found.files,
        "manifest_sha256": found.manifest_sha256,
        "records": [{"origin": origin, "entries": entries} for origin, entries in found.records],
        "entries_matched": found.entries,
        "places_read": found.places,
        "history_lines": found.history,
    }


def case_bundle_lines(found: CaseBundle) -> Iterator[str]:
    """What it is, what was checked, and what cannot be shown by it."""
    about = found.about
    at = datetime.fromtimestamp(int(about["as_of_ms"]) // 1000, tz=UTC)
    called = f' "{found.title}"' if found.title else ""
    yield f"the bundle of a case{called}: {found.files} files hang together, every byte looked at"
    cut = f", cut for {about['investigation']}" if about["investigation"] else ""
    yield f"case     {about['case'][:16]}…; {about['status']}, as of {at:%Y-%m-%d %H:%M} UTC"
    yield f"cut      {about['cut']}{cut}, for {about['for']}"
    if about["left_out"]:
        yield f"left out every word of {', '.join(about['left_out'])}"
    for origin, entries in found.records:
        yield f"record   {origin}: {entries} entries unchanged since signed"
    yield f"checked  {found.entries} entries pointed at, {found.places} places read again"
    history = f"{found.history} lines hang together" if found.history else "not in this cut"
    yield f"history  {history}; its end has SHA-256 {about['history_sha256'][:16]}…"
    yield f"manifest SHA-256 {found.manifest_sha256}"
    yield (
        "not shown: that it was not made anew by somebody else; compare the manifest's SHA-256 "
        "with what was written down when it was given out"
    )
