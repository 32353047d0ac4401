"""Decimals, in files of other tools alone: `float` fields, constants such as `1.5`.

Rules have whole numbers and strings; the language refuses anything else. For the formulas and logs
of other tools a decimal is taken as the fraction its digits say, and reckoned with exactly, where a
tool with floating point would round: `0.1 + 0.2` is `0.3` here.

To the parser and the well-formedness check, a `float` field holds ints, and a decimal constant is
an int that stands for it; the compiler is then told which they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Literal

from provesafe.monitor import Decimals
from provesafe.rulebook import Signature, parse_signature

__all__ = ["Declared", "decimal", "read_signature", "without_decimals"]

_FLOAT = re.compile(r"\bfloat\b(?=\s*[,)])")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?\Z")
_WORDS = re.compile(
    r"""("[^"]*"|'[^']*'|\#[^\n\r]*|\(\*.*?\*\)      # strings and comments
       |(?:i2f|f2i)\s*\(|[()]                        # conversions, parentheses
       |[A-Za-z_][A-Za-z0-9_\-/:'"]*                 # names
       |[0-9]+[A-Za-z][A-Za-z0-9_\-/:'"]*)           # units, and names that begin with a digit
       |(-?[0-9]+\.[0-9]*)""",
    re.VERBOSE | re.DOTALL,
)
_FIRST_STAND_IN = 9_007_199_000_000_000


Conversion = Literal["I2F", "F2I"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The predicates of a file."""

    signature: Signature
    """With `int` for every field that holds decimals."""
    floats: frozenset[tuple[str, int]] = frozenset()
    """Those fields: predicate and place."""

    def kinds(self, predicate: str) -> tuple[str, ...]:
        """The kinds of a predicate's fields: `int`, `float` or `string`."""
        types = self.signature.types(predicate)
        return tuple(
            "float" if (predicate, place) in self.floats else kind
            for place, kind in enumerate(types)
        )

    def fields(self, predicate: str) -> list[tuple[str, str]]:
        """The names and kinds of a predicate's fields; without a name, `x1`, `x2`, …"""
        names = (name for name, _ in self.signature.predicates[predicate])
        pairs = zip(names, self.kinds(predicate), strict=True)
        return [(name or f"x{place}", kind) for place, (name, kind) in enumerate(pairs, 1)]


def read_signature(text: str, source: str) -> Declared:
    """Read a signature in which fields may be `float`.

    Raises:
        SignatureError: the text is malformed.
    """
    whole = parse_signature(_FLOAT.sub("int  ", text), source)
    other = parse_signature(_FLOAT.sub("string", text), source)
    floats = {
        (name, place)
        for name in whole
        for place, (one, two) in enumerate(zip(whole.types(name), other.types(name), strict=True))
        if one != two
    }
    return Declared(signature=whole, floats=frozenset(floats))


def without_decimals(text: str) -> tuple[str, Decimals]:
    """A formula's text with an int for each decimal constant, and what the ints stand for.

    A conversion such as `i2f(x)` becomes a division by an int that stands for it.
    """
    numbers = (n for n in count(_FIRST_STAND_IN) if str(n) not in text)
    constants: dict[int, Fraction] = {}
    conversions: dict[int, Conversion] = {}
    open_ones: list[int | None] = []  # for each open parenthesis, the conversion it belongs to

    def stand_in(found: re.Match[str]) -> str:
        word = found[0]
        if word.endswith("(") and len(word) > 1:
            number = next(numbers)
            conversions[number] = "I2F" if word.startswith("i2f") else "F2I"
            open_ones.append(number)
            return "(("
        if word == "(":
            open_ones.append(None)
        elif word == ")":
            converts = open_ones.pop() if open_ones else None
            return ")" if converts is None else f") / {converts})"
        elif found[2] is not None:
            value = Fraction(found[2])
            known = (n for n, same in constants.items() if same == value)
            number = next(known, None) or next(numbers)
            constants[number] = value
            return str(number)
        return word

    return _WORDS.sub(stand_in, text), Decimals(constants=constants, conversions=conversions)


def decimal(text: str) -> Fraction | None:
    """The value of a decimal as it is written; None if it is none."""
    return Fraction(text) if _DECIMAL.match(text) else None
