"""How a formula is written: fully parenthesised, in text that MonPoly reads unchanged.

Every connective, quantifier and temporal operator stands in parentheses of its own, every operator
between spaces and every interval is written out, so that no tool's precedence, and none of the
lexer's longest matches, can change what the text means. `parse_formula(render(f)) == f`.

    >>> from provesafe.rulebook.parse import parse_formula
    >>> render(parse_formula("loaded(w) AND NOT (ONCE[0,30m] inspected(w))"))
    '(loaded(w) AND (NOT (ONCE[0,1800] inspected(w))))'
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provesafe.rulebook.errors import RenderError
from provesafe.rulebook.formula import (
    Aggregate,
    Always,
    And,
    Arith,
    Atom,
    Compare,
    Const,
    Eventually,
    Exists,
    Falsity,
    Forall,
    Formula,
    Historically,
    Iff,
    Implies,
    Interval,
    Let,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    Truth,
    Until,
    Value,
    Var,
    children,
)
from provesafe.rulebook.lexer import INTEGER_MAX, KEYWORDS

__all__ = ["render", "render_interval", "render_term", "spell"]

# What MonPoly's lexer takes as one name, less what it takes as a number before that.
_NAME = re.compile(r"(?![0-9]+[A-Za-z]?\Z)[A-Za-z0-9][A-Za-z0-9_\-/:'\"]*\Z")

_WORDS = {
    And: "AND", Or: "OR", Implies: "IMPLIES", Iff: "EQUIV", Since: "SINCE", Until: "UNTIL",
    Previous: "PREVIOUS", Next: "NEXT", Once: "ONCE", Historically: "HISTORICALLY",
    Eventually: "EVENTUALLY", Always: "ALWAYS", Exists: "EXISTS", Forall: "FORALL",
}  # fmt: skip


def render(formula: Formula) -> str:
    """Write a formula so that MonPoly, and `parse_formula`, read this very tree.

    Args:
        formula: any tree whose names and values MonPoly's text can hold; the parser makes no other.

    Raises:
        RenderError: a name is a keyword, begins with `_` (MonPoly would quantify it away) or holds
            a character of no name; a string holds a double quote; an integer MonPoly would round.
    """
    for name in _names(formula):
        if name in KEYWORDS or not _NAME.match(name):
            raise RenderError(f"`{name}` cannot be written as a name in a formula")
    return spell(formula)


def spell(formula: Formula) -> str:
    """Write a formula as `render` does, leaving names as they are."""
    match formula:
        case Truth():
            return "TRUE"
        case Falsity():
            return "FALSE"
        case Atom(predicate, terms):
            return f"{predicate}({', '.join(map(render_term, terms))})"
        case Compare(op, left, right):
            return f"({render_term(left)} {op} {render_term(right)})"
        case Not(body):
            return f"(NOT {spell(body)})"
        case And(a, b) | Or(a, b) | Implies(a, b) | Iff(a, b):
            return f"({spell(a)} {_WORDS[type(formula)]} {spell(b)})"
        case Since(interval, a, b) | Until(interval, a, b):
            word = _WORDS[type(formula)]
            return f"({spell(a)} {word}{render_interval(interval)} {spell(b)})"
        case Exists(variables, body) | Forall(variables, body):
            return f"({_WORDS[type(formula)]} {', '.join(variables)}. {spell(body)})"
        case Aggregate(result, op, over, group, body):
            by = f"; {', '.join(group)}" if group else ""
            inside = spell(body)
            inside = inside if inside.startswith("(") else f"({inside})"
            return f"({result} <- {op} {over}{by} {inside})"
        case Let(name, parameters, definition, body):
            head = f"{name}({', '.join(parameters)})"
            return f"(LET {head} = {spell(definition)} IN {spell(body)})"
        case _:
            head = f"{_WORDS[type(formula)]}{render_interval(formula.interval)}"
            return f"({head} {spell(formula.body)})"


def render_interval(interval: Interval) -> str:
    """Write an interval: `[0,1800]`, or `[0,*)` when it has no end."""
    return f"[{interval.low},{'*)' if interval.high is None else f'{interval.high}]'}"


def render_term(term: Term) -> str:
    """Write a term; arithmetic stands in parentheses with a space around each operator."""
    match term:
        case Var(name):
            return name
        case Const(value):
            return _constant(value)
        case Arith(op, left, right):
            if right is None:
                return f"(- {render_term(left)})"
            return f"({render_term(left)} {op} {render_term(right)})"


def _constant(value: Value) -> str:
    if isinstance(value, str):
        if '"' in value:
            raise RenderError(f"a string in a formula cannot hold a double quote: `{value}`")
        return f'"{value}"'
    if abs(value) > INTEGER_MAX:
        raise RenderError(f"`{value}` is larger than {INTEGER_MAX}, and MonPoly would round it")
    return str(value)


def _names(formula: Formula) -> Iterator[str]:
    """Every name a formula's text would show, in no promised order."""
    waiting: list[Formula | Term] = [formula]
    while waiting:
        match waiting.pop():
            case Var(name):
                yield name
            case Const():
                pass
            case Arith(_, left, right):
                waiting += (left,) if right is None else (left, right)
            case Atom(predicate, terms):
                yield predicate
                waiting += terms
            case Compare(_, left, right):
                waiting += (left, right)
            case node:
                waiting += children(node)
                match node:
                    case Exists(variables) | Forall(variables):
                        yield from variables
                    case Aggregate(result, _, over, group):
                        yield from (result, over, *group)
                    case Let(name, parameters):
                        yield from (name, *parameters)
                    case _:
                        pass
