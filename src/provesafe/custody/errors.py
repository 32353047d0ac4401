"""What can be wrong with an act that somebody sends: each fault has its own code.

An act that is well formed is never an error here, however unlikely it is: a report is always
taken in, and what does not fit is a discrepancy of the state.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from provesafe.errors import InputError

__all__ = [
    "BadFieldError",
    "BadSnapshotError",
    "MissingFieldError",
    "NotCanonicalActError",
    "UnknownActError",
    "UnknownFieldError",
    "nearest",
]


class UnknownActError(InputError):
    """No act has this name; the hint offers the nearest."""

    code = "custody.unknown_act"


class UnknownFieldError(InputError):
    """This act has no field of this name; the hint offers the nearest."""

    code = "custody.unknown_field"


class MissingFieldError(InputError):
    """A field that this act cannot do without is absent."""

    code = "custody.missing_field"


class BadFieldError(InputError):
    """A field's value is of the wrong type, outside its limits or not one of its words."""

    code = "custody.bad_field"


class NotCanonicalActError(InputError):
    """A stored act is readable but is not written the one way acts are stored."""

    code = "custody.not_canonical"


class BadSnapshotError(InputError):
    """A stored state does not have the shape of a state; fold the record again instead."""

    code = "custody.bad_snapshot"


def nearest(word: str, words: Iterable[str]) -> str:
    """A hint naming the known word closest to `word`; empty when nothing is close.

    >>> nearest("handover", ["hand_over", "load"])
    'did you mean `hand_over`'
    """
    close = get_close_matches(word, sorted(words), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`" if close else ""
