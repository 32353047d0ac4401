"""Which engine a rule belongs to, and what the gate needs to know of it.

    gate       `on` and `require` speak of now and before: decided before the act
    deadline   `require` also has one EVENTUALLY with an upper bound, under AND and OR alone: an
               obligation that is met, or has no entry by its time
    audit      everything else, with the reason; decided afterwards by the reference

A deadline rule is decided in two halves. With EVENTUALLY read as TRUE, `require` says what must
hold at once, or the rule is violated; read as FALSE, it says what makes the duty void.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.errors import invariant
from provesafe.monitor.engine.normal import (
    FALSE,
    TRUE,
    conjoin,
    disjoin,
    normal,
    predicates_of,
)
from provesafe.monitor.engine.safety import names_of, ready
from provesafe.monitor.verdicts import RuleLike
from provesafe.rulebook import (
    Aggregate,
    And,
    Eventually,
    Exists,
    Formula,
    Interval,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Until,
    expand_lets,
    free_variables,
)

__all__ = ["Classified", "Compiled", "Deadline", "Klass", "classify", "compiled"]

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

    def predicates(self) -> frozenset[str]:
        """The predicates whose facts can matter to this rule."""
        parts = [self.on, self.require]
        if self.deadline is not None:
            parts += [self.deadline.body, self.deadline.void]
        return frozenset(name for part in parts for name in predicates_of(part))


def rule_id(rule: RuleLike) -> str:
    """The id under which a verdict names its rule."""
    return f"{rule.rulebook}/{rule.id}"


def classify(on: Formula, require: Formula) -> Classified:
    """Which engine decides `on` → `require`, and why.

    Args:
        on: the trigger, parameters and definitions expanded.
        require: what must hold; its free variables are among those of `on`.
    """
    return _classified(_core(on), _core(require))


def compiled(rule: RuleLike) -> Compiled:
    """A rule in core form, split at its deadline if it has one."""
    on, require = _core(rule.on, "on"), _core(rule.require)
    classified = _classified(on, require)
    deadline = None
    if classified.klass == "deadline":
        later = _later(require)[0]
        void = _reading(require, FALSE)
        deadline = Deadline(interval=later.interval, body=later.body, void=void)
        require = _reading(require, TRUE)
    return Compiled(
        rule_id=rule_id(rule),
        variables=free_variables(rule.on),
        classified=classified,
        on=on,
        require=require,
        deadline=deadline,
    )


def _core(formula: Formula, mark: str = "") -> Formula:
    return normal(expand_lets(formula), mark)


def _classified(on: Formula, require: Formula) -> Classified:
    problem = _problem_of_trigger(on, require)
    if problem:
        return Classified(klass="audit", reason=problem)
    bound = names_of(on)
    if not looks_ahead(require):
        if ready(require, bound):
            return Classified(klass="gate", reason="speaks of now and before only")
        return Classified(klass="audit", reason="`require` has a part that cannot be listed")
    problem = _problem_of_deadline(require, bound)
    if problem:
        return Classified(klass="audit", reason=problem)
    high = _later(require)[0].interval.high
    return Classified(klass="deadline", reason=f"is owed within {high} s")


def _problem_of_trigger(on: Formula, require: Formula) -> str:
    if looks_ahead(on):
        return "`on` speaks of what comes after"
    if not ready(on, frozenset()):
        return "`on` has a part that cannot be listed"
    loose = sorted(names_of(require) - names_of(on))
    return f"`on` gives no value to `{loose[0]}`" if loose else ""


def _problem_of_deadline(require: Formula, bound: frozenset[str]) -> str:
    later = _later(require)
    rest = _reading(require, TRUE), _reading(require, FALSE)
    if not later or any(looks_ahead(part) for part in rest):
        return "looks ahead other than by one EVENTUALLY under AND and OR"
    if len(later) > 1:
        return "has more than one EVENTUALLY"
    if later[0].interval.high is None:
        return "its EVENTUALLY has no upper bound"
    if looks_ahead(later[0].body):
        return "looks ahead inside its EVENTUALLY"
    if not all(ready(part, bound) for part in (*rest, later[0].body)):
        return "`require` has a part that cannot be listed"
    return ""


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
    match core:
        case Eventually() | Next() | Until():
            return True
        case And(left, right) | Or(left, right) | Since(_, left, right):
            return looks_ahead(left) or looks_ahead(right)
        case Not(body) | Exists(_, body) | Once(_, body) | Previous(_, body):
            return looks_ahead(body)
        case Aggregate(_, _, _, _, body):
            return looks_ahead(body)
    invariant(isinstance(core, Formula), "a formula is a formula")
    return False
