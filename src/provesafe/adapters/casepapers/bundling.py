"""A case as a bundle: everything that comes out of it, for one reader, the same bytes each time.

    manifest.json     every other file: path, sha256, bytes, media type, for whom
    SHA256SUMS        the same, for `sha256sum -c`
    about.json        of which case, cut how, for whom
    case.json         the case, schema provesafe.case/v1, without names
    names.json        names by party, apart; not in a cut by role
    history.jsonl     who did what to the file; only where nothing is left out
    evidence.json     each entry that is pointed at: its record, leaf index, digest of its bytes
    report.html, report.pdf, timeline.svg, timeline.csv, duties.csv, claims.jsonld, prov.json
    sources/S1/…      what was taken in, where the reader may have it: `original`, `text`

Articles are somebody's: their whole text goes along only when asked for; records always do, unless
the cut is by role. The manifest is made from the other files alone, so that whoever makes it anew
from them must get the same bytes; its digest is what to write down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from provesafe.adapters.casepapers.clocks import clocks_of
from provesafe.adapters.casepapers.manifest import (
    ABOUT,
    MANIFEST,
    SUMS,
    as_json,
    entry_digests,
    manifest_of,
    sums_of,
)
from provesafe.adapters.casepapers.page import report_html
from provesafe.adapters.casepapers.paper import report_pdf
from provesafe.casefile import (
    Case,
    Cite,
    EntryRef,
    Name,
    Source,
    by_role,
    case_document,
    chart_of,
    claims_document,
    duties_csv,
    picture,
    prov_document,
    sources_kept_from,
    timesketch_csv,
    without_words_of,
)

__all__ = ["Wanted", "case_files", "entries_of_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a bundle is for.

    Attributes:
        reader: `anyone` gets what is open, `parties` what is for them too; what is protected
            is for neither.
        roles_only: no name and no word of any source.
        texts: whether the whole texts of articles and statements go along.
    """

    reader: Literal["anyone", "parties"] = "parties"
    roles_only: bool = False
    texts: bool = False


def case_files(case: Case, wanted: Wanted, *, read: Callable[[str], bytes]) -> dict[str, bytes]:
    """Every file of a case's bundle, by path, in order.

    Args:
        case: whole, or cut for one investigation.
        wanted: what it is for.
        read: gives what the case's folder keeps under a name.

    Raises:
        UnavailableError: something the case names is not there any more.
    """
    kept = sources_kept_from(case, wanted.reader)
    shown = by_role(case) if wanted.roles_only else without_words_of(case, kept)
    names, shown = shown.names, replace(shown, names=())
    files = dict(_pages(shown))
    if not wanted.roles_only:
        files["names.json"] = as_json(_names(names))
        files |= _sources(case, kept, wanted, read)
        if not kept and not case.cut_for:
            files["history.jsonl"] = read("history.jsonl")
    files["evidence.json"] = as_json(_evidence(case, kept, read))
    files[ABOUT] = as_json(
        {
            "schema": "provesafe.case-bundle/v1",
            "case": case.id,
            "cut": "by role" if wanted.roles_only else "whole",
            "for": wanted.reader,
            "investigation": case.cut_for,
            "as_of_ms": case.as_of_ms,
            "status": case.status,
            "history_sha256": case.history_sha256,
            "left_out": sorted(kept),
        }
    )
    files = dict(sorted(files.items()))
    files[SUMS] = sums_of(files)
    files[MANIFEST] = manifest_of(files)
    return dict(sorted(files.items()))


def _pages(case: Case) -> Iterator[tuple[str, bytes]]:
    clocks = clocks_of(case)
    yield "case.json", as_json(case_document(case))
    yield "report.html", report_html(case).encode("utf-8", "backslashreplace")
    yield "report.pdf", report_pdf(case)
    yield "timeline.svg", picture(chart_of(case)).encode("utf-8", "backslashreplace")
    yield "timeline.csv", timesketch_csv(case, moment=clocks.moment).encode("utf-8", "replace")
    yield "duties.csv", duties_csv(case).encode("utf-8", "replace")
    yield "claims.jsonld", as_json(claims_document(case))
    yield "prov.json", as_json(prov_document(case))


def _names(names: Iterable[Name]) -> dict[str, Any]:
    return {
        "schema": "provesafe.case-names/v1",
        "names": [{"party": one.party, "name": one.text} for one in names],
    }


def _sources(
    case: Case, kept: frozenset[str], wanted: Wanted, read: Callable[[str], bytes]
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for source in case.sources:
        if source.id in kept or not (source.kind == "record" or wanted.texts):
            continue
        ending = ".zip" if source.kind == "record" else ""
        files[f"sources/{source.id}/original{ending}"] = read(source.file)
        if source.kind != "record" and source.code_points:
            files[f"sources/{source.id}/text"] = read(f"sources/{source.id}/text")
    return files


def entries_of_case(case: Case) -> tuple[EntryRef, ...]:
    """Every entry that something in the case points at, by source and leaf index."""
    found: dict[tuple[str, int], EntryRef] = {}
    groups: list[tuple[Cite, ...]] = [
        *(one.cites for one in case.accounts),
        *(one.cites for one in case.events),
        *(one.cites for one in case.differences),
        *(one.cites for one in case.gaps),
        *(one.entries for one in case.besides),
        *(cell.cites for duty in case.duties for cell in duty.cells),
        *(known.cites for duty in case.duties for known in duty.known),
        *((duty.occasion,) for duty in case.duties if duty.occasion),
        *(
            line.cites
            for sheet in case.sheets
            for lines in (
                sheet.did,
                sheet.was_shown,
                sheet.was_told,
                sheet.said,
                sheet.learned,
                sheet.no_entry,
            )
            for line in lines
        ),
    ]
    for cites in groups:
        for cite in cites:
            if isinstance(cite, EntryRef):
                found[cite.source, cite.entry] = cite
    return tuple(found[key] for key in sorted(found))


def _evidence(case: Case, kept: frozenset[str], read: Callable[[str], bytes]) -> dict[str, Any]:
    """Each entry pointed at, with the digest of its bytes in the record's own bundle."""
    pointed: dict[str, list[int]] = {}
    for one in entries_of_case(case):
        pointed.setdefault(one.source, []).append(one.entry)
    records = []
    for source in case.sources:
        if source.kind != "record" or source.id in kept or source.id not in pointed:
            continue
        digests = entry_digests(read(source.file), frozenset(pointed[source.id]))
        records.append(_record_row(source, digests))
    return {"schema": "provesafe.case-evidence/v1", "records": records}


def _record_row(source: Source, digests: Mapping[int, str]) -> dict[str, Any]:
    return {
        "source": source.id,
        "origin": source.origin,
        "sha256": source.sha256,
        "entries": [
            {"entry": index, "sha256": digest} for index, digest in sorted(digests.items())
        ],
    }
