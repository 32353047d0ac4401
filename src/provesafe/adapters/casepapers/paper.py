"""A report as paper: PDF/A and PDF/UA, the same bytes for the same case."""

from __future__ import annotations

from typing import Any, assert_never

from provesafe.adapters.casepapers.clocks import clocks_of
from provesafe.adapters.print import typeset
from provesafe.casefile import (
    Apart,
    Block,
    Case,
    Drawing,
    Grid,
    Points,
    Report,
    Said,
    report_of,
)

__all__ = ["report_pdf"]

_LONG = 28
"""From so many characters on, a word without a space may be broken: hashes."""


_NARROW = 20
"""Up to so many characters a first column takes no more room than its words."""


def report_pdf(case: Case) -> bytes:
    """Set the report of a case.

    Raises:
        TypesettingError: it could not be set.
    """
    clocks = clocks_of(case)
    report = report_of(case, clock=clocks.show)
    year, month, day = clocks.day(case.as_of_ms)
    return typeset(
        "case",
        {
            "title": report.title,
            "subtitle": report.standing,
            "standing": f"{case.title} · {report.standing}",
            "purpose": report.purpose,
            "facts": [list(one) for one in report.facts],
            "foot": report.purpose,
            "watermark": report.mark,
            "date": {"year": year, "month": month, "day": day},
            "sections": _sections(report),
        },
        at_ms=case.as_of_ms,
    )


def _sections(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "title": one.title,
            "level": one.level,
            "blocks": [_block(block, places=one.number == "B") for block in one.blocks],
        }
        for one in report.sections
    ]


def _block(block: Block, *, places: bool) -> dict[str, Any]:
    match block:
        case Said():
            return {"kind": "said", **_said(block)}
        case Points(items=items):
            return {"kind": "points", "items": [_said(one) for one in items]}
        case Grid():
            return {
                "kind": "grid",
                "caption": block.caption,
                "head": list(block.head),
                "rows": [[_said(cell) for cell in row] for row in block.rows],
                "places": places,
                "narrow": all(len(row[0].words) <= _NARROW for row in block.rows),
            }
        case Drawing(svg=svg, words=words):
            return {"kind": "drawing", "svg": svg, "words": words}
        case Apart(signed_by=signed_by, words=words):
            return {"kind": "apart", "signed_by": signed_by, "words": words}
    assert_never(block)


def _said(one: Said) -> dict[str, Any]:
    return {"words": _breakable(one.words), "cites": list(one.cites)}


def _breakable(words: str) -> str:
    """The words, with places to break a hash at."""
    return " ".join(
        "\u200b".join(each[at : at + 8] for at in range(0, len(each), 8))
        if len(each) > _LONG and each.isalnum()
        else each
        for each in words.split(" ")
    )
