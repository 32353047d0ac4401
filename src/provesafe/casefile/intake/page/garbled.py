"""Characters that a wrong decoding tore apart, each read as the one that stood there.

    â€œ   Ã¢â‚¬â„¢   Â£       UTF-8 read as Windows-1252 and saved again, once or twice
    â€   â€�                 the same of a closing mark whose last byte was lost
    U+0091 … U+0097          Windows-1252 read as Latin-1
    U+FFFD                   a mark nobody could decode: an apostrophe inside a word, else a mark

The source stays as it is; what is shown is one character for several raw ones.
"""

from __future__ import annotations

__all__ = ["meant_at"]

_LOST = "\ufffd"
_LONGEST = 12
"""How many raw characters one may have become, decoded wrongly twice."""


def meant_at(raw: str, place: int) -> tuple[str, int] | None:
    """The character meant at `place` and how many raw ones it takes; None if it is as it stands."""
    first = raw[place]
    if first < "\x80":
        return None
    if "\x80" <= first <= "\x9f":
        meant = _decoded(bytes([ord(first)]), "cp1252")
        return (meant, 1) if meant else None
    if first == _LOST:
        return _mark_for(raw, place), 1
    if not "\xc2" <= first <= "\xf4":
        return None
    for width in range(_LONGEST, 1, -1):
        torn = raw[place : place + width]
        if len(torn) < width or torn[-1] < "\x80":
            continue
        meant = _mended(torn)
        if len(meant) != 1 and _mended(meant):
            meant = _mended(meant)
        if len(meant) == 1 and meant > "\x9f":
            return meant, width
    if not raw.startswith("â€", place):
        return None
    return "”", 3 if raw.startswith(_LOST, place + 2) else 2


def _mended(torn: str) -> str:
    """These, their bytes read as UTF-8; "" if they are none."""
    found = bytearray()
    for one in torn:
        try:
            found += one.encode("cp1252")
        except UnicodeEncodeError:
            if one > "\xff":
                return ""
            found.append(ord(one))
    return _decoded(bytes(found), "utf-8")


def _decoded(found: bytes, how: str) -> str:
    try:
        return found.decode(how)
    except UnicodeDecodeError:
        return ""


def _mark_for(raw: str, place: int) -> str:
    before, after = raw[place - 1 : place], raw[place + 1 : place + 2]
    if before.isalnum() and after.isalnum():
        return "’"
    return "“" if after.isalnum() and not before.isalnum() else "”"
