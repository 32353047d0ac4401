"""Tags for a label printer: ZPL II, one label for each weapon, with a code that the printer draws.

    ^BX   DataMatrix ECC 200, which stays small and reads when worn; or ^BQ, a QR code
    ^FD   the address of the tag; below it the same code in groups, to be read out and typed

Neither maker nor serial is on it, nor what the weapon is: whoever finds the tag learns nothing. The
same record gives the same bytes.

Source: ZPL II Programming Guide, commands ^BX, ^BQ, ^FH.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from provesafe.adapters.print.sheets import TAG_ADDRESS
from provesafe.service import Production, grouped, tags_of

__all__ = ["Symbol", "zpl_tags"]

Symbol: TypeAlias = Literal["datamatrix", "qr"]

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-./: ")


def zpl_tags(production: Production, *, symbol: Symbol = "datamatrix") -> str:
    """A label for every weapon, in order of their names.

    Args:
        production: not moved.
        symbol: which code the printer draws.
    """
    origin = production.writer.origin
    mark = next((one for one in ("demo", "training") if origin.startswith(f"{one}.")), "")
    return "".join(
        _label(weapon, code, symbol, mark) for weapon, code in sorted(tags_of(production).items())
    )


def _label(weapon: str, code: str, symbol: Symbol, mark: str) -> str:
    """A label of 50 by 25 mm at 8 dots a millimetre."""
    address = f"{TAG_ADDRESS}{code}"
    drawn = (
        f"^BXN,7,200^FD{address}^FS" if symbol == "datamatrix" else f"^BQN,2,5^FDHA,{address}^FS"
    )
    lines = (
        "^XA",
        "^CI28",
        "^PW400",
        "^LL200",
        f"^FO20,20{drawn}",
        f"^FO190,40^A0N,44,44^FH_^FD{_escaped(weapon)}^FS",
        f"^FO190,110^A0N,34,34^FD{grouped(code)}^FS",
        *((f"^FO190,155^A0N,26,26^FD{mark.upper()}^FS",) if mark else ()),
        "^XZ",
    )
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """A text as `^FH_` reads it: whatever could be a command is written as its bytes."""
    return "".join(
        one if one in _PLAIN else "".join(f"_{byte:02X}" for byte in one.encode())
        for one in text[:40]
    )
