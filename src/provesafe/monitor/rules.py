"""Which engine a rule belongs to, and what the gate needs to know of it.

    gate       `on` and `require` speak of now and before: decided before the act
    deadline   `require` also has one EVENTUALLY with an upper bound, under AND and OR alone: an
               obligation that is met, or has no entry by its time
    audit      everything else, with the reason; decided afterwards by the reference

A deadline rule is decided in two halves. With EVENTUALLY read as TRUE, `require` says what must
hold at once, or the rule is violated; read as FALSE, it says what makes the duty void.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from provesafe.monitor.engine.normal import (
    FALSE,
    TRUE,
    canonical,
    conjoin,
    disjoin,
    normal,
    numbered,
    predicates_of,
)
from provesafe.monitor.verdicts import RuleLike
from provesafe.rulebook import (
    And,
    Eventually,
    Formula,
    Interval,
    Next,
    Or,
    Until,
    children,
    expand_lets,
    free_variables,
)

__all__ = ["Classified", "Compiled", "Deadline", "Klass", "classify", "compiled", "halves_of"]

Klass: TypeAlias = Literal["gate", "deadline", "audit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """The engine a rule belongs to and why, in one clause for a reader of rules."""

    klass: Klass
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The later half of a deadline rule."""

    interval: Interval
    body: Formula
    """What must happen, in core form, about now and before of that later time-point."""
    void: Formula
    """`require` with the later half read as FALSE: when it holds, nothing is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A rule in core form."""

    rule_id: str
    """`rulebook/rule`."""
    variables: tuple[str, ...]
    """The free variables of `on`, in order of first appearance."""
    classified: Classified
    on: Formula
    require: Formula
    """What must hold at once; for a deadline rule, with its later half read as TRUE."""
    deadline: Deadline | None
    predicates: frozenset[str] = field(repr=False)
    """The predicates whose facts can matter to it; not told, since a set has no order."""


def rule_id(rule: RuleLike) -> str:
    """The id under which a verdict names its rule."""
    return f"{rule.rulebook}/{rule.id}"


def classify(on: Formula, require: Formula) -> Classified:
    """Which engine decides `on` → `require`, and why.

    Args:
        on: the trigger, well-formed, parameters and definitions put in.
        require: what must hold; its free variables are among those of `on`.
    """
    return _classified(_core(on), _core(require))


def halves_of(rule: RuleLike) -> Compiled:
    """A rule in core form with its own names, split at its deadline if it has one."""
    on, require = normal(expand_lets(rule.on), "on"), _core(rule.require)
    return _split(rule, on, require)


def compiled(rule: RuleLike) -> Compiled:
    """As `halves_of`, its variables numbered `c0`, `c1`, … in the order of `variables`.

    So rules that speak of the same by other names say the same.
    """
    variables = free_variables(rule.on)
    on, _ = canonical(_core(rule.on), variables)
    return _split(rule, on, numbered(_core(rule.require), variables, "r"))


def _split(rule: RuleLike, on: Formula, require: Formula) -> Compiled:
    classified = _classified(on, require)
    deadline = None
    if classified.klass == "deadline":
        later = _later(require)[0]
        void = _reading(require, FALSE)
        deadline = Deadline(interval=later.interval, body=later.body, void=void)
        require = _reading(require, TRUE)
    parts = [on, require] + ([deadline.body, deadline.void] if deadline else [])
    return Compiled(
        rule_id=rule_id(rule),
        variables=free_variables(rule.on),
        classified=classified,
        on=on,
        require=require,
        deadline=deadline,
        predicates=frozenset(name for part in parts for name in predicates_of(part)),
    )


def _core(formula: Formula) -> Formula:
    return normal(expand_lets(formula))


def _classified(on: Formula, require: Formula) -> Classified:
    if looks_ahead(on):
        return Classified(klass="audit", reason="`on` speaks of what comes after")
    loose = sorted({*free_variables(require)} - {*free_variables(on)})
    if loose:
        return Classified(klass="audit", reason=f"`on` gives no value to `{loose[0]}`")
    if not looks_ahead(require):
        return Classified(klass="gate", reason="speaks of now and before only")
    problem = _problem_of_deadline(require)
    if problem:
        return Classified(klass="audit", reason=problem)
    high = _later(require)[0].interval.high
    return Classified(klass="deadline", reason=f"is owed within {high} s")


def _problem_of_deadline(require: Formula) -> str:
    later = _later(require)
    if not later or looks_ahead(_reading(require, TRUE)) or looks_ahead(_reading(require, FALSE)):
        return "looks ahead other than by one EVENTUALLY under AND and OR"
    if len(later) > 1:
        return "has more than one EVENTUALLY"
    if later[0].interval.high is None:
        return "its EVENTUALLY has no upper bound"
    return "looks ahead inside its EVENTUALLY" if looks_ahead(later[0].body) else ""


def _later(core: Formula) -> list[Eventually]:
    """The EVENTUALLYs under AND and OR alone, left to right."""
    if isinstance(core, And | Or):
        return [*_later(core.left), *_later(core.right)]
    return [core] if isinstance(core, Eventually) else []


def _reading(core: Formula, value: Formula) -> Formula:
    """`core` with each EVENTUALLY under AND and OR alone replaced by TRUE or FALSE."""
    match core:
        case And(left, right):
            return conjoin(_reading(left, value), _reading(right, value))
        case Or(left, right):
            return disjoin(_reading(left, value), _reading(right, value))
        case Eventually():
            return value
    return core


def looks_ahead(core: Formula) -> bool:
    """Whether a future operator stands anywhere in a formula in core form."""
    if isinstance(core, Eventually | Next | Until):
        return True
    return any(looks_ahead(child) for child in children(core))
