"""What a `$name` in a formula's text becomes: a bound, a constant, or membership in a set.

A parameter is replaced before the tree is built, so that no engine ever sees one:

- in an interval, a whole number of seconds; None is `*`, and only as an upper bound;
- as a term, an integer or a string;
- followed by a term in parentheses, `$handlers(r)`, a set: `r = "armorer" OR r = "handler" …`.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeAlias

from provesafe.errors import Span
from provesafe.rulebook.errors import ParameterError
from provesafe.rulebook.formula import Compare, Const, Formula, Or, Term, Value
from provesafe.rulebook.lexer import INTEGER_MAX

__all__ = ["ParameterValue", "Parameters", "bound_of", "membership_of", "term_of"]

ParameterValue: TypeAlias = Value | tuple[Value, ...] | None
"""An integer or a string, a set of them, or None for "no limit"."""

Parameters: TypeAlias = Mapping[str, ParameterValue]


def bound_of(name: str, parameters: Parameters, *, upper: bool, span: Span) -> int | None:
    """The value of `$name` as a bound of an interval, in seconds; None is `*`.

    Raises:
        ParameterError: it has no value, or one that is no bound here.
    """
    value = _value(name, parameters, span)
    if value is None and upper:
        return None
    if value is None:
        raise ParameterError(
            f"parameter `${name}` is not set, and a lower bound cannot do without",
            hint="give it a value; only an upper bound may be left open",
            span=span,
        )
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= INTEGER_MAX:
        raise ParameterError(
            f"parameter `${name}` is {_shown(value)}, not a number of seconds from 0 up", span=span
        )
    return value


def term_of(name: str, parameters: Parameters, *, span: Span) -> Const:
    """The value of `$name` as a term.

    Raises:
        ParameterError: it has no value, or one that is no term.
    """
    value = _value(name, parameters, span)
    if isinstance(value, tuple):
        raise ParameterError(
            f"parameter `${name}` is a set", hint=f"write `${name}(x)` for “x is in it”", span=span
        )
    if value is None:
        raise ParameterError(f"parameter `${name}` is not set, and a value is needed", span=span)
    return _constant(name, value, span)


def membership_of(name: str, subject: Term, parameters: Parameters, *, span: Span) -> Formula:
    """`$name(subject)`: the subject equals one of the set's members, in the order given.

    Raises:
        ParameterError: it has no value, is no set, or is an empty one.
    """
    value = _value(name, parameters, span)
    if not isinstance(value, tuple):
        raise ParameterError(f"parameter `${name}` is {_shown(value)}, not a set", span=span)
    if not value:
        raise ParameterError(
            f"parameter `${name}` is an empty set, so nothing could ever meet it", span=span
        )
    members = [_constant(name, member, span) for member in value]
    result: Formula = Compare("=", subject, members[0], span=span)
    for member in members[1:]:
        result = Or(result, Compare("=", subject, member, span=span), span=span)
    return result


def _value(name: str, parameters: Parameters, span: Span) -> ParameterValue:
    if name not in parameters:
        near = get_close_matches(name, sorted(parameters), n=1)
        hint = f"did you mean `${near[0]}`" if near else ""
        raise ParameterError(f"there is no parameter `${name}`", hint=hint, span=span)
    return parameters[name]


def _constant(name: str, value: Value, span: Span) -> Const:
    if isinstance(value, str) and '"' in value:
        raise ParameterError(f"parameter `${name}` holds a double quote", span=span)
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) > INTEGER_MAX):
        raise ParameterError(f"parameter `${name}` is {_shown(value)}, no number here", span=span)
    return Const(value, span=span)


def _shown(value: ParameterValue) -> str:
    return "not set" if value is None else "a set" if isinstance(value, tuple) else f"`{value}`"
