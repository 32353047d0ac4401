"""Paper: what is printed, set by typst with the fonts that come along."""

from provesafe.adapters.print.labels import Symbol, zpl_tags
from provesafe.adapters.print.sheets import KINDS, PrintedBadge, last_day, print_sheet
from provesafe.adapters.print.typesetting import TypesettingError, typeset

__all__ = [
    "KINDS",
    "PrintedBadge",
    "Symbol",
    "TypesettingError",
    "last_day",
    "print_sheet",
    "typeset",
    "zpl_tags",
]
