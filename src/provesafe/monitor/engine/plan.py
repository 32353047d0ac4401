"""Compile a part to closures that list its solutions at the present time-point.

A compiled part is a function of one list of registers. It finds each extension of the bound
variables that satisfies the part, puts it into the registers, and calls what comes next; it stops
as soon as that returns True. So one mechanism serves two questions: "is there any" (what comes
next is `yes`) and "list them all" (what comes next takes a row down and returns False).

    registers   0 facts now   1 second now   2 facts before   3 second before   4 rows found
                5… one for each variable, constant, table and index

Tables are found through registers, so that one compilation serves many memories. Nothing here
writes to a table: that is `nodes`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from provesafe.errors import InvariantBroken, invariant
from provesafe.monitor.engine.order import ordered
from provesafe.monitor.engine.parts import (
    Among,
    Both,
    Bound,
    Either,
    Gap,
    Kept,
    Match,
    Neither,
    Part,
    Some,
    Sure,
    Test,
    Total,
    conjuncts,
)
from provesafe.monitor.engine.table import Place, picker, window_test
from provesafe.monitor.engine.terms import aggregated, compared_slots, comparison, evaluator
from provesafe.rulebook import Const, Interval, Term, Value, Var

__all__ = ["BEFORE", "FACTS", "FACTS_BEFORE", "FOUND", "NOW", "Go", "Planner", "Registers", "yes"]

RIVALS_MAX = 3
"""LIMIT: so many tables are compared, for which has fewest rows to list."""

FACTS, NOW, FACTS_BEFORE, BEFORE, FOUND = range(5)

Registers: TypeAlias = list[Any]
Go: TypeAlias = Callable[[Registers], bool]
Slots: TypeAlias = list[tuple[int, int]]
"""Pairs of a place in a fact or row and a register."""


def yes(_registers: Registers) -> bool:
    """What comes next when any solution will do."""
    return True


def _no(_registers: Registers) -> bool:
    return False


class Planner:
    """Compiles parts over one set of registers, which grows with what is compiled."""

    def __init__(self) -> None:
        self._blank: Registers = [{}, 0, {}, None, []]
        self._slots: dict[str | tuple[str, Value], int] = {}

    @property
    def size(self) -> int:
        """How many registers there are."""
        return len(self._blank)

    def registers(self, start: int = 0) -> Registers:
        """Registers as they stand before anything is evaluated: only constants are in place."""
        return self._blank[start:]

    def slot(self, name: str) -> int:
        """The register of a variable."""
        return self._register(name, None)

    def place(self, *, columns: int, interval: Interval) -> Place:
        """Room for one more table."""
        return Place(columns=columns, interval=interval, rows=self._new(None), indexes={})

    def row(self, variables: tuple[str, ...]) -> Callable[[Registers], Any]:
        """A function that reads these variables from the registers as a row."""
        return picker(tuple(self.slot(name) for name in variables))

    def test(self, part: Part, bound: Bound) -> Go:
        """Compile the question whether a part holds."""
        return self.plan([part], bound, yes)

    def listing(self, parts: Sequence[Part], variables: tuple[str, ...]) -> Go:
        """Compile the listing of all rows of these variables that satisfy the parts together."""
        read = self.row(variables)

        def take(registers: Registers) -> bool:
            registers[FOUND].append(read(registers))
            return False

        return self.plan(parts, frozenset(), take)

    def plan(self, parts: Sequence[Part], bound: Bound, then: Go) -> Go:
        """Compile conjuncts, in the cheapest order that binds every variable in time.

        Args:
            parts: what must hold together.
            bound: the variables that have values when the result is called.
            then: what to do with each solution; True stops.
        """
        order = ordered(parts, bound)
        if order is None:
            raise InvariantBroken("a well-formed formula can be listed")
        steps: list[tuple[Part, Bound]] = []
        for place, part in enumerate(order):
            rivals = _rivals(order[place:], bound)
            if len(rivals) > 1:
                then = self._fewest(rivals, order[place:], bound, then)
                break
            steps.append((part, bound))
            bound |= part.names
        filtered: Among | None = None
        for place in range(len(steps) - 1, -1, -1):
            part, known = steps[place]
            if place and isinstance(part, Among) and part.variable in _free_row(*steps[place - 1]):
                filtered = part  # the rows just before are filtered as they are listed
            elif isinstance(part, Kept):
                then, filtered = self._kept(part, known, then, filtered), None
            else:
                then = self._step(part, known, then)
        return then

    def _fewest(self, rivals: list[Kept], parts: list[Part], bound: Bound, then: Go) -> Go:
        """List the rows of whichever table has fewest for what is bound; ask the others of them."""
        ways: list[Go] = []
        sizes: list[Callable[[Registers], int]] = []
        for rival in rivals:
            others = [part for part in parts if part is not rival]
            ways.append(self._kept(rival, bound, self.plan(others, bound | rival.names, then)))
            sizes.append(self._counting(rival, bound))
        return _smallest(tuple(ways), tuple(sizes))

    def _counting(self, kept: Kept, bound: Bound) -> Callable[[Registers], int]:
        """How many rows of a table have what is bound."""
        known = tuple(column for column, name in enumerate(kept.variables) if name in bound)
        index = kept.place.indexes[known]
        part = picker(tuple(self.slot(kept.variables[column]) for column in known))
        return lambda registers: len(registers[index].get(part(registers), ()))

    def _step(self, part: Part, bound: Bound, then: Go) -> Go:
        if isinstance(part, Either | Some) and then is not yes and part.names <= bound:
            return _tested(self._step(part, bound, yes), then)
        match part:
            case Sure(holds):
                return then if holds else _no
            case Match():
                return self._match(part, bound, then)
            case Kept():
                return self._kept(part, bound, then)
            case Gap(interval):
                return _gap(interval, then)
            case Test():
                return self._test(part, bound, then)
            case Among(name, values):
                return _among(self.slot(name), values, then, known=name in bound)
            case Neither(inner):
                return _refused(self._step(inner, bound, yes), then)
            case Both():
                return self.plan(conjuncts(part), bound, then)
            case Either(left, right):
                first = self._step(left, bound, then)
                return _either(first, self._step(right, bound, then))
            case Some(_, inner):
                return self._step(inner, bound, then)
            case Total():
                return self._total(part, bound, then)

    def _register(self, name: str | tuple[str, Value], value: Value | None) -> int:
        if name not in self._slots:
            self._slots[name] = self._new(value)
        return self._slots[name]

    def _new(self, value: Any) -> int:
        self._blank.append(value)
        return len(self._blank) - 1

    def _match(self, match: Match, bound: Bound, then: Go) -> Go:
        facts = FACTS_BEFORE if match.before else FACTS
        tests: Slots = []
        binds: Slots = []
        repeats: Slots = []
        seen: set[str] = set()
        for position, term in enumerate(match.terms):
            if isinstance(term, Const):
                tests.append((position, self._place_of(term) or 0))
                continue
            invariant(isinstance(term, Var), "arithmetic in an atom came to the planner")
            name = term.name if isinstance(term, Var) else ""
            slots = tests if name in bound else repeats if name in seen else binds
            slots.append((position, self.slot(name)))
            seen.add(name)
        if not binds:
            return _known_fact(match.predicate, [slot for _, slot in tests], facts, then)
        if not tests and not repeats:
            return _free_fact(match.predicate, [slot for _, slot in binds], facts, then)
        return _each_fact(match.predicate, facts, (tests, binds, repeats), then)

    def _kept(self, kept: Kept, bound: Bound, then: Go, among: Among | None = None) -> Go:
        place, clock = kept.place, BEFORE if kept.before else NOW
        slots = tuple(self.slot(name) for name in kept.variables)
        known = tuple(column for column, name in enumerate(kept.variables) if name in bound)
        within = window_test(kept.window or Interval())
        if len(known) == len(slots):
            return _known_row(place.rows, picker(slots), within, clock, then)
        free = [(column, slot) for column, slot in enumerate(slots) if column not in known]
        if known and known not in place.indexes:
            place.indexes[known] = self._new(None)
        index = place.indexes[known] if known else None
        part = picker(tuple(slots[column] for column in known))
        single = slots[0] if place.columns == 1 else None
        if among is not None:
            column, allowed = kept.variables.index(among.variable), frozenset(among.values)
            return _each_row_among(
                place.rows, (index, part), (free, single), (within, clock), (column, allowed), then
            )
        return _each_row(place.rows, (index, part), (free, single), (within, clock), then)

    def _test(self, test: Test, bound: Bound, then: Go) -> Go:
        left, right = test.left, test.right
        if test.names <= bound:
            places = self._place_of(left), self._place_of(right)
            if places[0] is not None and places[1] is not None:
                return compared_slots(test.op, places[0], places[1], then)
            first, second = evaluator(left, self.slot), evaluator(right, self.slot)
            return comparison(test.op, first, second, then)
        if not isinstance(left, Var) or left.name in bound:
            left, right = right, left
        if not isinstance(left, Var):
            raise InvariantBroken("a comparison that binds nothing came to the planner")
        place, value = self.slot(left.name), evaluator(right, self.slot)

        def assign(registers: Registers) -> bool:
            registers[place] = value(registers)
            return then(registers)

        return assign

    def _place_of(self, term: Term) -> int | None:
        """The register of a variable or a constant."""
        if isinstance(term, Var):
            return self.slot(term.name)
        if isinstance(term, Const):
            return self._register((type(term.value).__name__, term.value), term.value)
        return None

    def _total(self, total: Total, bound: Bound, then: Go) -> Go:
        spot = self._new(None)
        read = _tuple_reader([self.slot(name) for name in total.columns])

        def take(registers: Registers) -> bool:
            registers[spot].add(read(registers))
            return False

        inner = self._step(total.part, bound & frozenset(total.group), take)
        group = picker(tuple(total.columns.index(name) for name in total.group))
        over, op, grouped = total.columns.index(total.over), total.op, bool(total.group)
        free = [
            (place, self.slot(name)) for place, name in enumerate(total.group) if name not in bound
        ]
        single = len(total.group) == 1
        result, known = self.slot(total.result), total.result in bound

        def go(registers: Registers) -> bool:
            rows: set[tuple[Value, ...]] = set()
            registers[spot] = rows
            inner(registers)
            groups: dict[Any, list[Value]] = {} if grouped else {(): []}
            for row in rows:
                groups.setdefault(group(row), []).append(row[over])
            for key, values in groups.items():
                value = aggregated(op, values)
                if known and registers[result] != value:
                    continue
                for place, slot in free:
                    registers[slot] = key if single else key[place]
                registers[result] = value
                if then(registers):
                    return True
            return False

        return go


def _among(slot: int, values: tuple[Value, ...], then: Go, *, known: bool) -> Go:
    if known:
        allowed = frozenset(values)
        if then is yes:
            return lambda registers: registers[slot] in allowed
        return lambda registers: registers[slot] in allowed and then(registers)

    def go(registers: Registers) -> bool:
        for value in values:
            registers[slot] = value
            if then(registers):
                return True
        return False

    return go


def _tested(test: Go, then: Go) -> Go:
    return lambda registers: test(registers) and then(registers)


def _refused(test: Go, then: Go) -> Go:
    if then is yes:
        return lambda registers: not test(registers)
    return lambda registers: not test(registers) and then(registers)


def _either(first: Go, second: Go) -> Go:
    return lambda registers: first(registers) or second(registers)


def _gap(interval: Interval, then: Go) -> Go:
    """The seconds between the time-point before and this one must lie in the interval."""

    def go(registers: Registers) -> bool:
        before = registers[BEFORE]
        return before is not None and registers[NOW] - before in interval and then(registers)

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


def _free_fact(predicate: str, slots: list[int], facts: int, then: Go) -> Go:
    """Facts of which every argument is bound here, each to a variable of its own."""
    if len(slots) == 1:
        (only,) = slots

        def go_one(registers: Registers) -> bool:
            for arguments in registers[facts].get(predicate, ()):
                registers[only] = arguments[0]
                if then(registers):
                    return True
            return False

        return go_one

    def go(registers: Registers) -> bool:
        for arguments in registers[facts].get(predicate, ()):
            for slot, argument in zip(slots, arguments, strict=True):
                registers[slot] = argument
            if then(registers):
                return True
        return False

    return go


def _each_fact(predicate: str, facts: int, shape: tuple[Slots, Slots, Slots], then: Go) -> Go:
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
    rows: int,
    read: Callable[[Registers], Any],
    within: Callable[[Any, int], bool] | None,
    clock: int,
    then: Go,
) -> Go:
    if within is None:
        if then is yes:
            return lambda registers: read(registers) in registers[rows]
        return lambda registers: read(registers) in registers[rows] and then(registers)

    def go(registers: Registers) -> bool:
        kept = registers[rows].get(read(registers))
        return kept is not None and within(kept, registers[clock]) and then(registers)

    return go


def _each_row(
    rows: int,
    by: tuple[int | None, Callable[[Registers], Any]],
    binds: tuple[Slots, int | None],
    window: tuple[Callable[[Any, int], bool] | None, int],
    then: Go,
) -> Go:
    """Rows of a table, all or those an index leads to, each put into its registers."""
    (index, part), (free, single), (within, clock) = by, binds, window

    def go(registers: Registers) -> bool:
        table = registers[rows]
        found = table if index is None else registers[index].get(part(registers), ())
        for row in found:
            if within is None or within(table[row], registers[clock]):
                if single is not None:
                    registers[single] = row
                else:
                    for column, slot in free:
                        registers[slot] = row[column]
                if then(registers):
                    return True
        return False

    return go


def _each_row_among(
    rows: int,
    by: tuple[int | None, Callable[[Registers], Any]],
    binds: tuple[Slots, int | None],
    window: tuple[Callable[[Any, int], bool] | None, int],
    among: tuple[int, frozenset[Value]],
    then: Go,
) -> Go:
    """As `_each_row`, for rows with one of some values in a column."""
    (index, part), (free, single), (within, clock) = by, binds, window
    column, allowed = among

    def go(registers: Registers) -> bool:
        table = registers[rows]
        found = table if index is None else registers[index].get(part(registers), ())
        for row in found:
            if (row if single is not None else row[column]) not in allowed:
                continue
            if within is None or within(table[row], registers[clock]):
                if single is not None:
                    registers[single] = row
                else:
                    for place, slot in free:
                        registers[slot] = row[place]
                if then(registers):
                    return True
        return False

    return go


def _rivals(parts: Sequence[Part], bound: Bound) -> list[Kept]:
    """Tables that would give the same variables their values, if the first part is such a one."""
    first = parts[0]
    given = first.names - bound
    if not isinstance(first, Kept) or not given or not first.names & bound:
        return []
    every = [part for part in parts if isinstance(part, Kept) and part.names & bound]
    return [part for part in every if part.names - bound == given][:RIVALS_MAX]


def _smallest(ways: tuple[Go, ...], sizes: tuple[Callable[[Registers], int], ...]) -> Go:
    def go(registers: Registers) -> bool:
        best, fewest = ways[0], sizes[0](registers)
        for way, size in zip(ways[1:], sizes[1:], strict=True):
            if not fewest:
                return False
            found = size(registers)
            if found < fewest:
                best, fewest = way, found
        return best(registers)

    return go


def _free_row(part: Part, bound: Bound) -> Bound:
    """The variables that rows of a table give values to."""
    return part.names - bound if isinstance(part, Kept) else frozenset()
