"""Is a formula one that can be judged: known predicates, one type each, safe-range, bounded?

In this order, so that the plainest fault is named first:

- every predicate is in the signature, or defined by a LET around it, with that many arguments;
- every variable has one type, `int` or `string`; `fraction` is what AVG and MED give, and may only
  be compared; arithmetic is over integers, and divides only by a constant that is not 0;
- a LET's parameters are the free variables of its definition;
- EVENTUALLY, ALWAYS and UNTIL have an upper bound;
- it is safe-range, as `safety` says.

Every fault gives the smallest part of the text that has it, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from provesafe.errors import Span
from provesafe.rulebook.errors import WellFormedError
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
)
from provesafe.rulebook.render import render_term
from provesafe.rulebook.safety import arrange
from provesafe.rulebook.signature import Signature
from provesafe.rulebook.substitute import check_size, counted

__all__ = ["Checked", "VariableType", "check_formula"]

VariableType: TypeAlias = Literal["int", "string", "fraction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is known of a well-formed formula."""

    types: Mapping[str, VariableType]
    """Free variable -> its type."""
    arranged: Formula
    """The same formula in core operators, its conjuncts in an order that can be judged."""


def check_formula(
    formula: Formula,
    signature: Signature,
    *,
    bound: frozenset[str] | Mapping[str, VariableType] = frozenset(),
    strict: bool = True,
) -> Checked:
    """Check that a formula can be judged over the facts of a signature.

    Args:
        formula: as parsed, its definitions and parameters already put in.
        signature: the predicates there are.
        bound: free variables whose values are given from outside, as those of `on` in `require`;
            with their types, as `check_formula(on, …).types` has them, where these are known.
        strict: refuse division by anything but a constant, so that judging never fails, MIN and
            MAX of strings without a group, and arithmetic over what AVG and MED give; False lets
            them pass, as MonPoly does, and a division by 0 is then an EvaluationError.

    Raises:
        WellFormedError: it is not well-formed; span and hint say where and what to do.
        FormulaTooLargeError: it is beyond the limits once its LETs are written out.
    """
    check_size(formula)
    types = _Types(signature, strict=strict)
    given = bound if isinstance(bound, Mapping) else {}
    scope = {name: _Cell(given.get(name)) for name in free_variables(formula)}
    types.infer(formula, scope, {})
    if strict:
        types.check_ungrouped()
    _check_bounded(formula)
    arranged = arrange(formula, frozenset(bound))
    found = {name: cell.root().kind for name, cell in scope.items()}
    for name, kind in found.items():
        if kind is None and name not in bound:
            raise WellFormedError(f"nothing here gives `{name}` a type", span=formula.span)
    return Checked(
        types=MappingProxyType({name: kind for name, kind in found.items() if kind}),
        arranged=arranged,
    )


def _check_bounded(formula: Formula) -> None:
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        waiting += children(part)
        if isinstance(part, Eventually | Always | Until) and part.interval.high is None:
            word = type(part).__name__.upper()
            raise WellFormedError(
                f"this {word} has no end, so it could never be judged",
                hint=f"give it a bound, as in `{word}[0,15m]`",
                span=part.span,
            )


@dataclass(eq=False, slots=True)
class _Cell:
    """A type still to be found; equal types share one root."""

    kind: VariableType | None = None
    parent: _Cell | None = field(default=None, repr=False)

    def root(self) -> _Cell:
        cell = self
        while cell.parent is not None:
            cell = cell.parent
        return cell


_Scope: TypeAlias = Mapping[str, _Cell]
_Local: TypeAlias = Mapping[str, tuple[_Cell, ...]]


class _Types:
    """Finds the type of each variable by what its occurrences demand."""

    def __init__(self, signature: Signature, *, strict: bool) -> None:
        self._signature = signature
        self._strict = strict
        self._ungrouped: list[tuple[Aggregate, _Cell]] = []

    def infer(self, formula: Formula, scope: _Scope, local: _Local) -> None:
        """Let every occurrence in `formula` say what it knows; `local` is what LETs define."""
        match formula:
            case Truth() | Falsity():
                pass
            case Atom():
                self._atom(formula, scope, local)
            case Compare(_, left, right):
                self._compare(left, right, scope, formula.span)
            case Exists(variables, body) | Forall(variables, body):
                self.infer(body, {**scope, **{v: _Cell() for v in variables}}, local)
            case Aggregate():
                self._aggregate(formula, scope, local)
            case Let(name, parameters, definition, body):
                cells = _let_parameters(formula)
                self.infer(definition, dict(zip(parameters, cells, strict=True)), local)
                self.infer(body, scope, {**local, name: cells})
            case And() | Or() | Implies() | Iff() | Since() | Until():
                self.infer(formula.left, scope, local)
                self.infer(formula.right, scope, local)
            case _:
                self.infer(formula.body, scope, local)

    def check_ungrouped(self) -> None:
        """Once all types are known: MIN and MAX of nothing are 0, which is no string."""
        for formula, over in self._ungrouped:
            if over.root().kind == "string":
                raise WellFormedError(
                    f"{formula.op} over strings needs a group",
                    hint="of nothing it has no value, and with a group it then has no row",
                    span=formula.span,
                )

    def _atom(self, atom: Atom, scope: _Scope, local: _Local) -> None:
        name = atom.predicate
        if name in local:
            wanted = local[name]
        elif name in self._signature:
            wanted = tuple(_Cell(kind) for kind in self._signature.types(name))
        else:
            near = self._signature.nearest(name)
            raise WellFormedError(
                f"there is no predicate `{name}`",
                hint=f"did you mean `{near}`" if near else "",
                span=atom.span,
            )
        if len(atom.terms) != len(wanted):
            head = "" if name in local else self._head(name)
            raise WellFormedError(
                f"`{name}` has {counted(len(wanted))}, not {len(atom.terms)}",
                hint=head,
                span=atom.span,
            )
        for place, (term, cell) in enumerate(zip(atom.terms, wanted, strict=True), 1):
            found = self._term(term, scope)
            if not _unify(found, cell):
                raise WellFormedError(
                    f"argument {place} of `{name}` is {_kind(cell)}, "
                    f"and `{render_term(term)}` is {_kind(found)}",
                    span=term.span or atom.span,
                )

    def _head(self, name: str) -> str:
        fields = self._signature.predicates[name]
        inside = ", ".join(f"{n}: {kind}" if n else kind for n, kind in fields)
        return f"it is declared as `{name}({inside})`"

    def _compare(self, left: Term, right: Term, scope: _Scope, span: Span | None) -> None:
        one, two = self._term(left, scope), self._term(right, scope)
        if {one.root().kind, two.root().kind} == {"int", "fraction"}:
            return
        if not _unify(one, two):
            raise WellFormedError(
                f"`{render_term(left)}` is {_kind(one)}, `{render_term(right)}` is {_kind(two)}, "
                "and these are never compared",
                span=span,
            )

    def _term(self, term: Term, scope: _Scope) -> _Cell:
        match term:
            case Var(name):
                # A variable that only a LET's definition names is found by the parameter check.
                return scope[name] if name in scope else _Cell()
            case Const(value):
                return _Cell("int" if isinstance(value, int) else "string")
            case Arith(op, left, right):
                result = _Cell("int")
                for part in (left,) if right is None else (left, right):
                    found = self._term(part, scope)
                    if not self._strict and found.root().kind == "fraction":
                        result = _Cell("fraction")
                    elif not _unify(found, _Cell("int")):
                        raise WellFormedError(
                            f"`{render_term(part)}` is {_kind(found)}, "
                            "and arithmetic is over integers",
                            span=part.span or term.span,
                        )
                if op in ("/", "MOD") and not self._may_divide_by(right):
                    raise WellFormedError(
                        f"`{op}` needs a constant that is not 0 on its right",
                        hint="otherwise some facts would leave the rule without an answer",
                        span=term.span,
                    )
                return result

    def _may_divide_by(self, divisor: Term | None) -> bool:
        return divisor.value != 0 if isinstance(divisor, Const) else not self._strict

    def _aggregate(self, formula: Aggregate, scope: _Scope, local: _Local) -> None:
        inside = {
            name: scope[name] if name in formula.group and name in scope else _Cell()
            for name in free_variables(formula.body)
        }
        self.infer(formula.body, inside, local)
        over = inside.get(formula.over, _Cell())
        if formula.op in ("SUM", "AVG", "MED") and not _unify(over, _Cell("int")):
            raise WellFormedError(
                f"{formula.op} is over integers, and `{formula.over}` is {_kind(over)}",
                span=formula.span,
            )
        match formula.op:
            case "CNT" | "SUM":
                given = _Cell("int")
            case "AVG" | "MED":
                given = _Cell("fraction")
            case "MIN" | "MAX":
                given = over
                if not formula.group:
                    self._ungrouped.append((formula, over))
        result = scope.get(formula.result, _Cell())
        if not _unify(result, given):
            raise WellFormedError(
                f"{formula.op} gives {_kind(given)}, and `{formula.result}` is {_kind(result)}",
                span=formula.span,
            )


def _let_parameters(formula: Let) -> tuple[_Cell, ...]:
    free = free_variables(formula.definition)
    if sorted(free) != sorted(formula.parameters):
        raise WellFormedError(
            f"the parameters of `{formula.name}` are not the free variables of its definition",
            hint=f"those are: {', '.join(free) or 'none'}",
            span=formula.span,
        )
    return tuple(_Cell() for _ in formula.parameters)


def _unify(one: _Cell, two: _Cell) -> bool:
    one, two = one.root(), two.root()
    if one is two:
        return True
    if one.kind and two.kind and one.kind != two.kind:
        return False
    one.parent = two
    two.kind = two.kind or one.kind
    return True


def _kind(cell: _Cell) -> str:
    kinds = {"int": "an int", "string": "a string", "fraction": "a fraction", None: "of any type"}
    return kinds[cell.root().kind]
