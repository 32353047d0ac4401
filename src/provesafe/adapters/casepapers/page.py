"""A report as a page that stands alone: no script, nothing fetched, prints in black and white."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from provesafe.adapters.casepapers.clocks import clocks_of
from provesafe.casefile import (
    Apart,
    Block,
    Case,
    Drawing,
    Grid,
    Points,
    Report,
    report_of,
)

__all__ = ["blocks_html", "report_html"]

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def report_html(case: Case) -> str:
    """Write the report of a case as one HTML page; the same case gives the same text."""
    clocks = clocks_of(case)
    report = report_of(case, clock=clocks.show)
    return _TEMPLATES.get_template("report.html").render(
        report=report, sections=_sections(report), case=case
    )


def blocks_html(report: Report) -> str:
    """The chapters of a report as a part of some other page; everything in it is escaped."""
    return _TEMPLATES.get_template("sections.html").render(sections=_sections(report))


def _sections(report: Report) -> list[dict[str, Any]]:
    return [
        {"section": one, "blocks": [(_kind(block), block) for block in one.blocks]}
        for one in report.sections
    ]


def _kind(block: Block) -> str:
    match block:
        case Points():
            return "points"
        case Grid():
            return "grid"
        case Drawing():
            return "drawing"
        case Apart():
            return "apart"
    return "said"
