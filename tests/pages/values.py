"""Something of the right kind for each field of each act; anything where words are free."""

from __future__ import annotations

from itertools import count

from provesafe import custody

__all__ = ["evil", "value_of"]

_numbers = count(1)


def evil() -> str:
    """Text that would be a tag, an attribute and a template's expression, and is none."""
    return f"x\"'><xss-{next(_numbers)} onx=1>&{{{{7*7}}}}"


def value_of(one: custody.Field) -> str:
    """What a field of a demo's act may hold."""
    match one.kind:
        case "person":
            return "gil" if one.name in ("to", "person", "second") else "ada"
        case "weapon" | "item":
            return "colt-2"
        case "lot":
            return "dummy-45"
        case "set-up":
            return "12A"
        case "role":
            return "performer"
        case "day":
            return "20300101"
        case "count" | "ms":
            return str(max(one.low, 1))
        case "enum":
            return one.values[0]
        case "id":
            return f"id-{next(_numbers)}"
        case "name":
            return "half"
        case "place":
            return "locker"
        case _:
            return evil()
