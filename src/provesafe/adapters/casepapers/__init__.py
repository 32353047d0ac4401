"""What comes out of a case: report pages and paper, exports, the bundle."""

from provesafe.adapters.casepapers.bundling import Wanted, case_files
from provesafe.adapters.casepapers.checking import CaseBundle, check_case_bundle, holds_case
from provesafe.adapters.casepapers.clocks import Clocks, clocks_of
from provesafe.adapters.casepapers.page import blocks_html, report_html
from provesafe.adapters.casepapers.paper import report_pdf

__all__ = [
    "CaseBundle",
    "Clocks",
    "Wanted",
    "blocks_html",
    "case_files",
    "check_case_bundle",
    "clocks_of",
    "holds_case",
    "report_html",
    "report_pdf",
]
