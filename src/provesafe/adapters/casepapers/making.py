"""What makes the papers of a case, together: the front door hands it out when it is asked for."""

from provesafe.adapters.casepapers.bundling import Wanted, case_files, entries_of_case
from provesafe.adapters.casepapers.clocks import Clocks, clocks_of
from provesafe.adapters.casepapers.page import chapters, chapters_html, report_html
from provesafe.adapters.casepapers.paper import report_pdf

__all__ = [
    "Clocks",
    "Wanted",
    "case_files",
    "chapters",
    "chapters_html",
    "clocks_of",
    "entries_of_case",
    "report_html",
    "report_pdf",
]
