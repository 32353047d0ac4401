"""What comes out of a case: report pages and paper, exports, the bundle."""

from provesafe.adapters.casepapers.clocks import Clocks, clocks_of
from provesafe.adapters.casepapers.page import blocks_html, report_html
from provesafe.adapters.casepapers.paper import report_pdf

__all__ = ["Clocks", "blocks_html", "clocks_of", "report_html", "report_pdf"]
