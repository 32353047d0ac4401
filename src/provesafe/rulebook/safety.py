"""Can a formula be judged from the facts alone, and in which order are its parts looked at?

Two steps that every engine may share:

- `to_core` writes a formula with fewer operators: no LET, IMPLIES, EQUIV, FORALL, HISTORICALLY or
  ALWAYS, and no double negation;
- `arrange` puts the conjuncts of each AND in an order in which every variable is bound by a fact
  (or an equation, or an aggregation) before anything else asks for its value. What cannot be so
  arranged is not *safe-range*: its answer would depend on values that no fact mentions.

Which variables are bound where (the *context*):

    a AND b              what a binds is context for b, in some order of the conjuncts
    NOT a                every variable of a is bound by the context
    a OR b               both bind the same of the variables that the context leaves open
    EXISTS x. a          the context without x
    a SINCE b, a UNTIL b what b binds is the context for a, and covers a
    any temporal word    its operand starts from an empty context: it must stand on its own, since
                         engines keep its answers from one time-point to the next
    r <- OP x; g (a)     a stands on its own and binds x and g

This is MonPoly's monitorability, except that the order of conjuncts does not matter and that
context reaches into OR, NOT and EXISTS.

Source: MonPoly, src/rewriting.ml (what it demands); Abiteboul, Hull, Vianu, "Foundations of
Databases", 1995, section 5.4.
"""

from __future__ import annotations

from dataclasses import replace

from provesafe.errors import Span, invariant
from provesafe.rulebook.errors import WellFormedError
from provesafe.rulebook.formula import (
    Aggregate,
    Always,
    And,
    Arith,
    Atom,
    Compare,
    Eventually,
    Exists,
    Falsity,
    Forall,
    Formula,
    Historically,
    Iff,
    Implies,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Truth,
    Until,
    Var,
    free_variables,
    term_variables,
)
from provesafe.rulebook.render import render_term, spell
from provesafe.rulebook.substitute import check_size, expand_lets

__all__ = ["arrange", "to_core"]


def to_core(formula: Formula) -> Formula:
    """Write a formula with TRUE, FALSE, atoms, comparisons, NOT, AND, OR, EXISTS, PREVIOUS, NEXT,
    ONCE, EVENTUALLY, SINCE, UNTIL and aggregations alone; the meaning stays the same.

    Raises:
        FormulaTooLargeError: its LETs, written out, are beyond the limits.
    """
    core = _core(expand_lets(formula))
    check_size(core)
    return core


def arrange(formula: Formula, bound: frozenset[str] = frozenset()) -> Formula:
    """Write a formula in core operators, every conjunction in an order in which it can be judged.

    Args:
        formula: any formula.
        bound: variables whose values are given from outside.

    Raises:
        WellFormedError: the formula is not safe-range; names the smallest part that is not.
        FormulaTooLargeError: the written-out form is beyond the limits.
    """
    arranged = _Arranger().arrange(to_core(formula), bound)
    check_size(arranged)
    return arranged


def _core(formula: Formula) -> Formula:
    match formula:
        case Truth() | Falsity() | Atom() | Compare():
            return formula
        case Not(Not(body)):
            return _core(body)
        case Not((Implies() | Iff() | Forall() | Historically() | Always()) as body):
            return _negated(body)
        case Implies(left, right):
            return Or(_core(Not(left, span=left.span)), _core(right), span=formula.span)
        case Iff(left, right):
            # Each side is written out once and used twice: the tree doubles, the work does not,
            # and `check_size` refuses what has doubled too often.
            one, two = _core(left), _core(right)
            forth, back = (
                Or(_not(one), two, span=formula.span),
                Or(one, _not(two), span=formula.span),
            )
            return And(forth, back, span=formula.span)
        case Forall(variables, body):
            return Not(Exists(variables, _negated(body), span=formula.span), span=formula.span)
        case Historically(interval, body):
            return Not(Once(interval, _negated(body), span=formula.span), span=formula.span)
        case Always(interval, body):
            return Not(Eventually(interval, _negated(body), span=formula.span), span=formula.span)
        case And() | Or() | Since() | Until():
            return replace(formula, left=_core(formula.left), right=_core(formula.right))
        case _:
            return replace(formula, body=_core(formula.body))


def _negated(formula: Formula) -> Formula:
    """NOT formula, with the negation taken as far inside as it goes."""
    span = formula.span
    match formula:
        case Truth():
            return Falsity(span=span)
        case Falsity():
            return Truth(span=span)
        case Not(body):
            return _core(body)
        case And(left, right):
            return Or(_negated(left), _negated(right), span=span)
        case Or(left, right):
            return And(_negated(left), _negated(right), span=span)
        case Implies(left, right):
            return And(_core(left), _negated(right), span=span)
        case Iff(left, right):
            one, two = _core(left), _core(right)
            return Or(And(one, _not(two), span=span), And(two, _not(one), span=span), span=span)
        case Forall(variables, body):
            return Exists(variables, _negated(body), span=span)
        case Historically(interval, body):
            return Once(interval, _negated(body), span=span)
        case Always(interval, body):
            return Eventually(interval, _negated(body), span=span)
        case _:
            return Not(_core(formula), span=span)


def _not(core: Formula) -> Formula:
    return core.body if isinstance(core, Not) else Not(core, span=core.span)


class _Arranger:
    """One arrangement; remembers what it found, since conjuncts are tried more than once."""

    def __init__(self) -> None:
        self._free: dict[int, frozenset[str]] = {}
        self._known: dict[tuple[int, frozenset[str]], Formula | WellFormedError] = {}
        self._kept: list[Formula] = []  # so that no id is used twice

    def free(self, formula: Formula) -> frozenset[str]:
        """The free variables of a part."""
        found = self._free.get(id(formula))
        if found is None:
            self._kept.append(formula)
            found = self._free[id(formula)] = self._found(formula)
        return found

    def _found(self, formula: Formula) -> frozenset[str]:
        match formula:
            case And(left, right) | Or(left, right) | Since(_, left, right) | Until(_, left, right):
                return self.free(left) | self.free(right)
            case Not(body) | Previous(_, body) | Next(_, body) | Once(_, body):
                return self.free(body)
            case Exists(variables, body):
                return self.free(body).difference(variables)
        return frozenset(free_variables(formula))

    def arrange(self, formula: Formula, bound: frozenset[str]) -> Formula:
        """The part, arranged for a context."""
        key = (id(formula), bound & self.free(formula))
        if key not in self._known:
            try:
                self._known[key] = self._arranged(formula, key[1])
            except WellFormedError as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, WellFormedError):
            raise found
        return found

    def _arranged(self, formula: Formula, bound: frozenset[str]) -> Formula:
        alone: frozenset[str] = frozenset()
        match formula:
            case Truth() | Falsity():
                return formula
            case Atom():
                return self._atom(formula)
            case Compare():
                return self._compare(formula, bound)
            case Not(body):
                self._cover(formula, body, bound)
                return replace(formula, body=self.arrange(body, bound))
            case And():
                return self._conjunction(formula, bound)
            case Or(left, right):
                self._same(formula, bound)
                return replace(
                    formula, left=self.arrange(left, bound), right=self.arrange(right, bound)
                )
            case Exists(variables, body):
                inner = bound - frozenset(variables)
                return replace(formula, body=self.arrange(body, inner))
            case Since(_, left, right) | Until(_, left, right):
                later = self.arrange(right, alone)
                self._cover(formula, left, self.free(right))
                return replace(formula, left=self.arrange(left, self.free(right)), right=later)
            case Aggregate():
                self._columns(formula)
                return replace(formula, body=self.arrange(formula.body, alone))
            case Previous() | Next() | Once() | Eventually():
                return replace(formula, body=self.arrange(formula.body, alone))
            case _:
                invariant(False, f"{type(formula).__name__} is not a core operator")
                return formula

    def _columns(self, formula: Aggregate) -> None:
        inside = self.free(formula.body)
        if missing := {formula.over, *formula.group} - inside:
            raise _unsafe(
                f"nothing inside this {formula.op} speaks of {_listed(missing)}",
                "what is counted, and what it is grouped by, must be named inside",
                formula.span,
            )
        if formula.result in inside or len(set(formula.group)) < len(formula.group):
            raise _unsafe(
                f"the result and the groups of this {formula.op} must have names of their own",
                "give the result a name that is not used inside",
                formula.span,
            )

    def _atom(self, atom: Atom) -> Formula:
        for term in atom.terms:
            if isinstance(term, Arith):
                raise _unsafe(
                    f"an argument of `{atom.predicate}` is reckoned out, which no fact can be",
                    f"put a variable there and add `AND x = {render_term(term)}`",
                    term.span,
                )
        return atom

    def _compare(self, formula: Compare, bound: frozenset[str]) -> Formula:
        """All is bound, or it is an equation that gives one variable its value."""
        for one, other in ((formula.left, formula.right), (formula.right, formula.left)):
            given = set(term_variables(other)) <= bound
            if formula.op == "=" and isinstance(one, Var) and one.name not in bound and given:
                return formula
        open_ = self.free(formula) - bound
        if not open_:
            return formula
        raise _unsafe(
            f"`{_shown(formula)}` compares {_listed(open_)}, which nothing here binds",
            "join it by AND to a fact that names the variable",
            formula.span,
        )

    def _cover(self, formula: Formula, part: Formula, bound: frozenset[str]) -> None:
        open_ = self.free(part) - bound
        if not open_:
            return
        if isinstance(formula, Not):
            raise _unsafe(
                f"`{_shown(formula)}` denies something of {_listed(open_)}, which nothing binds",
                "join it by AND to a fact that names the variable, or hide it with EXISTS",
                formula.span,
            )
        word = type(formula).__name__.upper()
        raise _unsafe(
            f"the left side of this {word} speaks of {_listed(open_)}, and its right side does not",
            f"hide the variable on the left with EXISTS, or name it on the right of {word}",
            part.span,
        )

    def _same(self, formula: Or, bound: frozenset[str]) -> None:
        left, right = self.free(formula.left) - bound, self.free(formula.right) - bound
        if left != right:
            raise _unsafe(
                f"only one side of this OR speaks of {_listed(left ^ right)}",
                "name the same variables on both sides, or hide the odd one with EXISTS",
                formula.span,
            )

    def _conjunction(self, formula: Formula, bound: frozenset[str]) -> Formula:
        """Take the first conjunct that can be judged, again and again."""
        waiting = _conjuncts(formula)
        result: Formula | None = None
        while waiting:
            problem: WellFormedError | None = None
            for part in waiting:
                try:
                    arranged = self.arrange(part, bound)
                except WellFormedError as error:
                    problem = problem or error
                    continue
                break
            else:
                raise problem or _unsafe("this cannot be judged", "", formula.span)
            waiting.remove(part)
            bound |= self.free(part)
            result = arranged if result is None else And(result, arranged, span=formula.span)
        return result or formula


def _conjuncts(formula: Formula) -> list[Formula]:
    """The parts that a chain of ANDs joins, in the order they are written."""
    parts: list[Formula] = []
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, And):
            waiting += (part.right, part.left)
        else:
            parts.append(part)
    return parts


def _unsafe(message: str, hint: str, span: Span | None) -> WellFormedError:
    return WellFormedError(message, hint=hint, span=span)


def _shown(formula: Formula) -> str:
    shown = spell(formula)
    shown = shown[1:-1] if shown.startswith("(") else shown
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


def _listed(names: frozenset[str] | set[str]) -> str:
    return " and ".join(f"`{name}`" for name in sorted(names))
