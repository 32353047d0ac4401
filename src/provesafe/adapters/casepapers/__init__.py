"""What comes out of a case: report pages and paper, exports, the bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provesafe.adapters.casepapers.checking import CaseBundle, check_case_bundle, holds_case

if TYPE_CHECKING:
    from provesafe.adapters.casepapers.making import (
        Clocks,
        Wanted,
        case_files,
        chapters,
        chapters_html,
        clocks_of,
        entries_of_case,
        report_html,
        report_pdf,
    )

__all__ = [
    "CaseBundle",
    "Clocks",
    "Wanted",
    "case_files",
    "chapters",
    "chapters_html",
    "check_case_bundle",
    "clocks_of",
    "entries_of_case",
    "holds_case",
    "report_html",
    "report_pdf",
]


def __getattr__(name: str) -> Any:
    """Load what makes papers when it is first asked for: whoever checks a bundle makes none."""
    if name not in __all__:
        raise AttributeError(name)
    # Late import: typesetting and templates take longer to load than a small bundle to check.
    from provesafe.adapters.casepapers import making

    return getattr(making, name)
