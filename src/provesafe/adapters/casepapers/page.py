"""A report as a page that stands alone: no script, nothing fetched, prints in black and white."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    Section,
    report_of,
)

__all__ = ["chapters", "chapters_html", "report_html"]

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
        report=report, sections=_sections(report.sections), links={}, bare=False, case=case
    )


def chapters(report: Report, number: str) -> tuple[Section, ...]:
    """One chapter of a report, by number, with its parts."""
    return tuple(
        one
        for one in report.sections
        if one.number == number or one.number.startswith(f"{number}.")
    )


def chapters_html(
    sections: Sequence[Section], *, links: Mapping[int, str], bare: bool = False
) -> str:
    """Chapters as a part of some other page; everything in it is escaped.

    Args:
        sections: what is shown.
        links: where each place is found; those left out lead to annex B of the same page.
        bare: whether the page has said the chapter's name already.
    """
    template = _TEMPLATES.get_template("sections.html")
    return template.render(sections=_sections(sections), links=links, bare=bare)


def _sections(sections: Sequence[Section]) -> list[dict[str, Any]]:
    return [
        {"section": one, "blocks": [(_kind(block), block) for block in one.blocks]}
        for one in sections
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
