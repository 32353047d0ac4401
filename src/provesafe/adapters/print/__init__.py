"""Paper: what is printed, set by typst with the fonts that come along."""

from provesafe.adapters.print.labels import Symbol, zpl_tags
from provesafe.adapters.print.sheets import (
    IN_LANGUAGES,
    KINDS,
    PrintedBadge,
    last_day,
    print_sheet,
)
from provesafe.adapters.print.typesetting import TypesettingError, typeset

__all__ = [
    "IN_LANGUAGES",
    "KINDS",
    "PrintedBadge",
    "Symbol",
    "TypesettingError",
    "last_day",
    "print_sheet",
    "typeset",
    "zpl_tags",
]
