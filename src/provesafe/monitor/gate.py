"""May this be entered now: every rule, judged one time-point at a time, before it is remembered.

    gate = Gate(rules, signature=signature)
    gate.test(seconds, facts)       what it would mean; remembers nothing
    gate.commit(seconds, facts)     the same, then remembers; time-points are numbered from 0
    gate.advance(seconds)           time passes without an entry: what became overdue
    gate.pending()                  what is owed
    gate.snapshot() / Gate.restore  the memory as JSON values, sealed with the rules' digest

Rules are judged at the candidate time-point with its facts included. The gate is exact: for every
rule it takes in, its violations are those of `rulebook.reference`. Rules it cannot decide are
listed in `gate.set_aside`, each with its reason; the audit judges them afterwards.

The time-stamp never goes back. Equal time-stamps are different time-points, in the order given.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from provesafe.errors import invariant
from provesafe.monitor.engine.nodes import Memory, Step
from provesafe.monitor.engine.normal import possible
from provesafe.monitor.engine.plan import (
    BEFORE,
    FACTS,
    FACTS_BEFORE,
    FOUND,
    NOW,
    Go,
    Registers,
    yes,
)
from provesafe.monitor.engine.safety import names_of
from provesafe.monitor.engine.table import Key
from provesafe.monitor.errors import FactError, SnapshotError, TimeOrderError
from provesafe.monitor.obligations import Obligations
from provesafe.monitor.rules import Compiled, compiled
from provesafe.monitor.verdicts import (
    NOTHING,
    Binding,
    Met,
    Opened,
    Outcome,
    Overdue,
    RuleLike,
    Violation,
)
from provesafe.rulebook import Fact, Signature, Value, check_formula

__all__ = ["Gate"]

SNAPSHOT_FORM = "provesafe.gate/v1"
DISPATCHES_MAX = 20_000
"""LIMIT: kinds of time-point (sets of predicates) for which the touched nodes are kept ready."""


@dataclass(frozen=True, slots=True, eq=False)
class _Judge:
    """One rule, compiled: `go` finds violated rows, and rows that open an obligation."""

    rule: Compiled
    go: Go
    triggers: Go
    owed: Obligations | None


@dataclass(frozen=True, slots=True)
class _Dispatch:
    """What facts with one set of predicates can concern."""

    judges: tuple[_Judge, ...]
    meeting: tuple[tuple[Obligations, tuple[Go, ...]], ...]
    steps: tuple[Step, ...]


class Gate:
    """The mutable online engine over the rules it was made with; see the module."""

    def __init__(self, rules: Sequence[RuleLike], *, signature: Signature) -> None:
        """
        Args:
            rules: LETs, definitions and parameters already expanded.
            signature: the predicates facts may have; others are refused.

        Raises:
            WellFormedError: a rule is not well-formed under the signature.
        """
        for rule in rules:
            types = check_formula(rule.on, signature).types
            check_formula(rule.require, signature, bound=types)
        every = [compiled(rule) for rule in rules]
        names = {rule.rule_id for rule in every}
        invariant(len(names) == len(every), "a verdict names one rule")
        self.set_aside: tuple[tuple[str, str], ...] = tuple(
            (rule.rule_id, rule.classified.reason)
            for rule in every
            if rule.classified.klass == "audit"
        )
        """Rules this engine does not judge, with the reason."""
        self.position = 0
        """How many time-points have been committed."""
        self._types = {
            predicate: tuple(int if kind == "int" else str for _, kind in fields)
            for predicate, fields in signature.predicates.items()
        }
        self._used = frozenset(name for rule in every for name in rule.predicates())
        self._memory = Memory()
        self._judges = [
            _judge(rule, self._memory) for rule in every if rule.classified.klass != "audit"
        ]
        self._owing = tuple(judge.owed for judge in self._judges if judge.owed is not None)
        self._registers = self._memory.planner.registers
        self._dispatches: dict[frozenset[str], _Dispatch] = {}
        self._clock: int | None = None
        self._program = _digest(every)

    def test(self, seconds: int, facts: Iterable[Fact]) -> Outcome:
        """What a time-point would mean for every rule, were it committed now.

        Raises:
            FactError: a fact does not fit the signature.
            TimeOrderError: `seconds` lies before the clock.
        """
        present = self._present(seconds, facts)
        return self._judged(seconds, self._dispatch(present))

    def commit(self, seconds: int, facts: Iterable[Fact]) -> Outcome:
        """What `test` would say, and remember the time-point.

        Raises:
            FactError: a fact does not fit the signature; nothing is remembered.
            TimeOrderError: `seconds` lies before the clock; nothing is remembered.
        """
        present = self._present(seconds, facts)
        dispatch = self._dispatch(present)
        outcome = self._judged(seconds, dispatch)
        registers = self._registers
        late = [(owed, opened) for owed in self._owing for opened in owed.overdue(seconds)]
        gone = {opened for _, opened in late}
        met = [
            (owed, opened)
            for owed, how in dispatch.meeting
            for opened in owed.met(registers, how, seconds)
            if opened not in gone
        ]
        changes = [(step.node, *step.take(registers)) for step in dispatch.steps]
        # INVARIANT: nothing has been written up to here, nothing is looked up from here on.
        for node, dropped, entered in changes:
            node.write(dropped, entered, seconds)
        for owed, opened in (*late, *met):
            owed.forget(opened)
        for opened in outcome.opens:
            self._obligations(opened.rule_id).enter(opened)
        if late:
            self._tidy(seconds)
        index = self.position
        registers[FACTS_BEFORE], registers[BEFORE] = present, seconds
        self.position, self._clock = index + 1, seconds
        if not met and not late:
            return outcome
        return Outcome(
            violations=outcome.violations,
            opens=outcome.opens,
            met=tuple(sorted(Met(opened=opened, index=index) for _, opened in met)),
            overdue=tuple(sorted(Overdue(opened=opened) for _, opened in late)),
        )

    def advance(self, seconds: int) -> tuple[Overdue, ...]:
        """Let time pass to `seconds` without an entry; each overdue obligation is told once.

        Raises:
            TimeOrderError: `seconds` lies before the clock.
        """
        self._check_clock(seconds)
        self._clock = seconds
        late = [(owed, opened) for owed in self._owing for opened in owed.overdue(seconds)]
        for owed, opened in late:
            owed.forget(opened)
        self._tidy(seconds)
        return tuple(sorted(Overdue(opened=opened) for _, opened in late))

    def pending(self) -> tuple[Opened, ...]:
        """Everything owed and neither met nor told to be overdue, sorted."""
        return tuple(sorted(opened for owed in self._owing for opened in owed.pending()))

    def triggered(
        self, seconds: int, facts: Iterable[Fact], *, only: Container[str] | None = None
    ) -> tuple[tuple[str, Binding], ...]:
        """Which rules a time-point would concern, with which bindings, whatever they require.

        Args:
            seconds: as for `test`.
            facts: as for `test`.
            only: the ids of the rules asked about; None asks about all.
        """
        present = self._present(seconds, facts)
        found: list[tuple[str, Binding]] = []
        for judge in self._dispatch(present).judges:
            if only is None or judge.rule.rule_id in only:
                keys = self._listed(judge.triggers)
                found += ((judge.rule.rule_id, _binding(judge.rule, key)) for key in keys)
        return tuple(sorted(found))

    def snapshot(self) -> dict[str, Any]:
        """The memory as JSON values; `restore` gives a gate that answers alike."""
        before: dict[str, list[tuple[Value, ...]]] = self._registers[FACTS_BEFORE]
        return {
            "form": SNAPSHOT_FORM,
            "program": self._program,
            "position": self.position,
            "clock": self._clock,
            "before": self._registers[BEFORE],
            "facts_before": [
                [predicate, sorted(map(list, rows))] for predicate, rows in sorted(before.items())
            ],
            "tables": [node.table.dump() for node in self._memory.nodes],
            "owed": [owed.dump() for owed in self._owing],
        }

    @classmethod
    def restore(
        cls, rules: Sequence[RuleLike], snapshot: Mapping[str, Any], *, signature: Signature
    ) -> Gate:
        """A gate over the same rules that goes on where `snapshot` was taken.

        Raises:
            SnapshotError: it was made by other rules or another form; replay the record.
        """
        gate = cls(rules, signature=signature)
        gate.recall(snapshot)
        return gate

    def recall(self, snapshot: Mapping[str, Any]) -> None:
        """Go on from a snapshot of a gate over the same rules, whatever is remembered now.

        Raises:
            SnapshotError: it was made by other rules or another form; nothing has changed.
        """
        if snapshot.get("form") != SNAPSHOT_FORM or snapshot.get("program") != self._program:
            raise SnapshotError(
                "the snapshot was made by other rules", hint="replay the record from its start"
            )
        self.position, self._clock = snapshot["position"], snapshot["clock"]
        self._registers[BEFORE] = snapshot["before"]
        self._registers[FACTS_BEFORE] = {
            predicate: [tuple(row) for row in rows] for predicate, rows in snapshot["facts_before"]
        }
        for node, rows in zip(self._memory.nodes, snapshot["tables"], strict=True):
            node.table.load(rows)
        for owed, rows in zip(self._owing, snapshot["owed"], strict=True):
            owed.load(rows)

    def _present(self, seconds: int, facts: Iterable[Fact]) -> dict[str, list[tuple[Value, ...]]]:
        """Check a candidate and put its facts by predicate; the registers then speak of it."""
        self._check_clock(seconds)
        present: dict[str, list[tuple[Value, ...]]] = {}
        types, used = self._types, self._used
        for fact in facts:
            predicate, arguments = fact.predicate, fact.arguments
            if tuple(map(type, arguments)) != types.get(predicate):
                raise _wrong(fact, types)
            if predicate in present:
                present[predicate].append(arguments)
            elif predicate in used:
                present[predicate] = [arguments]
        self._registers[FACTS] = present
        self._registers[NOW] = seconds
        return present

    def _check_clock(self, seconds: int) -> None:
        if self._clock is not None and seconds < self._clock:
            raise TimeOrderError(
                f"second `{seconds}` lies before second `{self._clock}`, which has passed"
            )

    def _dispatch(self, present: Mapping[str, object]) -> _Dispatch:
        predicates = frozenset(present)
        found = self._dispatches.get(predicates)
        if found is None:
            owing = ((owed, owed.meeting(predicates)) for owed in self._owing)
            found = _Dispatch(
                tuple(judge for judge in self._judges if possible(judge.rule.on, predicates)),
                tuple((owed, how) for owed, how in owing if how),
                self._memory.steps(predicates),
            )
            if len(self._dispatches) < DISPATCHES_MAX:
                self._dispatches[predicates] = found
        return found

    def _judged(self, seconds: int, dispatch: _Dispatch) -> Outcome:
        violations: list[Violation] = []
        opens: list[Opened] = []
        for judge in dispatch.judges:
            for key, open_ in self._listed(judge.go):
                if open_ and judge.owed is not None:
                    opens.append(judge.owed.open(key, seconds=seconds, index=self.position))
                else:
                    binding = _binding(judge.rule, key)
                    violations.append(
                        Violation(rule_id=judge.rule.rule_id, binding=binding, index=self.position)
                    )
        if not violations and not opens:
            return NOTHING
        return Outcome(violations=tuple(sorted(violations)), opens=tuple(sorted(opens)))

    def _listed(self, go: Go) -> Iterable[Any]:
        """What a compiled rule finds, each row once."""
        found: list[Any] = []
        self._registers[FOUND] = found
        go(self._registers)
        return dict.fromkeys(found) if len(found) > 1 else found

    def _obligations(self, rule_id: str) -> Obligations:
        return next(owed for owed in self._owing if owed.rule.rule_id == rule_id)

    def _tidy(self, seconds: int) -> None:
        for owed in self._owing:
            owed.tidy(seconds)


def _judge(rule: Compiled, memory: Memory) -> _Judge:
    planner = memory.planner
    bound = names_of(rule.on)
    read = planner.row(rule.variables)
    holds = planner.plan(rule.require, bound, yes)
    owed = Obligations(rule, planner) if rule.deadline is not None else None
    later = _later(rule, memory)

    def take(registers: Registers) -> bool:
        if not holds(registers):
            registers[FOUND].append((read(registers), False))
        elif later is not None and not later(registers):
            registers[FOUND].append((read(registers), True))
        return False

    def trigger(registers: Registers) -> bool:
        registers[FOUND].append(read(registers))
        return False

    nothing: frozenset[str] = frozenset()
    return _Judge(
        rule=rule,
        go=planner.plan(rule.on, nothing, take),
        triggers=planner.plan(rule.on, nothing, trigger),
        owed=owed,
    )


def _later(rule: Compiled, memory: Memory) -> Go | None:
    """A test whether nothing is owed: the duty is void, or it is met at once."""
    if rule.deadline is None:
        return None
    bound = names_of(rule.on)
    void = memory.planner.plan(rule.deadline.void, bound, yes)
    if rule.deadline.interval.low > 0:
        return void
    at_once = memory.planner.plan(rule.deadline.body, bound, yes)
    return lambda registers: void(registers) or at_once(registers)


def _binding(rule: Compiled, key: Key) -> Binding:
    return tuple(zip(rule.variables, (key,) if len(rule.variables) == 1 else key, strict=True))


def _digest(rules: Iterable[Compiled]) -> str:
    """A name for what the rules mean: equal rules in equal order, equal digest."""
    text = "\n".join(f"{rule.rule_id} {rule!r}" for rule in rules)
    return sha256(text.encode()).hexdigest()


def _wrong(fact: Fact, types: Mapping[str, tuple[type, ...]]) -> FactError:
    shown = f"`{fact.predicate}({', '.join(map(repr, fact.arguments))})`"
    wanted = types.get(fact.predicate)
    if wanted is None:
        return FactError(f"{shown} has a predicate that is not in the signature")
    names = ", ".join("int" if kind is int else "string" for kind in wanted)
    return FactError(f"{shown} does not fit `{fact.predicate}({names})`")
