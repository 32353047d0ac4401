"""Compile a core formula to closures that list its solutions at the present time-point.

A compiled formula is a function of one list of registers. It finds each extension of the bound
variables that satisfies the formula, puts it into the registers, and calls what comes next; it
stops as soon as that returns True. So one mechanism serves two questions: "is there any" (what
comes next is `yes`) and "list them all" (what comes next takes a row down and returns False).

    registers   0 facts now   1 second now   2 facts before   3 second before   4 rows found
                5… one for each variable and constant

A temporal operator is evaluated from its table, which stands as after the time-point before, and
from the facts of now; below PREVIOUS from the table alone, relative to the second before. Nothing
here writes to a table: that is `nodes`.

Equal temporal sub-formulas, whatever their variables are called, share one table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

from provesafe.errors import invariant
from provesafe.monitor.engine.normal import canonical
from provesafe.monitor.engine.safety import Bound, Conjunct, Stored, conjuncts, names_of, ordered
from provesafe.monitor.engine.table import Table, picker, window_test
from provesafe.monitor.engine.terms import aggregated, comparison, evaluator
from provesafe.rulebook import (
    ANY_TIME,
    Aggregate,
    And,
    Atom,
    Compare,
    Const,
    Exists,
    Falsity,
    Formula,
    Interval,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Truth,
    Value,
    Var,
    free_variables,
)

__all__ = ["BEFORE", "FACTS", "FACTS_BEFORE", "FOUND", "NOW", "Go", "Planner", "Registers", "yes"]

FACTS, NOW, FACTS_BEFORE, BEFORE, FOUND, FIRST_VARIABLE = range(6)

Registers: TypeAlias = list[Any]
Go: TypeAlias = Callable[[Registers], bool]


class Memory(Protocol):
    """Where the planner gets the table of a temporal formula from."""

    def table_of(self, twin: Formula) -> Table:
        """The table of a canonical Once, Since or Previous; the same one for the same twin."""


def yes(_registers: Registers) -> bool:
    """What comes next when any solution will do."""
    return True


def _no(_registers: Registers) -> bool:
    return False


class Planner:
    """Compiles formulas over one set of registers and one memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.registers: Registers = [{}, 0, {}, None, []]
        """The registers as they stand before anything is evaluated: constants are in place."""
        self._slots: dict[str | tuple[str, Value], int] = {}

    def slot(self, name: str) -> int:
        """The register of a variable."""
        return self._register(name, None)

    def plan(self, core: Conjunct, bound: Bound, then: Go, *, before: bool = False) -> Go:
        """Compile `core` so that each extension of `bound` that satisfies it goes on to `then`.

        Args:
            core: a formula in core form that is `ready` from `bound`.
            bound: the variables that have values when the result is called.
            then: what to do with each solution; True stops.
            before: evaluate it at the time-point before.
        """
        simple = isinstance(core, Atom | Compare | Truth | Falsity | Not | And | Stored)
        if not simple and then is not yes and names_of(core) <= bound:
            return _tested(self.plan(core, bound, yes, before=before), then)
        match core:
            case Truth():
                return then
            case Falsity():
                return _no
            case Atom():
                return self._atom(core, bound, then, FACTS_BEFORE if before else FACTS)
            case Compare():
                return self._compare(core, bound, then)
            case Not(body):
                return _refused(self.plan(body, bound, yes, before=before), then)
            case And():
                return self.conjunction(conjuncts(core), bound, then, before=before)
            case Or(left, right):
                first = self.plan(left, bound, then, before=before)
                return _either(first, self.plan(right, bound, then, before=before))
            case Exists(_, body):
                return self.plan(body, bound, then, before=before)
            case Previous(interval, body):
                if before:
                    return self._rows(core, bound, then, before=True)
                return _gap(interval, self.plan(body, bound, then, before=True))
            case Once() | Since():
                return self._temporal(core, bound, then, before=before)
            case Aggregate():
                return self._aggregate(core, bound, then, before=before)
            case Stored(table, variables):
                return self._scan(table, variables, bound, then, ANY_TIME, NOW)
        invariant(False, f"{type(core).__name__} cannot be compiled")
        return _no

    def conjunction(
        self, parts: Sequence[Conjunct], bound: Bound, then: Go, *, before: bool = False
    ) -> Go:
        """Compile conjuncts in the cheapest order that binds every variable in time."""
        order = ordered(parts, bound, before=before)
        invariant(order is not None, "a conjunction that cannot be listed came to the planner")
        steps: list[tuple[Conjunct, Bound]] = []
        for part in order or ():
            steps.append((part, bound))
            bound |= names_of(part)
        for part, known in reversed(steps):
            then = self.plan(part, known, then, before=before)
        return then

    def row(self, variables: tuple[str, ...]) -> Callable[[Registers], Any]:
        """A function that reads these variables from the registers as a row."""
        return picker(tuple(self.slot(name) for name in variables))

    def _register(self, name: str | tuple[str, Value], value: Value | None) -> int:
        if name not in self._slots:
            self._slots[name] = len(self.registers)
            self.registers.append(value)
        return self._slots[name]

    def _atom(self, atom: Atom, bound: Bound, then: Go, facts: int) -> Go:
        tests: list[tuple[int, int]] = []
        binds: list[tuple[int, int]] = []
        repeats: list[tuple[int, int]] = []
        seen: set[str] = set()
        for position, term in enumerate(atom.terms):
            match term:
                case Const(value):
                    kind = type(value).__name__
                    tests.append((position, self._register((kind, value), value)))
                case Var(name):
                    place = tests if name in bound else repeats if name in seen else binds
                    place.append((position, self.slot(name)))
                    seen.add(name)
                case _:
                    invariant(False, "arithmetic in an atom came to the planner")
        if not binds:
            return _known_fact(atom.predicate, [slot for _, slot in tests], facts, then)
        return _each_fact(atom.predicate, facts, (tests, binds, repeats), then)

    def _compare(self, compare: Compare, bound: Bound, then: Go) -> Go:
        if names_of(compare) <= bound:
            left = evaluator(compare.left, self.slot)
            return comparison(compare.op, left, evaluator(compare.right, self.slot), then)
        target, source = compare.left, compare.right
        if not (isinstance(target, Var) and target.name not in bound):
            target, source = source, target
        invariant(isinstance(target, Var), "a comparison that binds nothing came to the planner")
        place = self.slot(target.name) if isinstance(target, Var) else 0
        value = evaluator(source, self.slot)

        def assign(registers: Registers) -> bool:
            registers[place] = value(registers)
            return then(registers)

        return assign

    def _temporal(self, core: Once | Since, bound: Bound, then: Go, *, before: bool) -> Go:
        if before:
            return self._rows(core, bound, then, before=True)
        if isinstance(core, Since):
            kept = self.plan(core.left, bound | names_of(core.right), then)
            past = self._rows(core, bound, kept, before=False)
            fresh = core.right
        else:
            past = self._rows(core, bound, then, before=False)
            fresh = core.body
        if core.interval.low > 0:
            return past
        return _either(past, self.plan(fresh, bound, then))

    def _rows(self, core: Once | Since | Previous, bound: Bound, then: Go, *, before: bool) -> Go:
        """List the rows that the operator's table holds, within its window."""
        twin, variables = canonical(core)
        window = ANY_TIME if isinstance(core, Previous) else core.interval
        table = self._memory.table_of(twin)
        return self._scan(table, variables, bound, then, window, BEFORE if before else NOW)

    def _scan(
        self,
        table: Table,
        variables: tuple[str, ...],
        bound: Bound,
        then: Go,
        window: Interval,
        clock: int,
    ) -> Go:
        slots = tuple(self.slot(name) for name in variables)
        known = tuple(place for place, name in enumerate(variables) if name in bound)
        within = window_test(window)
        if len(known) == len(variables):
            return _known_row(table.rows, picker(slots), within, clock, then)
        free = [(place, slots[place]) for place in range(len(slots)) if place not in known]
        part = picker(tuple(slots[place] for place in known))
        index = table.index(known) if known else None
        return _each_row(table, index, part, free, within, clock, then)

    def _aggregate(self, core: Aggregate, bound: Bound, then: Go, *, before: bool) -> Go:
        names = free_variables(core.body)
        spot = self._register(f"rows of an aggregate~{len(self.registers)}", None)
        read = _tuple_reader([self.slot(name) for name in names])

        def take(registers: Registers) -> bool:
            registers[spot].add(read(registers))
            return False

        inner = self.plan(core.body, bound & frozenset(core.group), take, before=before)
        group = picker(tuple(names.index(name) for name in core.group))
        over = names.index(core.over)
        places = [(self.slot(name), name in bound) for name in core.group]
        result, known = self.slot(core.result), core.result in bound

        def go(registers: Registers) -> bool:
            rows: set[tuple[Value, ...]] = set()
            registers[spot] = rows
            inner(registers)
            groups: dict[Any, list[Value]] = {}
            for row in rows:
                groups.setdefault(group(row), []).append(row[over])
            if not groups and not core.group:
                groups[()] = []
            for key, values in groups.items():
                value = aggregated(core.op, values)
                if known and registers[result] != value:
                    continue
                for (place, fixed), part in zip(
                    places, key if len(places) != 1 else (key,), strict=True
                ):
                    if not fixed:
                        registers[place] = part
                registers[result] = value
                if then(registers):
                    return True
            return False

        return go


def _tested(test: Go, then: Go) -> Go:
    def go(registers: Registers) -> bool:
        return test(registers) and then(registers)

    return go


def _refused(test: Go, then: Go) -> Go:
    if then is yes:
        return lambda registers: not test(registers)

    def go(registers: Registers) -> bool:
        return not test(registers) and then(registers)

    return go


def _either(first: Go, second: Go) -> Go:
    def go(registers: Registers) -> bool:
        return first(registers) or second(registers)

    return go


def _gap(interval: Interval, inner: Go) -> Go:
    """The seconds between the time-point before and this one must lie in the interval."""

    def go(registers: Registers) -> bool:
        before = registers[BEFORE]
        return before is not None and registers[NOW] - before in interval and inner(registers)

    return go


def _tuple_reader(slots: list[int]) -> Callable[[Registers], tuple[Value, ...]]:
    if len(slots) == 1:
        (slot,) = slots
        return lambda registers: (registers[slot],)
    return picker(tuple(slots))


def _known_fact(predicate: str, slots: list[int], facts: int, then: Go) -> Go:
    read = _tuple_reader(slots)
    if then is yes:
        return lambda registers: read(registers) in registers[facts].get(predicate, ())

    def go(registers: Registers) -> bool:
        return read(registers) in registers[facts].get(predicate, ()) and then(registers)

    return go


def _each_fact(
    predicate: str,
    facts: int,
    shape: tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]],
    then: Go,
) -> Go:
    tests, binds, repeats = shape

    def go(registers: Registers) -> bool:
        for arguments in registers[facts].get(predicate, ()):
            for position, slot in tests:
                if arguments[position] != registers[slot]:
                    break
            else:
                for position, slot in binds:
                    registers[slot] = arguments[position]
                for position, slot in repeats:
                    if arguments[position] != registers[slot]:
                        break
                else:
                    if then(registers):
                        return True
        return False

    return go


def _known_row(
    rows: dict[Any, Any],
    read: Callable[[Registers], Any],
    within: Callable[[Any, int], bool] | None,
    clock: int,
    then: Go,
) -> Go:
    if within is None:
        if then is yes:
            return lambda registers: read(registers) in rows
        return lambda registers: read(registers) in rows and then(registers)

    def go(registers: Registers) -> bool:
        kept = rows.get(read(registers))
        return kept is not None and within(kept, registers[clock]) and then(registers)

    return go


def _each_row(
    table: Table,
    index: dict[Any, dict[Any, None]] | None,
    part: Callable[[Registers], Any],
    free: list[tuple[int, int]],
    within: Callable[[Any, int], bool] | None,
    clock: int,
    then: Go,
) -> Go:
    rows, single = table.rows, table.columns == 1

    def go(registers: Registers) -> bool:
        for row in rows if index is None else index.get(part(registers), ()):
            if within is None or within(rows[row], registers[clock]):
                for place, slot in free:
                    registers[slot] = row if single else row[place]
                if then(registers):
                    return True
        return False

    return go
