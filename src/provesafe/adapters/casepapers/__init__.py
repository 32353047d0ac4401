"""What comes out of a case: report pages and paper, exports, the bundle."""

from provesafe.adapters.casepapers.bundling import Wanted, case_files, entries_of_case
from provesafe.adapters.casepapers.checking import CaseBundle, check_case_bundle, holds_case
from provesafe.adapters.casepapers.clocks import Clocks, clocks_of
from provesafe.adapters.casepapers.page import chapters, chapters_html, report_html
from provesafe.adapters.casepapers.paper import report_pdf

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
