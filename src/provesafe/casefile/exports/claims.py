"""Accounts as schema.org claims and quotations, each with two Web Annotation selectors, as JSON-LD.

A claim is somebody's, appears in a source, and is told apart from a quotation, which has the
speaker's own words. There is no `ClaimReview` and no rating: nothing here says what is true.

Source: schema.org 29, types Claim and Quotation; W3C Web Annotation Data Model (2017), 4.2.4-4.2.5.
"""

from __future__ import annotations

from typing import Any

from provesafe.casefile.model import Account, Case, Party, Source, Span, spans_of

__all__ = ["claims_document"]


def claims_document(case: Case) -> dict[str, Any]:
    """The JSON-LD of a case's accounts; entries of records are not claims and are left out."""
    said = [one for one in case.accounts if one.form != "entry"]
    base = f"urn:provesafe:case:{case.id[:16]}"
    graph = [
        *(_party(one, base) for one in case.parties),
        *(_work(one, base) for one in case.sources if one.kind != "record"),
        *(_claim(case, one, base) for one in said),
        *(
            _annotation(one, span, number, base)
            for one in said
            for number, span in enumerate(spans_of(one.cites), start=1)
        ),
    ]
    return {
        "@context": {
            "@vocab": "https://schema.org/",
            "oa": "http://www.w3.org/ns/oa#",
        },
        "@id": base,
        "@graph": graph,
    }


def _party(one: Party, base: str) -> dict[str, Any]:
    kind = "Organization" if one.kind == "organisation" else "Person"
    return {"@id": f"{base}:party:{one.id}", "@type": kind, "description": one.role}


def _work(one: Source, base: str) -> dict[str, Any]:
    kinds = {"article": "Article", "transcript": "CreativeWork", "statement": "CreativeWork"}
    work: dict[str, Any] = {
        "@id": f"{base}:source:{one.id}",
        "@type": kinds.get(one.kind, "DigitalDocument"),
        "identifier": f"sha256:{one.sha256}",
        "encodingFormat": one.media_type,
    }
    if one.title:
        work["headline"] = one.title
    if one.publication:
        work["publisher"] = {"@type": "Organization", "name": one.publication}
    if one.published.how == "given" and one.published.edtf:
        work["datePublished"] = one.published.edtf
    if one.copy_of:
        work["isBasedOn"] = {"@id": f"{base}:source:{one.copy_of}"}
    return work


def _claim(case: Case, line: Account, base: str) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "@id": f"{base}:line:{line.id}",
        "@type": "Quotation" if line.form == "verbatim" else "Claim",
        "text": line.text,
        "appearance" if line.form != "verbatim" else "isPartOf": {
            "@id": f"{base}:source:{line.source}"
        },
        "additionalType": line.basis,
    }
    observer = case.party(line.observer) if line.observer else None
    if observer:
        claim["creator"] = {"@id": f"{base}:party:{observer.id}"}
    heard = case.party(line.recipient) if line.recipient else None
    if heard:
        claim["audience"] = {"@type": "Audience", "description": heard.role}
    if line.parent:
        claim["isBasedOn"] = {"@id": f"{base}:line:{line.parent}"}
    if line.said and line.said.edtf:
        claim["temporal"] = line.said.edtf
    return claim


def _annotation(line: Account, span: Span, number: int, base: str) -> dict[str, Any]:
    return {
        "@id": f"{base}:place:{line.id}.{number}",
        "@type": "oa:Annotation",
        "oa:motivatedBy": {"@id": "oa:identifying"},
        "oa:hasBody": {"@id": f"{base}:line:{line.id}"},
        "oa:hasTarget": {
            "@type": "oa:SpecificResource",
            "oa:hasSource": {"@id": f"{base}:source:{span.source}"},
            "oa:hasSelector": [
                {"@type": "oa:TextPositionSelector", "oa:start": span.start, "oa:end": span.end},
                {
                    "@type": "oa:TextQuoteSelector",
                    "oa:exact": span.exact,
                    "oa:prefix": span.prefix,
                    "oa:suffix": span.suffix,
                },
            ],
        },
    }
