"""May this be entered now: every rule, judged one time-point at a time, before it is remembered.

    gate = Gate(rules, signature=signature)    or Gate(program), compiled before
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
from typing import Any, TypeAlias

from provesafe.errors import invariant
from provesafe.monitor.engine.owed import Owed
from provesafe.monitor.engine.parts import Part
from provesafe.monitor.engine.plan import BEFORE, FACTS, FACTS_BEFORE, FOUND, NOW
from provesafe.monitor.engine.table import Key
from provesafe.monitor.errors import FactError, SnapshotError, TimeOrderError
from provesafe.monitor.program import Dispatch, Judge, Memory, Program
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
from provesafe.rulebook import Fact, Signature, Value

__all__ = ["Gate", "program_of"]

SNAPSHOT_FORM = "provesafe.gate/v1"

Present: TypeAlias = dict[str, list[tuple[Value, ...]]]
"""The arguments of a time-point's facts by predicate, without predicates no rule speaks of."""


def program_of(rules: Sequence[RuleLike] | Program, signature: Signature | None) -> Program:
    """The rules compiled, unless they are already; then the signature is theirs."""
    if isinstance(rules, Program):
        return rules
    invariant(signature is not None, "rules are compiled under a signature")
    return Program(rules, signature=signature or Signature(predicates={}))


@dataclass(frozen=True, slots=True, eq=False)
class _Findings:
    """What a candidate means, before anything is remembered."""

    present: Present
    dispatch: Dispatch
    violated: list[Violation]
    opening: list[tuple[Judge, Owed]]


class Gate:
    """The mutable online engine over the rules it was made with; see the module."""

    def __init__(
        self, rules: Sequence[RuleLike] | Program, *, signature: Signature | None = None
    ) -> None:
        """
        Args:
            rules: parameters and definitions already put in; or a program.
            signature: the predicates facts may have, others are refused; a program has its own.

        Raises:
            WellFormedError: a rule is not well-formed under the signature.
        """
        self.program = program_of(rules, signature)
        self.position = 0
        """How many time-points have been committed."""
        self._memory = Memory(self.program)
        self._registers = self._memory.registers
        self._clock: int | None = None
        # What the last `test` found, for a commit of the very same candidate; nothing remembers it.
        self._tried: tuple[int, frozenset[Fact], _Findings] | None = None

    @property
    def set_aside(self) -> tuple[tuple[str, str], ...]:
        """Rules this engine does not judge, with the reason."""
        return self.program.set_aside

    def test(self, seconds: int, facts: Iterable[Fact]) -> Outcome:
        """What a time-point would mean for every rule, were it committed now.

        Raises:
            FactError: a fact does not fit the signature.
            TimeOrderError: `seconds` lies before the clock.
        """
        found = self._judged(seconds, facts)
        if isinstance(facts, frozenset):
            self._tried = seconds, facts, found
        if not found.violated and not found.opening:
            return NOTHING
        return Outcome(violations=tuple(sorted(found.violated)), opens=_told(found.opening))

    def commit(self, seconds: int, facts: Iterable[Fact]) -> Outcome:
        """What `test` would say, and remember the time-point.

        Raises:
            FactError: a fact does not fit the signature; nothing is remembered.
            TimeOrderError: `seconds` lies before the clock; nothing is remembered.
        """
        tried, self._tried = self._tried, None
        if tried is None or (tried[0], tried[1]) != (seconds, facts):
            found = self._judged(seconds, facts)
        else:
            found = tried[2]
            self._speak_of(seconds, found.present)
        registers, memory, dispatch = self._registers, self._memory, found.dispatch
        late = self._late(seconds)
        met = [
            (judge, owed)
            for judge, how in dispatch.meeting
            for owed in memory.owed[judge.owed].met(how, seconds)
            if (judge, owed) not in late
        ]
        changes = [(step.node, *step.take(registers)) for step in dispatch.steps]
        # INVARIANT: nothing has been written up to here, nothing is looked up from here on.
        for node, dropped, entered in changes:
            if dropped or entered or node.renewed:
                node.write(memory.tables[node.number], dropped, entered, seconds)
        self._forget((*late, *met), seconds)
        for judge, owed in found.opening:
            memory.owed[judge.owed].enter(owed)
        registers[FACTS_BEFORE], registers[BEFORE] = found.present, seconds
        index = self.position
        self.position, self._clock = index + 1, seconds
        if not found.violated and not found.opening and not met and not late:
            return NOTHING
        return Outcome(
            violations=tuple(sorted(found.violated)),
            opens=_told(found.opening),
            met=tuple(Met(opened=opened, index=index) for opened in _told(met)),
            overdue=tuple(Overdue(opened=opened) for opened in _told(late)),
        )

    def advance(self, seconds: int) -> tuple[Overdue, ...]:
        """Let time pass to `seconds` without an entry; each overdue obligation is told once.

        Raises:
            TimeOrderError: `seconds` lies before the clock.
        """
        self._check_clock(seconds)
        self._clock, self._tried = seconds, None
        late = self._late(seconds)
        self._forget(late, seconds)
        return tuple(Overdue(opened=opened) for opened in _told(late))

    def pending(self) -> tuple[Opened, ...]:
        """Everything owed and neither met nor told to be overdue, sorted."""
        return _told((judge, owed) for judge in self._owing for owed in self._owed(judge))

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
        for judge, on in self._dispatch(present).concerned:
            if only is None or judge.rule.rule_id in only:
                rows = self._rows(judge, on)
                found += ((judge.rule.rule_id, judge.binding(row)) for row in rows)
        return tuple(sorted(found))

    def snapshot(self) -> dict[str, Any]:
        """The memory as JSON values; `restore` gives a gate that answers alike."""
        before: Present = self._registers[FACTS_BEFORE]
        return {
            "form": SNAPSHOT_FORM,
            "program": self.program.digest,
            "position": self.position,
            "clock": self._clock,
            "before": self._registers[BEFORE],
            "facts_before": [
                [predicate, sorted(map(list, rows))] for predicate, rows in sorted(before.items())
            ],
            "tables": [table.dump() for table in self._memory.tables],
            "owed": [owed.dump() for owed in self._memory.owed],
        }

    @classmethod
    def restore(
        cls,
        rules: Sequence[RuleLike] | Program,
        snapshot: Mapping[str, Any],
        *,
        signature: Signature | None = None,
    ) -> Gate:
        """A gate over the same rules that goes on where `snapshot` was taken.

        Args:
            rules: as for `Gate`.
            snapshot: what `snapshot` gave, perhaps through JSON.
            signature: as for `Gate`.

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
        if (snapshot.get("form"), snapshot.get("program")) != (SNAPSHOT_FORM, self.program.digest):
            raise SnapshotError(
                "the snapshot was made by other rules", hint="replay the record from its start"
            )
        self.position, self._clock = snapshot["position"], snapshot["clock"]
        self._tried = None
        self._registers[BEFORE] = snapshot["before"]
        self._registers[FACTS_BEFORE] = {
            predicate: [tuple(row) for row in rows] for predicate, rows in snapshot["facts_before"]
        }
        for table, rows in zip(self._memory.tables, snapshot["tables"], strict=True):
            table.load(rows)
        for owed, rows in zip(self._memory.owed, snapshot["owed"], strict=True):
            owed.load(rows)

    def _present(self, seconds: int, facts: Iterable[Fact]) -> Present:
        """Check a candidate and put its facts by predicate; the registers then speak of it."""
        self._check_clock(seconds)
        present: Present = {}
        types, used = self.program.types, self.program.used
        for fact in facts:
            predicate, arguments = fact.predicate, fact.arguments
            if tuple(map(type, arguments)) != types.get(predicate):
                raise _wrong(fact, types)
            if predicate in present:
                present[predicate].append(arguments)
            elif predicate in used:
                present[predicate] = [arguments]
        self._speak_of(seconds, present)
        return present

    def _speak_of(self, seconds: int, present: Present) -> None:
        self._registers[FACTS] = present
        self._registers[NOW] = seconds

    def _check_clock(self, seconds: int) -> None:
        if self._clock is not None and seconds < self._clock:
            raise TimeOrderError(
                f"second `{seconds}` lies before second `{self._clock}`, which has passed"
            )

    def _judged(self, seconds: int, facts: Iterable[Fact]) -> _Findings:
        present = self._present(seconds, facts)
        dispatch = self._dispatch(present)
        found: list[tuple[Judge, Key, bool]] = []
        self._registers[FOUND] = found
        dispatch.go(self._registers)
        violated: list[Violation] = []
        opening: list[tuple[Judge, Owed]] = []
        for judge, key, is_open in dict.fromkeys(found):
            if is_open:
                opening.append((judge, Owed(key, seconds, self.position)))
                continue
            violated.append(
                Violation(
                    rule_id=judge.rule.rule_id, binding=judge.binding(key), index=self.position
                )
            )
        return _Findings(present, dispatch, violated, opening)

    def _rows(self, judge: Judge, on: Part) -> Iterable[Key]:
        """The rows of a rule's trigger, each once."""
        triggers = self.program.triggers(judge, on)
        self._memory.catch_up()
        found: list[Key] = []
        self._registers[FOUND] = found
        triggers(self._registers)
        return dict.fromkeys(found)

    def _dispatch(self, present: Present) -> Dispatch:
        found = self.program.dispatch(present)
        self._memory.catch_up()
        return found

    @property
    def _owing(self) -> tuple[Judge, ...]:
        return self.program.owing

    def _owed(self, judge: Judge) -> Iterable[Owed]:
        return self._memory.owed[judge.owed]

    def _late(self, seconds: int) -> list[tuple[Judge, Owed]]:
        """What can be met no longer at `seconds`."""
        if not any(open_rows.is_due(seconds) for open_rows in self._memory.owed):
            return []
        return [
            (judge, owed)
            for judge, open_rows in zip(self._owing, self._memory.owed, strict=True)
            for owed in open_rows.overdue(seconds)
        ]

    def _forget(self, ended: Iterable[tuple[Judge, Owed]], seconds: int) -> None:
        """Close what was met or is overdue, and let go of timers that have run out."""
        for judge, owed in ended:
            self._memory.owed[judge.owed].forget(owed)
        for open_rows in self._memory.owed:
            if open_rows.is_due(seconds):
                open_rows.tidy(seconds)


def _told(every: Iterable[tuple[Judge, Owed]]) -> tuple[Opened, ...]:
    """What is owed, in the words of a verdict, sorted."""
    found: list[Opened] = []
    for judge, owed in every:
        deadline = judge.rule.deadline
        last = deadline.interval.high if deadline is not None else None
        found.append(
            Opened(
                rule_id=judge.rule.rule_id,
                binding=judge.binding(owed.key),
                index=owed.index,
                opened_seconds=owed.seconds,
                due_seconds=None if last is None else owed.seconds + last,
            )
        )
    return tuple(sorted(found))


def _wrong(fact: Fact, types: Mapping[str, tuple[type, ...]]) -> FactError:
    shown = f"`{fact.predicate}({', '.join(map(repr, fact.arguments))})`"
    wanted = types.get(fact.predicate)
    if wanted is None:
        return FactError(f"{shown} has a predicate that is not in the signature")
    names = ", ".join("int" if kind is int else "string" for kind in wanted)
    return FactError(f"{shown} does not fit `{fact.predicate}({names})`")
