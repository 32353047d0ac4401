"""What a formula becomes when names in it are replaced: variables, definitions, LETs.

Replacement never captures: a bound variable that would catch a name of what is put in is renamed
first. What comes out is checked against the limits, since a few definitions that use one another
twice would otherwise grow without bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import count

from provesafe.rulebook.errors import DefinitionError, FormulaTooLargeError
from provesafe.rulebook.formula import (
    Aggregate,
    And,
    Arith,
    Atom,
    Compare,
    Const,
    Exists,
    Falsity,
    Forall,
    Formula,
    Iff,
    Implies,
    Let,
    Or,
    Since,
    Term,
    Truth,
    Until,
    Var,
    children,
    free_variables,
    term_variables,
)

__all__ = [
    "DEPTH_MAX",
    "NODES_MAX",
    "Definition",
    "check_size",
    "counted",
    "expand_definitions",
    "expand_lets",
    "substitute",
]

DEPTH_MAX = 100
"""LIMIT: operators inside one another, terms counted; keeps every engine's recursion small."""

NODES_MAX = 20_000
"""LIMIT: parts of a formula after all replacement; the largest shipped rule has under 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A name for a formula with parameters: `custody.has_role(p, r)`."""

    name: str
    parameters: tuple[str, ...]
    formula: Formula


def check_size(formula: Formula) -> None:
    """Check the limits, without recursion.

    Raises:
        FormulaTooLargeError: more than DEPTH_MAX deep, or of more than NODES_MAX parts.
    """
    nodes = 0
    waiting: list[tuple[Formula | Term, int]] = [(formula, 1)]
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if depth > DEPTH_MAX:
            raise FormulaTooLargeError(
                f"the formula is more than {DEPTH_MAX} operators deep",
                hint="a long chain of AND or OR can be grouped in halves",
                span=formula.span,
            )
        if nodes > NODES_MAX:
            raise FormulaTooLargeError(
                f"the formula has more than {NODES_MAX} parts", span=formula.span
            )
        inside: Iterable[Formula | Term]
        match node:
            case Var() | Const():
                inside = ()
            case Arith(_, left, right):
                inside = (left,) if right is None else (left, right)
            case Atom(_, terms):
                inside = terms
            case Compare(_, left, right):
                inside = (left, right)
            case _:
                inside = children(node)
        waiting.extend((part, depth + 1) for part in inside)


def substitute(formula: Formula, values: Mapping[str, Term]) -> Formula:
    """Put terms in the place of free variables, capturing none.

    Args:
        formula: any formula.
        values: variable -> the term to stand for it; variables not free in the formula are ignored.
    """
    match formula:
        case Truth() | Falsity():
            return formula
        case Atom(_, terms):
            return replace(formula, terms=tuple(_put(term, values) for term in terms))
        case Compare(_, left, right):
            return replace(formula, left=_put(left, values), right=_put(right, values))
        case Exists(variables, body) | Forall(variables, body):
            values = _relevant(values, free_variables(formula))
            names = _renaming(variables, values, free_variables(body))
            inner = {**values, **{old: Var(new) for old, new in names.items()}}
            bound = tuple(names.get(v, v) for v in variables)
            return replace(formula, variables=bound, body=substitute(body, inner))
        case Aggregate():
            return _in_aggregate(formula, _relevant(values, free_variables(formula)))
        case Let(_, _, _, body):
            return replace(formula, body=substitute(body, values))
        case _:
            return _with_children(formula, lambda part: substitute(part, values))


def expand_definitions(formula: Formula, known: Mapping[str, Definition]) -> Formula:
    """Replace each dotted atom by its definition.

    Args:
        formula: as parsed, dotted names and all.
        known: definitions whose own formulas hold no dotted names.

    Raises:
        DefinitionError: a dotted name is unknown, or has the wrong number of arguments.
        FormulaTooLargeError: the result would be beyond the limits.
    """
    growth = 0

    def expand(part: Formula) -> Formula:
        nonlocal growth
        if not isinstance(part, Atom) or "." not in part.predicate:
            return _with_children(part, expand)
        definition = _find(part, known)
        growth += _size(definition.formula)
        if growth > NODES_MAX:
            raise FormulaTooLargeError(
                f"the formula has more than {NODES_MAX} parts once its definitions are put in",
                span=part.span,
            )
        return substitute(
            definition.formula, dict(zip(definition.parameters, part.terms, strict=True))
        )

    expanded = expand(formula)
    if growth:
        check_size(expanded)
    return expanded


def expand_lets(formula: Formula) -> Formula:
    """Replace every predicate that a LET defines by its definition; the result has no LET.

    A LET is not recursive: its name inside its own definition means what it meant outside.

    Raises:
        DefinitionError: a defined predicate is used with the wrong number of arguments.
        FormulaTooLargeError: the result would be beyond the limits.
    """
    if not _has_let(formula):
        check_size(formula)
        return formula
    growth = 0

    def expand(part: Formula, defined: Mapping[str, Definition]) -> Formula:
        nonlocal growth
        match part:
            case Let(name, parameters, inner, body):
                # The definition is expanded where it stands, so it holds no LET's name any more
                # and no inner LET of the same name can catch a predicate of it.
                meaning = Definition(
                    name=name, parameters=parameters, formula=expand(inner, defined)
                )
                return expand(body, {**defined, name: meaning})
            case Atom(predicate, terms) if predicate in defined:
                meaning = defined[predicate]
                _check_arity(part, meaning)
                growth += _size(meaning.formula)
                if growth > NODES_MAX:
                    raise FormulaTooLargeError(
                        f"the formula has more than {NODES_MAX} parts once its LETs are put in",
                        span=part.span,
                    )
                return substitute(
                    meaning.formula, dict(zip(meaning.parameters, terms, strict=True))
                )
            case _:
                return _with_children(part, lambda inside: expand(inside, defined))

    expanded = expand(formula, {})
    check_size(expanded)
    return expanded


def _has_let(formula: Formula) -> bool:
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Let):
            return True
        waiting += children(part)
    return False


def _find(atom: Atom, known: Mapping[str, Definition]) -> Definition:
    definition = known.get(atom.predicate)
    if definition is None:
        near = get_close_matches(atom.predicate, sorted(known), n=1)
        raise DefinitionError(
            f"there is no definition `{atom.predicate}`",
            hint=f"did you mean `{near[0]}`" if near else "",
            span=atom.span,
        )
    _check_arity(atom, definition)
    return definition


def _check_arity(atom: Atom, definition: Definition) -> None:
    wanted = len(definition.parameters)
    if len(atom.terms) != wanted:
        head = f"{definition.name}({', '.join(definition.parameters)})"
        raise DefinitionError(
            f"`{atom.predicate}` takes {counted(wanted)}, not {len(atom.terms)}",
            hint=f"it is defined as `{head}`",
            span=atom.span,
        )


def counted(arguments: int) -> str:
    """A number of arguments in words: `1 argument`, `2 arguments`."""
    return f"{arguments} argument{'' if arguments == 1 else 's'}"


def _size(formula: Formula) -> int:
    nodes, waiting = 0, [formula]
    while waiting:
        node = waiting.pop()
        nodes += 1
        waiting += children(node)
    return nodes


def _put(term: Term, values: Mapping[str, Term]) -> Term:
    match term:
        case Var(name):
            return values.get(name, term)
        case Const():
            return term
        case Arith(_, left, right):
            return replace(
                term,
                left=_put(left, values),
                right=None if right is None else _put(right, values),
            )


def _relevant(values: Mapping[str, Term], free: tuple[str, ...]) -> Mapping[str, Term]:
    return {v: values[v] for v in free if v in values}


def _renaming(
    bound: tuple[str, ...], values: Mapping[str, Term], around: tuple[str, ...]
) -> dict[str, str]:
    """New names for those of the bound variables that would catch a variable put in."""
    arriving = {v for term in values.values() for v in term_variables(term)}
    taken = {*bound, *around, *arriving}
    return {v: _fresh(v, taken) for v in bound if v in arriving}


def _fresh(name: str, taken: set[str]) -> str:
    new = next(n for i in count(2) if (n := f"{name}_{i}") not in taken)
    taken.add(new)
    return new


def _in_aggregate(formula: Aggregate, values: Mapping[str, Term]) -> Formula:
    """Result and group must stay distinct variables; any other term is equated from outside."""
    shown = (formula.result, *formula.group)
    taken = {*shown, *free_variables(formula.body), formula.over}
    taken |= {v for term in values.values() for v in term_variables(term)}
    names: dict[str, str] = {}
    equations: list[tuple[str, Term]] = []
    used = {v for v in shown if v not in values}
    for variable in shown:
        match values.get(variable):
            case None:
                pass
            case Var(new) if new not in used:
                names[variable] = new
                used.add(new)
            case term:
                names[variable] = _fresh(variable, taken)
                equations.append((names[variable], term))
    hidden = tuple(v for v in dict.fromkeys(free_variables(formula.body)) if v not in formula.group)
    caught = {v: _fresh(v, taken) for v in hidden if v in names.values()}
    inner = {v: names[v] for v in formula.group if v in names} | caught
    result: Formula = replace(
        formula,
        result=names.get(formula.result, formula.result),
        over=inner.get(formula.over, formula.over),
        group=tuple(names.get(v, v) for v in formula.group),
        body=substitute(formula.body, {old: Var(new) for old, new in inner.items()}),
    )
    for name, term in equations:
        result = And(result, Compare("=", Var(name), term), span=formula.span)
    if equations:
        result = Exists(tuple(name for name, _ in equations), result, span=formula.span)
    return result


def _with_children(formula: Formula, change: Callable[[Formula], Formula]) -> Formula:
    match formula:
        case Truth() | Falsity() | Atom() | Compare():
            return formula
        case And() | Or() | Implies() | Iff() | Since() | Until():
            return replace(formula, left=change(formula.left), right=change(formula.right))
        case Let():
            return replace(
                formula, definition=change(formula.definition), body=change(formula.body)
            )
        case _:
            return replace(formula, body=change(formula.body))
