"""Why is a rule violated: which conjunct of what it requires fails, and what came nearest.

    explanation = explain(rule, binding, trace, index)
    explanation.failing          which conjuncts of `require`, left to right
    explanation.near             the last entry that would have met each, and why it did not count
    explanation.evidence         the time-points it rests on

Everything is data; whoever shows it finds the words. It works from a trace, on demand, and carries
its own derivation, which `recheck` accepts or refuses without this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provesafe.errors import invariant
from provesafe.monitor.derivation import Derivation, Explanation, NearMiss
from provesafe.monitor.pointwise import (
    ExplanationError,
    Forms,
    Names,
    Row,
    View,
    closed,
    decided,
    neighbour,
    possible_values,
    window,
)
from provesafe.monitor.recheck import evidence, missed_by, named
from provesafe.monitor.trace import IndexedTrace
from provesafe.monitor.verdicts import Binding, RuleLike
from provesafe.rulebook import (
    And,
    Exists,
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
)

__all__ = ["explain"]

STEPS_MAX = 20_000
"""LIMIT: steps of a derivation that are looked for, unless somebody asks for more or fewer."""
VALUES_MAX = 16
"""LIMIT: for a quantifier that nothing satisfies, so many values are tried for the nearest miss."""


def explain(
    rule: RuleLike,
    binding: Binding | Mapping[str, Value],
    trace: Sequence[TimePoint],
    index: int,
    *,
    observed_until: int | None = None,
    steps_max: int = STEPS_MAX,
) -> Explanation:
    """Say why a rule is violated.

    Args:
        rule: the rule.
        binding: a value for each free variable of its `on`.
        trace: every time-point from the start; an `IndexedTrace` is not read whole.
        index: the time-point at which it is violated.
        observed_until: every second before this one is known; needed where the rule looks ahead.
        steps_max: give up after so many steps; a step takes about half a millisecond at most.

    Raises:
        ExplanationError: it is not violated there, or its derivation cannot be written down, or
            not in so many steps.
    """
    view = trace if isinstance(trace, IndexedTrace) else IndexedTrace(trace)
    until = view.until if observed_until is None else observed_until
    forms = view.forms(rule)
    search = _Search(_Reading(view, until, forms.names), steps_max)
    values = dict(binding)
    row: Row = {name: values[name] for name in forms.binds}
    applies = search.derive(forms.on, index, row)
    parts = forms.parts
    found = tuple(search.derive(part, index, row) for part in parts)
    if not applies.holds or all(part.holds for part in found):
        raise ExplanationError(f"`{rule.rulebook}/{rule.id}` is not violated at `{index}`")
    near = tuple(
        miss
        for place, derivation in enumerate(found)
        if not derivation.holds
        for miss in _Nearest(search, forms, place).misses(parts[place], index, row)
    )
    explanation = Explanation(
        rule_id=f"{rule.rulebook}/{rule.id}",
        binding=tuple(row.items()),
        index=index,
        applies=applies,
        conjuncts=found,
        near=near,
        evidence=(),
    )
    return replace(explanation, evidence=evidence(explanation))


class _Reading:
    """A trace as one explanation reads it."""

    def __init__(self, trace: IndexedTrace, until: int | None, names: Names) -> None:
        self.until = until
        self.names = names
        self.seconds = trace.seconds
        self.rows = trace.rows
        self.spots = trace.spots
        self._length = len(trace)

    def __len__(self) -> int:
        return self._length


class _Search:
    """Finds derivations in one trace, and remembers them."""

    def __init__(self, view: View, steps_max: int) -> None:
        self.view = view
        self._steps_left = steps_max
        self._found: dict[tuple[int, int, tuple[tuple[str, Any], ...]], Derivation] = {}

    def derive(self, formula: Formula, index: int, row: Row) -> Derivation:
        """Why a formula in core form holds, or fails."""
        known = tuple((name, row[name]) for name in sorted(self.view.names(formula)))
        key = id(formula), index, known
        if key not in self._found:
            fact = decided(self.view, formula, index, row)
            self._found[key] = (
                self._derive(formula, index, dict(known))
                if fact is None
                else Derivation(index=index, holds=fact)
            )
        return self._found[key]

    def everywhere(
        self, formula: Formula, reach: tuple[int, int], row: Row, *, holds: bool
    ) -> tuple[Derivation, ...]:
        """Why a formula holds, or fails, all over a range, where the facts alone do not say so."""
        if isinstance(formula, Truth) and holds:
            return ()
        spots = self.view.spots(formula, *reach, row, quiet=holds)
        undecided = (spot for spot in spots if decided(self.view, formula, spot, row) is None)
        return tuple(self.derive(formula, spot, row) for spot in undecided)

    def first_failing(
        self, formula: Formula, reach: tuple[int, int], row: Row
    ) -> Derivation | None:
        """The first time-point of a range at which a formula fails."""
        if isinstance(formula, Truth):
            return None
        for spot in self.view.spots(formula, *reach, row, quiet=True):
            found = self.derive(formula, spot, row)
            if not found.holds:
                return found
        return None

    def _derive(self, formula: Formula, index: int, row: Row) -> Derivation:
        self._steps_left -= 1
        if self._steps_left < 0:
            raise ExplanationError("the explanation takes more steps than were allowed")
        match formula:
            case Not(body):
                inner = self.derive(body, index, row)
                return Derivation(index=index, holds=not inner.holds, parts=(inner,))
            case And() | Or():
                return self._joined(formula, index, row)
            case Exists():
                return self._exists(formula, index, row)
            case Previous(_, body) | Next(_, body):
                there = neighbour(self.view, formula, index)
                inner = self.derive(body, index if there is None else there, row)
                return Derivation(index=index, holds=inner.holds, parts=(inner,))
            case Since():
                return self._since(formula, index, row)
            case Until():
                return self._until(formula, index, row)
        raise ExplanationError(f"a {type(formula).__name__} cannot be derived")

    def _joined(self, formula: And | Or, index: int, row: Row) -> Derivation:
        """One operand may decide even where the other is still open."""
        stop = isinstance(formula, Or)
        parts: list[Derivation] = []
        still_open: ExplanationError | None = None
        for side, operand in enumerate((formula.left, formula.right)):
            try:
                part = self.derive(operand, index, row)
            except ExplanationError as error:
                still_open = error
                continue
            if part.holds is stop:
                return Derivation(index=index, holds=stop, parts=(part,), side=side)
            parts.append(part)
        if still_open is not None:
            raise still_open
        return Derivation(index=index, holds=not stop, parts=tuple(parts))

    def _exists(self, formula: Exists, index: int, row: Row) -> Derivation:
        every = possible_values(self.view, formula, index, row, wide=True)
        if every is None:
            raise ExplanationError("the values of a quantified variable cannot be told")
        parts: list[Derivation] = []
        for values, given in every:
            fact = decided(self.view, formula.body, index, given)
            if fact is False:
                continue
            part = replace(self.derive(formula.body, index, given), values=values)
            if part.holds:
                return Derivation(index=index, holds=True, parts=(part,))
            parts.append(part)
        return Derivation(index=index, holds=False, parts=tuple(parts))

    def _since(self, formula: Since, index: int, row: Row) -> Derivation:
        left, right = formula.left, formula.right
        first, last = window(self.view, formula, index)
        spots = self.view.spots(right, first, last, row, quiet=False)
        for spot in reversed([*spots]):
            began = self.derive(right, spot, row)
            if began.holds:
                break
        else:
            parts = self.everywhere(right, (first, last), row, holds=False)
            return Derivation(index=index, holds=False, parts=parts)
        broke = self.first_failing(left, (began.index + 1, index), row)
        if broke is None:
            lasted = self.everywhere(left, (began.index + 1, index), row, holds=True)
            return Derivation(index=index, holds=True, parts=(began, *lasted))
        rest = self.everywhere(right, (max(first, broke.index), last), row, holds=False)
        return Derivation(index=index, holds=False, broken=True, parts=(broke, *rest))

    def _until(self, formula: Until, index: int, row: Row) -> Derivation:
        left, right = formula.left, formula.right
        first, last = window(self.view, formula, index)
        for spot in range(index, last + 1):
            if spot >= first:
                began = self.derive(right, spot, row)
                if began.holds:
                    lasted = self.everywhere(left, (index, spot - 1), row, holds=True)
                    return Derivation(index=index, holds=True, parts=(began, *lasted))
            broke = self.derive(left, spot, row)
            if not broke.holds:
                rest = self.everywhere(right, (first, min(last, spot)), row, holds=False)
                return Derivation(index=index, holds=False, broken=True, parts=(broke, *rest))
        if not closed(self.view, formula, index):
            raise ExplanationError("more may come within the window")
        parts = self.everywhere(right, (first, last), row, holds=False)
        return Derivation(index=index, holds=False, parts=parts)


class _Nearest:
    """Finds what came nearest to meeting one conjunct."""

    def __init__(self, search: _Search, forms: Forms, conjunct: int) -> None:
        self._search = search
        self._forms = forms
        self._view = search.view
        self._conjunct = conjunct

    def misses(self, formula: Formula, index: int, row: Row) -> tuple[NearMiss, ...]:
        """Near misses of a formula that fails but should hold."""
        return tuple(self._walk(formula, (index, row), (), (), wanted=True))

    def _walk(
        self,
        formula: Formula,
        place: tuple[int, Row],
        path: tuple[int, ...],
        values: tuple[Value, ...],
        *,
        wanted: bool,
    ) -> Iterator[NearMiss]:
        """Go down to every part that is other than wanted."""
        index, row = place
        if self._search.derive(formula, index, row).holds is wanted:
            return
        match formula:
            case Not(body):
                yield from self._walk(body, place, (*path, 0), values, wanted=not wanted)
            case And(left, right) | Or(left, right):
                yield from self._walk(left, place, (*path, 0), values, wanted=wanted)
                yield from self._walk(right, place, (*path, 1), values, wanted=wanted)
            case Exists():
                yield from self._tried(formula, place, path, values, wanted=wanted)
            case Previous(_, body) if wanted and index > 0:
                there = neighbour(self._view, formula, index)
                if there is not None:
                    yield from self._walk(body, (there, row), (*path, 0), values, wanted=wanted)
            case Since() | Until() if wanted:
                yield self._missed(formula, place, path, values)
            case _ if not wanted:
                yield self._happened(formula, place, path, values)

    def _tried(
        self,
        formula: Exists,
        place: tuple[int, Row],
        path: tuple[int, ...],
        values: tuple[Value, ...],
        *,
        wanted: bool,
    ) -> Iterator[NearMiss]:
        """Of all values, the one that came nearest; if it should not be, the one that is."""
        index, row = place
        body, down = formula.body, (*path, 0)
        if not wanted:
            part = self._search.derive(formula, index, row).parts
            if not part:  # the facts decide: name the fact
                yield self._happened(formula, place, path, values)
                return
            found = values + part[0].values
            given = {**row, **dict(zip(formula.variables, part[0].values, strict=True))}
            yield from self._walk(body, (index, given), down, found, wanted=False)
            return
        every = self._values(formula, index, row)
        able = [one for one in every if decided(self._view, body, index, one[1]) is not False]
        tried = [
            [*self._walk(body, (index, given), down, values + own, wanted=True)]
            for own, given in (able or every)[-VALUES_MAX:]
        ]
        best = max(tried, key=_closeness, default=[])
        yield from best

    def _values(self, formula: Exists, index: int, row: Row) -> list[tuple[tuple[Value, ...], Row]]:
        """Values that the formula could take now, or ever could have taken before."""
        loose = self._forms.anytime(formula)
        return possible_values(self._view, loose, index, row, wide=True) or []

    def _happened(
        self,
        formula: Formula,
        place: tuple[int, Row],
        path: tuple[int, ...],
        values: tuple[Value, ...],
    ) -> NearMiss:
        index, row = place
        at = self._search.derive(formula, index, row)
        spot, fact = named(self._view, at, formula, row, follow=True) or (index, None)
        return NearMiss(
            conjunct=self._conjunct,
            path=path,
            values=values,
            miss="happened",
            at=at,
            fact=fact,
            seconds=self._view.seconds(spot),
        )

    def _missed(
        self,
        formula: Since | Until,
        place: tuple[int, Row],
        path: tuple[int, ...],
        values: tuple[Value, ...],
    ) -> NearMiss:
        """The last entry before that would have met it, or the first after."""
        (index, row), right = place, formula.right
        ahead = isinstance(formula, Until)
        reach = (index, len(self._view) - 1) if ahead else (0, index)
        spots = self._view.spots(right, *reach, row, quiet=False)
        for spot in spots if ahead else reversed([*spots]):
            at = self._search.derive(right, spot, row)
            if at.holds:
                break
        else:
            after = self._search.everywhere(right, reach, row, holds=False)
            return NearMiss(
                conjunct=self._conjunct, path=path, values=values, miss="never", after=after
            )
        again = (index, spot - 1) if ahead else (spot + 1, index)
        miss, short_by = missed_by(self._view, formula, index, spot)
        fact = named(self._view, at, right, row)
        found = NearMiss(
            conjunct=self._conjunct,
            path=path,
            values=values,
            miss=miss,
            at=at,
            fact=fact[1] if fact else None,
            seconds=self._view.seconds(spot),
            after=self._search.everywhere(right, again, row, holds=False),
            short_by=short_by,
        )
        return self._undone(found, formula, place) if miss == "undone" else found

    def _undone(self, near: NearMiss, formula: Since | Until, place: tuple[int, Row]) -> NearMiss:
        """Add what undid it: the first time-point at which the left side fails."""
        (index, row), left = place, formula.left
        spot = near.at.index if near.at else index
        reach = (index, spot - 1) if isinstance(formula, Until) else (spot + 1, index)
        undone = self._search.first_failing(left, reach, row)
        if undone is not None:
            by = named(self._view, undone, left, row)
            return replace(
                near,
                undone=undone,
                undone_by=by[1] if by else None,
                undone_seconds=self._view.seconds(undone.index),
            )
        invariant(False, "what is in the window and not undone is not missed")
        return near


def _closeness(misses: Sequence[NearMiss]) -> tuple[bool, int]:
    """What came nearest: an entry before none, a later one before an earlier one."""
    seconds = [miss.seconds for miss in misses if miss.seconds is not None]
    return bool(seconds), max(seconds, default=0)
