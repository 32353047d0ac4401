"""Paper: what is printed, set by typst with the fonts that come along."""

from provesafe.adapters.print.typesetting import TypesettingError, typeset

__all__ = ["TypesettingError", "typeset"]
