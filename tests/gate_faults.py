"""Faults to plant in the gate: what its tests must notice.

Each replaces one function by one that is wrong in the way a programmer is wrong: a bound off by
one, a tie forgotten, a row not dropped, an index by the wrong column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from provesafe.monitor.engine.parts import YES, Kept, Match, either
from provesafe.monitor.engine.plan import FACTS_BEFORE
from provesafe.rulebook import Const, Interval, Once, Since, Truth

__all__ = ["FAULTS", "Fault", "planted"]

Wrong = Callable[[Any], Any]


@dataclass(frozen=True)
class Fault:
    """One wrong function: where it stands, and how it is made from the right one."""

    name: str
    where: str
    """Module and attribute, as in `engine.table:Table.add`; several where one is imported."""
    wrong: Wrong
    law: bool = False
    """Whether it breaks a law of the gate, and perhaps no verdict."""


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """Let the fault be there for a while."""
    places = [_owner(place) for place in fault.where.split()]
    rights = [(owner, name, owner.__dict__[name]) for owner, name in places]
    wrong = fault.wrong(rights[0][2])
    for owner, name, _ in rights:
        setattr(owner, name, wrong)
    try:
        yield
    finally:
        for owner, name, right in rights:
            setattr(owner, name, right)


def _owner(place: str) -> tuple[Any, str]:
    module, _, path = place.partition(":")
    owner: Any = import_module(f"provesafe.monitor.{module}")
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    return owner, name


def _window(change: Callable[[Interval], Interval]) -> Wrong:
    """Rows count within another window."""
    return lambda right: lambda interval: right(change(interval))


def _higher(by: int) -> Callable[[Interval], Interval]:
    return lambda i: i if i.high is None else Interval(i.low, max(i.low, i.high + by))


def _lower(by: int) -> Callable[[Interval], Interval]:
    return lambda i: Interval(max(1, i.low + by), i.high) if i.low else i


def _unfolded(change: Callable[[Any, Any, Any], Any]) -> Wrong:
    """A part that is taken out of the past wrongly."""

    def wrong(right: Any) -> Any:
        def unfold(core: Any, place_of: Any, predicates: Any, *, before: bool = False) -> Any:
            part = right(core, place_of, predicates, before=before)
            return (
                part
                if before
                else change(core, part, lambda inner: right(inner, place_of, predicates))
            )

        return unfold

    return wrong


def _kept_alone(core: Any, part: Any, _of: Any) -> Any:
    """ONCE without what is so now."""
    return part.left if isinstance(core, Once) and hasattr(part, "left") else part


def _now_whatever_the_bound(core: Any, part: Any, of: Any) -> Any:
    """A window that starts later takes in what is so now."""
    late = isinstance(core, Once) and core.interval.low > 0
    return either(part, of(core.body)) if late else part


def _unbroken_now(core: Any, part: Any, of: Any) -> Any:
    """SINCE that does not ask its left side at the present time-point."""
    if not isinstance(core, Since):
        return part
    return of(Since(core.interval, Truth(), core.right)) if core.interval.low else part


def _left_at_the_start(core: Any, part: Any, of: Any) -> Any:
    """SINCE that asks its left side also where its right side holds."""
    return _both(part, of(core.left)) if isinstance(core, Since) else part


def _both(one: Any, two: Any) -> Any:
    return import_module("provesafe.monitor.engine.parts").both(one, two)


def _step(change: Callable[[Any, Any], tuple[Any, Any]]) -> Wrong:
    """What a time-point drops and enters, changed."""
    return lambda right: lambda self, registers: change(*right(self, registers))


def _enters_first(_right: Any) -> Any:
    def write(self: Any, table: Any, dropped: Any, entered: Any, seconds: int) -> None:
        for key in entered:
            table.add(key, seconds)
        for key in dropped:
            table.discard(key)
        table.prune(seconds)

    return write


def _never_later(right: Any) -> Any:
    """A row that is there already keeps its old second."""

    def add(self: Any, key: Any, seconds: int) -> None:
        if key not in self.rows:
            right(self, key, seconds)

    return add


def _always_later(right: Any) -> Any:
    """A row keeps its latest second, also where the earliest decides."""

    def add(self: Any, key: Any, seconds: int) -> None:
        right(self, key, seconds)
        if self._oldest:
            self.rows[key] = seconds

    return add


def _only_the_last(right: Any) -> Any:
    """Of several seconds within a window, the last alone is kept."""

    def add(self: Any, key: Any, seconds: int) -> None:
        right(self, key, seconds)
        if self._many:
            self.rows[key] = [seconds]

    return add


def _stale_index(_right: Any) -> Any:
    """A row that goes stays in the indexes, and one that comes is not entered."""
    return lambda _self, _key: None


def _shifted_picker(right: Any) -> Any:
    """An index by the neighbouring column."""
    return lambda positions: right(tuple(max(0, place - 1) for place in positions))


def _present_for_past(right: Any) -> Any:
    """Below PREVIOUS, facts of now."""

    def unfold(core: Any, place_of: Any, predicates: Any, *, before: bool = False) -> Any:
        part = right(core, place_of, predicates, before=before)
        return replace_before(part) if isinstance(part, Match) and before else part

    return unfold


def replace_before(part: Match) -> Match:
    """The same facts, at the present time-point."""
    return Match(part.predicate, part.terms, before=False)


def _clock_of_now(right: Any) -> Any:
    """Below PREVIOUS, windows end now."""
    return lambda self, kept, *rest: right(
        self, Kept(kept.place, kept.variables, kept.window, before=False), *rest
    )


def _any_gap(right: Any) -> Any:
    return lambda _interval, then: right(Interval(), then)


def _no_gap(_right: Any) -> Any:
    return lambda _interval: YES


def _forgotten_facts(right: Any) -> Any:
    """The facts before are those of some earlier time-point."""

    def commit(self: Any, seconds: int, facts: Any) -> Any:
        old = self._registers[FACTS_BEFORE]
        outcome = right(self, seconds, facts)
        if old:
            self._registers[FACTS_BEFORE] = old
        return outcome

    return commit


def _test_enters(right: Any) -> Any:
    """Trying something enters it."""

    def test(self: Any, seconds: int, facts: Any) -> Any:
        outcome = right(self, seconds, facts)
        self.commit(seconds, facts)
        return outcome

    return test


def _commit_of_what_was_tried(right: Any) -> Any:
    """A commit answers what the last test found, whatever was tried."""

    def commit(self: Any, seconds: int, facts: Any) -> Any:
        if self._tried is not None:
            self._tried = seconds, facts, self._tried[2]
        return right(self, seconds, facts)

    return commit


def _forgetful(right: Any) -> Any:
    """Of two rows or more, one is left out."""
    return lambda self: right(self)[1:]


def _unindexed(right: Any) -> Any:
    """Rows that are read back are found by nothing but all their columns."""

    def load(self: Any, rows: Any) -> None:
        right(self, rows)
        for _, index in self._indexes:
            index.clear()

    return load


def _as_bag(right: Any) -> Any:
    """Each value counts once, however many rows have it."""
    return lambda op, values: right(op, list(dict.fromkeys(values)))


def _smaller_by_one(right: Any) -> Any:
    return lambda op, values: right(
        op, sorted(values)[:-1] if op == "SUM" and len(values) > 1 else values
    )


def _first_kind_for_all(right: Any) -> Any:
    """What was compiled for the first predicates serves all others."""

    def step(self: Any, node: Any, predicates: Any) -> Any:
        kinds = self._steps.setdefault(node.number, {})
        key = next(iter(kinds), predicates)
        return right(self, node, key)

    return step


def _without_dropping(right: Any) -> Any:
    """A node that only drops is not touched."""
    return lambda self, predicates: tuple(step for step in right(self, predicates) if step.enter)


def _dispatched_by_size(right: Any) -> Any:
    """What a time-point concerns is remembered by how many predicates it has."""

    def dispatch(self: Any, present: Any) -> Any:
        kept = self.__dict__.setdefault("_by_size", {})
        return kept.setdefault(len(present), right(self, present))

    return dispatch


def _one_window_for_all(right: Any) -> Any:
    """Equal formulas with different windows share a table."""

    def canonical(core: Any, variables: Any = None) -> Any:
        twin, names = right(core, variables)
        if isinstance(twin, Once) and twin.interval.high is not None and not twin.interval.low:
            twin = replace(twin, interval=Interval(0, 2))
        return twin, names

    return canonical


def _constants_alike(right: Any) -> Any:
    """Constants are told apart by their type alone."""

    def register(self: Any, name: Any, value: Any) -> Any:
        return right(self, (name[0], "") if isinstance(name, tuple) else name, value)

    return register


def _unnegated(right: Any) -> Any:
    """The left side of SINCE breaks where it holds."""
    return lambda core: right(right(core))


def _first_seen(right: Any) -> Any:
    """Of the values one variable may have, only the first."""
    return lambda slot, values, then, *, known: right(slot, values[:1], then, known=known)


def _constant_row(right: Any) -> Any:
    """The first argument of a fact is not looked at."""

    def match(self: Any, part: Any, bound: Any, then: Any) -> Any:
        if part.terms and isinstance(part.terms[0], Const) and len(part.terms) > 1:
            other = Match(part.predicate, (part.terms[1], *part.terms[1:]), part.before)
            return right(self, other, bound, then)
        return right(self, part, bound, then)

    return match


def _late_by(seconds: int) -> Wrong:
    return lambda right: lambda self, now: right(self, now + seconds)


def _any_time(right: Any) -> Any:
    """What is met is met whatever the seconds."""

    def met(self: Any, how: Any, seconds: int) -> Any:
        kept, self._interval = self._interval, Interval()
        try:
            return right(self, how, seconds)
        finally:
            self._interval = kept

    return met


def _all_of_a_row(right: Any) -> Any:
    """Closing one thing owed closes all of the same row."""

    def forget(self: Any, owed: Any) -> None:
        if owed.key in self._open:
            self._open[owed.key] = [owed]
            right(self, owed)

    return forget


def _not_at_once(_right: Any) -> Any:
    """What is met by the very entry that opens it is opened all the same."""
    return lambda one, _two: one


UNFOLD = "engine.unfold:unfold engine.nodes:unfold program:unfold"

FAULTS: tuple[Fault, ...] = (
    Fault("a window ends a second late", "engine.plan:window_test", _window(_higher(1))),
    Fault("a window ends a second early", "engine.plan:window_test", _window(_higher(-1))),
    Fault("a window starts a second late", "engine.plan:window_test", _window(_lower(1))),
    Fault("a window starts a second early", "engine.plan:window_test", _window(_lower(-1))),
    Fault("ONCE forgets now", UNFOLD, _unfolded(_kept_alone)),
    Fault("a later window takes in now", UNFOLD, _unfolded(_now_whatever_the_bound)),
    Fault("SINCE is not broken now", UNFOLD, _unfolded(_unbroken_now)),
    Fault("SINCE asks too early", UNFOLD, _unfolded(_left_at_the_start)),
    Fault("nothing is dropped", "engine.nodes:Step.take", _step(lambda _drop, enter: ([], enter))),
    Fault("dropped after entered", "engine.nodes:Node.write", _enters_first),
    Fault("only the first row enters", "engine.nodes:Step.take", _step(lambda d, e: (d, e[:1]))),
    Fault("pruned a second early", "engine.table:Table.prune", _late_by(1)),
    Fault("the latest second is not kept", "engine.table:Table.add", _never_later),
    Fault("the earliest second is not kept", "engine.table:Table.add", _always_later),
    Fault("one second of many is kept", "engine.table:Table.add", _only_the_last),
    Fault("rows are not indexed", "engine.table:Table._enter", _stale_index),
    Fault("an index by another column", "engine.table:picker", _shifted_picker),
    Fault("PREVIOUS sees facts of now", UNFOLD, _present_for_past),
    Fault("PREVIOUS measures from now", "engine.plan:Planner._kept", _clock_of_now),
    Fault("PREVIOUS at any distance", "engine.plan:_gap", _any_gap),
    Fault("PREVIOUS of the first time-point", "engine.unfold:Gap", _no_gap),
    Fault("older facts are those before", "gate:Gate.commit", _forgotten_facts),
    Fault("trying enters", "gate:Gate.test", _test_enters, law=True),
    Fault("a commit of something else", "gate:Gate.commit", _commit_of_what_was_tried, law=True),
    Fault("a snapshot forgets", "engine.table:Table.dump", _forgetful, law=True),
    Fault("a snapshot forgets what is owed", "engine.owed:OwedTable.dump", _forgetful, law=True),
    Fault("a restored index is empty", "engine.table:Table.load", _unindexed, law=True),
    Fault("equal values count once", "engine.plan:aggregated", _as_bag),
    Fault("a row is left out of a sum", "engine.plan:aggregated", _smaller_by_one),
    Fault("compiled for other predicates", "engine.nodes:Nodes._step", _first_kind_for_all),
    Fault("what only drops is not touched", "engine.nodes:Nodes.steps", _without_dropping),
    Fault("dispatched by size", "program:Program.dispatch", _dispatched_by_size),
    Fault("windows share a table", "engine.unfold:canonical", _one_window_for_all),
    Fault("constants are mixed up", "engine.plan:Planner._register", _constants_alike),
    Fault("broken where it holds", "engine.nodes:negated", _unnegated),
    Fault("one value of several", "engine.plan:_among", _first_seen),
    Fault("a constant is not looked at", "engine.plan:Planner._match", _constant_row),
    Fault("overdue a second early", "engine.owed:OwedTable.overdue", _late_by(1)),
    Fault("overdue a second late", "engine.owed:OwedTable.overdue", _late_by(-1)),
    Fault("met at any time", "engine.owed:OwedTable.met", _any_time),
    Fault("one end for all of a row", "engine.owed:OwedTable.forget", _all_of_a_row),
    Fault("not met at once", "program:either", _not_at_once),
)
