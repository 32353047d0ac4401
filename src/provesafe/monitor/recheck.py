"""Is an explanation right about its rule and its trace? A small checker that trusts no engine.

It reads a derivation beside its formula and the trace, and accepts it only if every step is a rule
of the logic and every leaf is decided by the facts of its time-point. Each step has one form: no
part where the facts decide, and one for every other time-point or value in ascending order. So an
altered explanation is either refused, or as good an explanation of the same violation.
"""

from __future__ import annotations

from collections.abc import Sequence

from provesafe.monitor.derivation import Derivation, Explanation, Miss, NearMiss
from provesafe.monitor.pointwise import (
    PlainView,
    Row,
    View,
    closed,
    conjuncts,
    core,
    decided,
    needed,
    neighbour,
    possible_values,
    value_of,
    window,
)
from provesafe.monitor.verdicts import RuleLike
from provesafe.rulebook import (
    And,
    Atom,
    Exists,
    Fact,
    Formula,
    Next,
    Not,
    Or,
    Previous,
    Since,
    TimePoint,
    Truth,
    Until,
    Value,
    children,
    expand_lets,
    free_variables,
)

__all__ = ["evidence", "missed_by", "named", "recheck"]


def recheck(
    explanation: Explanation,
    rule: RuleLike,
    trace: Sequence[TimePoint],
    *,
    observed_until: int | None = None,
) -> None:
    """Accept an explanation only if everything it says follows from the rule and the trace.

    Args:
        explanation: what `explain` gave, or what somebody says it gave.
        rule: the rule it names.
        trace: every time-point from the start of the record.
        observed_until: every second before this one is known; needed where the rule looks ahead.

    Raises:
        ExplanationError: something in it does not follow; show nothing of it.
    """
    view = PlainView(trace, observed_until)
    parts = conjuncts(core(expand_lets(rule.require)))
    index = explanation.index
    needed(explanation.rule_id == f"{rule.rulebook}/{rule.id}", "it names another rule")
    needed(all(len(pair) == 2 for pair in explanation.binding), "it binds no variable")
    row: Row = dict(explanation.binding)
    names = tuple(pair[0] for pair in explanation.binding)
    needed(names == free_variables(rule.on), "it binds other variables")
    needed(0 <= index < len(view), "there is no such time-point")
    _check(view, explanation.applies, core(expand_lets(rule.on)), (index, row, True))
    needed(len(explanation.conjuncts) == len(parts), "it has another number of conjuncts")
    for part, derivation in zip(parts, explanation.conjuncts, strict=True):
        _check(view, derivation, part, (index, row, derivation.holds))
    needed(bool(explanation.failing), "nothing fails")
    places = [(near.conjunct, near.path, near.values) for near in explanation.near]
    needed(len(set(places)) == len(places), "it tells a near miss twice")
    for near in explanation.near:
        needed(near.conjunct in explanation.failing, "it nearly missed what holds")
        _check_near(view, near, parts[near.conjunct], (index, row))
    needed(explanation.evidence == evidence(explanation), "it rests on other time-points")


def evidence(explanation: Explanation) -> tuple[int, ...]:
    """Every time-point at which a step of an explanation stands, ascending."""
    found: set[int] = set()
    waiting = [explanation.applies, *explanation.conjuncts]
    for near in explanation.near:
        waiting += (part for part in (near.at, near.undone) if part is not None)
    while waiting:
        derivation = waiting.pop()
        found.add(derivation.index)
        waiting += derivation.parts
    return tuple(sorted(found))


def named(
    view: View, derivation: Derivation, formula: Formula, row: Row, *, follow: bool = False
) -> tuple[int, Fact] | None:
    """The first fact a derivation rests on, and where.

    Args:
        view: the trace.
        derivation: a right one.
        formula: what it derives, in core form.
        row: the values of variables.
        follow: whether the fact may stand at another time-point.
    """
    index, holds, parts = derivation.index, derivation.holds, derivation.parts
    match formula:
        case Atom(predicate, terms) if holds:
            return index, Fact(predicate, tuple(value_of(term, row) for term in terms))
        case Not(body):
            inner = parts[0] if parts else Derivation(index=index, holds=not holds)
            return named(view, inner, body, row, follow=follow)
        case And(left, right) | Or(left, right):
            for operand, side in ((left, 0), (right, 1)):
                part = _operand(view, derivation, operand, row, side)
                found = named(view, part, operand, row, follow=follow) if part else None
                if found:
                    return found
        case Exists(names, body) if holds and parts:
            row = {**row, **dict(zip(names, parts[0].values, strict=True))}
            return named(view, parts[0], body, row, follow=follow)
        case Exists(_, body) if holds:
            for _, given in possible_values(view, formula, index, row, wide=False) or ():
                if decided(view, body, index, given):
                    leaf = Derivation(index=index, holds=True)
                    return named(view, leaf, body, given, follow=follow)
        case Previous(_, body) | Next(_, body) if holds and follow:
            return named(view, parts[0], body, row, follow=True)
        case Since(_, _, right) | Until(_, _, right) if holds and follow:
            return named(view, parts[0], right, row, follow=True)
    return None


def missed_by(view: View, formula: Since | Until, index: int, spot: int) -> tuple[Miss, int]:
    """How what was so at `spot` does not count at `index`, and by how many seconds."""
    low, high = formula.interval.low, formula.interval.high
    gap = abs(view.seconds(index) - view.seconds(spot))
    ahead = isinstance(formula, Until)
    if high is not None and gap > high:
        return "too-late" if ahead else "too-long-ago", gap - high
    if gap < low:
        return "too-early" if ahead else "too-recent", low - gap
    return "undone", 0


def _operand(
    view: View, derivation: Derivation, operand: Formula, row: Row, side: int
) -> Derivation | None:
    """The derivation of one operand of AND or OR, if what it derives rests on it."""
    index, holds, parts = derivation.index, derivation.holds, derivation.parts
    if len(parts) == 2:
        return parts[side]
    if parts:
        return parts[0] if derivation.side == side else None
    fact = decided(view, operand, index, row)
    return Derivation(index=index, holds=holds) if fact is holds else None


def _check(
    view: View,
    derivation: Derivation,
    formula: Formula,
    claim: tuple[int, Row, bool],
    values: tuple[Value, ...] = (),
) -> None:
    """Accept a derivation of "at this time-point, for this row, the formula holds (or fails)"."""
    index, row, holds = claim
    parts, side = derivation.parts, derivation.side
    needed(derivation.index == index, "a step stands at another time-point")
    needed(derivation.holds is holds, "a step shows the contrary")
    needed(derivation.values == values, "a step gives other values")
    fact = decided(view, formula, index, row)
    sided = fact is None and isinstance(formula, And | Or) and holds == isinstance(formula, Or)
    lasting = fact is None and isinstance(formula, Since | Until) and not holds
    needed(side == 0 or (side == 1 and sided), "a step has a side that it cannot have")
    needed(lasting or not derivation.broken, "a step is broken that cannot be")
    if fact is not None:
        needed(fact is holds and not parts, "the facts decide a step")
        return
    match formula:
        case Not(body):
            _check(view, _only(parts), body, (index, row, not holds))
        case And(left, right) | Or(left, right) if sided:
            _check(view, _only(parts), (left, right)[side], claim)
        case And(left, right) | Or(left, right):
            needed(len(parts) == 2, "both operands are needed")
            _check(view, parts[0], left, claim)
            _check(view, parts[1], right, claim)
        case Exists():
            _check_values(view, derivation, formula, row)
        case Previous(_, body) | Next(_, body):
            there = neighbour(view, formula, index)
            _check(view, _only(parts), body, (index if there is None else there, row, holds))
        case Since() | Until():
            _check_lasting(view, derivation, formula, row)
        case _:
            needed(False, "a step cannot be decided")


def _check_values(view: View, derivation: Derivation, formula: Exists, row: Row) -> None:
    index, parts = derivation.index, derivation.parts
    if derivation.holds:
        part = _only(parts)
        needed(len(part.values) == len(formula.variables), "a variable has no value")
        row = {**row, **dict(zip(formula.variables, part.values, strict=True))}
        _check(view, part, formula.body, (index, row, True), part.values)
        return
    every = possible_values(view, formula, index, row, wide=True)
    needed(every is not None, "the values of a variable cannot be told")
    waiting = list(parts)
    for values, given in every or ():
        fact = decided(view, formula.body, index, given)
        needed(fact is not True, "the facts decide the contrary")
        if fact is None:
            needed(bool(waiting), "a value is left out")
            _check(view, waiting.pop(0), formula.body, (index, given, False), values)
    needed(not waiting, "a value too many")


def _check_lasting(view: View, derivation: Derivation, formula: Since | Until, row: Row) -> None:
    index, parts, ahead = derivation.index, derivation.parts, isinstance(formula, Until)
    first, last = window(view, formula, index)
    if derivation.holds:
        needed(bool(parts), "where it began is left out")
        spot = parts[0].index
        needed(first <= spot <= last, "it began outside the window")
        _check(view, parts[0], formula.right, (spot, row, True))
        between = (index, spot - 1) if ahead else (spot + 1, index)
        _check_everywhere(view, parts[1:], formula.left, (*between, row, True))
    elif derivation.broken:
        needed(bool(parts), "where it broke is left out")
        spot = parts[0].index
        needed(spot in (range(index, len(view)) if ahead else range(index + 1)), "broke elsewhere")
        _check(view, parts[0], formula.left, (spot, row, False))
        rest = (first, min(last, spot)) if ahead else (max(first, spot), last)
        _check_everywhere(view, parts[1:], formula.right, (*rest, row, False))
    else:
        needed(closed(view, formula, index), "more may come within the window")
        _check_everywhere(view, parts, formula.right, (first, last, row, False))


def _check_everywhere(
    view: View, parts: Sequence[Derivation], body: Formula, claim: tuple[int, int, Row, bool]
) -> None:
    """The body holds, or fails, at every time-point of a range."""
    first, last, row, holds = claim
    waiting = list(reversed(parts))
    for spot in (
        () if isinstance(body, Truth) and holds else view.spots(body, first, last, row, quiet=holds)
    ):
        fact = decided(view, body, spot, row)
        needed(fact is None or fact is holds, "the facts decide the contrary")
        if fact is None:
            needed(bool(waiting), "a time-point is left out")
            _check(view, waiting.pop(), body, (spot, row, holds))
    needed(not waiting, "a time-point too many")


def _check_near(view: View, near: NearMiss, formula: Formula, place: tuple[int, Row]) -> None:
    """Walk down to the part a near miss speaks of, then check what it says of it."""
    index, row = place
    wanted, values = True, near.values
    for step in near.path:
        inside = children(formula)
        needed(0 <= step < len(inside), "there is no such part")
        match formula:
            case Not():
                wanted = not wanted
            case And() | Or():
                pass
            case Exists(names, _):
                given, values = values[: len(names)], values[len(names) :]
                needed(len(given) == len(names), "a variable has no value")
                row = {**row, **dict(zip(names, given, strict=True))}
            case Previous():
                there = neighbour(view, formula, index)
                needed(there is not None, "there is no time-point before")
                index = index if there is None else there
            case _:
                needed(False, "a near miss inside an operator")
        formula = inside[step]
    needed(not values, "a value of no variable")
    if near.miss == "happened":
        _check_happened(view, near, formula, (index, row, not wanted))
        return
    needed(wanted and isinstance(formula, Since | Until), "what must not be is not missed")
    if isinstance(formula, Since | Until):
        _check_missed(view, near, formula, (index, row))


def _check_happened(
    view: View, near: NearMiss, formula: Formula, claim: tuple[int, Row, bool]
) -> None:
    index, row, _ = claim
    needed(near.at is not None and not near.after, "what happened is left out")
    if near.at is not None:
        _check(view, near.at, formula, claim)
        spot, fact = named(view, near.at, formula, row, follow=True) or (index, None)
        needed((near.fact, near.seconds) == (fact, view.seconds(spot)), "another entry happened")
    undone = near.undone, near.undone_by, near.undone_seconds, near.short_by
    needed(undone == (None, None, None, 0), "what happened is neither missed nor undone")


def _check_missed(
    view: View, near: NearMiss, formula: Since | Until, place: tuple[int, Row]
) -> None:
    index, row = place
    ahead = isinstance(formula, Until)
    reach = (index, len(view) - 1) if ahead else (0, index)
    miss: Miss = "never"
    short_by = 0
    fact: Fact | None = None
    seconds: int | None = None
    if near.at is not None:
        spot = near.at.index
        needed(reach[0] <= spot <= reach[1], "the entry is on the other side")
        _check(view, near.at, formula.right, (spot, row, True))
        miss, short_by = missed_by(view, formula, index, spot)
        fact = (named(view, near.at, formula.right, row) or (spot, None))[1]
        seconds = view.seconds(spot)
        reach = (index, spot - 1) if ahead else (spot + 1, index)
    _check_everywhere(view, near.after, formula.right, (*reach, row, False))
    needed((near.miss, near.short_by) == (miss, short_by), "it was missed in another way")
    needed((near.fact, near.seconds) == (fact, seconds), "another entry is named")
    needed((near.undone is not None) is (miss == "undone"), "what undid it is left out")
    told: tuple[Fact | None, int | None] = None, None
    if near.undone is not None and near.at is not None:
        spot = near.undone.index
        after = range(index, near.at.index) if ahead else range(near.at.index + 1, index + 1)
        needed(spot in after, "it was undone at another time")
        _check(view, near.undone, formula.left, (spot, row, False))
        by = named(view, near.undone, formula.left, row)
        told = (by[1] if by else None), view.seconds(spot)
    needed((near.undone_by, near.undone_seconds) == told, "another entry undid it")


def _only(parts: Sequence[Derivation]) -> Derivation:
    needed(len(parts) == 1, "a step has one part")
    return parts[0]
