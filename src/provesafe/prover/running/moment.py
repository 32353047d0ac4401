"""What formulas answer at one time-point, where flags stand for all that happened before.

An answer is a row with the condition under which it is one. Where every flag is known (following a
record) conditions are 0 or 1 and this is a monitor; where flags are open (building a model) it
gives guards and what becomes of each flag. One function for both, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from provesafe.errors import invariant
from provesafe.prover.running.conditions import ALWAYS, NEVER, Conditions
from provesafe.prover.running.families import Families, Family
from provesafe.rulebook import (
    And,
    Atom,
    Compare,
    Exists,
    Fact,
    Falsity,
    Formula,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    Truth,
    Value,
    Var,
    compare_values,
    free_variables,
    same_value,
    term_value,
)

__all__ = ["Flags", "Key", "Moment"]

Key: TypeAlias = tuple[Value, ...]
Flags: TypeAlias = Mapping[int, Mapping[Key, int]]
"""By family: under which condition each of its flags is set."""
Row: TypeAlias = dict[str, Value]


class Moment:
    """One time-point: its facts, and the flags as they were before it."""

    def __init__(
        self, facts: Sequence[Fact], before: Flags, families: Families, conditions: Conditions
    ) -> None:
        self.families = families
        self.conditions = conditions
        self.before = before
        self.facts: dict[str, list[tuple[Value, ...]]] = {}
        for fact in sorted(facts, key=repr):
            self.facts.setdefault(fact.predicate, []).append(fact.arguments)
        self.predicates = frozenset(self.facts)
        self._now: dict[int, Mapping[Key, int]] = {}

    def now(self, family: Family) -> Mapping[Key, int]:
        """A family's flags at this time-point."""
        if family.number not in self._now:
            self._now[family.number] = self._after(family)
        return self._now[family.number]

    def set_anew(self, family: Family) -> Mapping[Key, int]:
        """The flags that this time-point sets, whatever they were."""
        if family.quiet is not None and not family.quiet & self.predicates:
            return {}
        found: dict[Key, int] = {}
        for row, condition in self.answers(family.right, {}):
            key = tuple(row[name] for name in family.variables)
            found[key] = self.conditions.either(found.get(key, NEVER), condition)
        return found

    def kept(self, family: Family, key: Key) -> int:
        """The condition under which a flag that is set stays set."""
        if family.left is None:
            return ALWAYS
        if family.quiet is not None and not family.quiet & self.predicates:
            return ALWAYS
        return self.holds(family.left, dict(zip(family.variables, key, strict=True)))

    def holds(self, part: Formula, row: Row) -> int:
        """The condition under which some row that extends this one is an answer."""
        found = NEVER
        for _, condition in self.answers(part, row):
            found = self.conditions.either(found, condition)
            if found == ALWAYS:
                break
        return found

    def answers(
        self, part: Formula, row: Row, *, before: bool = False
    ) -> Iterator[tuple[Row, int]]:
        """Every row over a part's free variables that agrees with `row`, with its condition.

        Args:
            part: of a gathered formula.
            row: values given from outside.
            before: ask of the time-point before, where no fact is looked at.
        """
        match part:
            case Truth():
                yield row, ALWAYS
            case Falsity():
                return
            case Atom(predicate, terms):
                invariant(not before, "no fact of the time-point before is kept")
                for arguments in self.facts.get(predicate, ()):
                    matched = _matched(terms, arguments, row)
                    if matched is not None:
                        yield matched, ALWAYS
            case Compare():
                compared = _compared(part, row)
                if compared is not None:
                    yield compared, ALWAYS
            case Not(body):
                condition = NEVER
                for _, one in self.answers(body, row, before=before):
                    condition = self.conditions.either(condition, one)
                if condition != ALWAYS:
                    yield row, self.conditions.negation(condition)
            case And(left, right):
                for first, one in self.answers(left, row, before=before):
                    for second, other in self.answers(right, first, before=before):
                        condition = self.conditions.both(one, other)
                        if condition != NEVER:
                            yield second, condition
            case Or(left, right):
                yield from self.answers(left, row, before=before)
                yield from self.answers(right, row, before=before)
            case Exists(variables, body):
                yield from self._hidden(variables, body, row, before)
            case Previous(_, body):
                yield from self.answers(body, row, before=True)
            case Once() | Since():
                yield from self._flagged(part, row, before)
            case _:
                invariant(False, f"{type(part).__name__} was not refused")

    def _hidden(
        self, variables: tuple[str, ...], body: Formula, row: Row, before: bool
    ) -> Iterator[tuple[Row, int]]:
        """Rows of `body` without the hidden variables; those that become one are joined."""
        outer = {name: value for name, value in row.items() if name not in variables}
        found: dict[tuple[tuple[str, Value], ...], tuple[Row, int]] = {}
        for inner, condition in self.answers(body, outer, before=before):
            kept = {name: value for name, value in inner.items() if name not in variables}
            key = tuple(sorted(kept.items()))
            known = found.get(key, (kept, NEVER))[1]
            found[key] = (kept, self.conditions.either(known, condition))
        hidden = {name: row[name] for name in variables if name in row}
        for kept, condition in found.values():
            yield {**kept, **hidden}, condition

    def _flagged(self, part: Once | Since, row: Row, before: bool) -> Iterator[tuple[Row, int]]:
        family, names = self.families.at(part)
        flags = self.before.get(family.number, {}) if before else self.now(family)
        terms = tuple(Var(name) for name in names)
        for key, condition in flags.items():
            if condition != NEVER:
                matched = _matched(terms, key, row)
                if matched is not None:
                    yield matched, condition

    def _after(self, family: Family) -> Mapping[Key, int]:
        before = self.before.get(family.number, {})
        if family.quiet is not None and not family.quiet & self.predicates:
            return before
        found = dict(self.set_anew(family))
        for key, was in before.items():
            if was == NEVER or found.get(key) == ALWAYS:
                continue
            stays = self.conditions.both(was, self.kept(family, key))
            if stays != NEVER:
                found[key] = self.conditions.either(found.get(key, NEVER), stays)
        return found


def _matched(terms: tuple[Term, ...], arguments: tuple[Value, ...], row: Row) -> Row | None:
    """The row, extended so that the terms are the arguments, if it can be."""
    found = row
    for term, argument in zip(terms, arguments, strict=True):
        if isinstance(term, Var) and term.name not in found:
            found = {**found, term.name: argument} if found is row else _put(found, term, argument)
        elif not same_value(term_value(term, found), argument):
            return None
    return found


def _put(row: Row, term: Var, argument: Value) -> Row:
    row[term.name] = argument
    return row


def _compared(part: Compare, row: Row) -> Row | None:
    for one, other in ((part.left, part.right), (part.right, part.left)):
        if isinstance(one, Var) and one.name not in row:
            invariant(all(v in row for v in free_variables(Compare("=", other, other))), "arranged")
            value = term_value(other, row)
            invariant(isinstance(value, int | str), "no fractions without sums")
            return {**row, one.name: value}  # type: ignore[dict-item]
    left, right = term_value(part.left, row), term_value(part.right, row)
    return row if compare_values(part.op, left, right) else None
