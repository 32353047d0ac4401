"""Rules compiled once, for any number of gates and audits.

    program = Program(rules, signature=signature)
    Gate(program), audit(program, trace, …)

A program has no memory of its own: what it compiles finds its tables through registers, and each
`Memory` has its own. A rule is compiled when facts first come that can concern it, and for just
the predicates those facts have: what cannot hold then is not looked at. Rules with the same
trigger are judged together, and what several of them require is asked once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from provesafe.errors import invariant
from provesafe.monitor.engine.nodes import KINDS_MAX, Nodes, Step, spread
from provesafe.monitor.engine.owed import OwedTable
from provesafe.monitor.engine.parts import NO, Kept, Part, either, opposite
from provesafe.monitor.engine.plan import FOUND, Go, Registers
from provesafe.monitor.engine.table import Key, Place, Table
from provesafe.monitor.engine.together import Question, together
from provesafe.monitor.engine.unfold import unfold
from provesafe.monitor.rules import Compiled, compiled
from provesafe.monitor.verdicts import Binding, RuleLike
from provesafe.rulebook import ANY_TIME, Formula, Signature, check_formula

__all__ = ["Dispatch", "Judge", "Memory", "Program"]

DISPATCHES_MAX = 1_000
"""LIMIT: kinds of time-point (sets of predicates) that rules are compiled for; what comes after so
many is judged by what is compiled for any."""

Predicates = frozenset[str] | None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Judge:
    """One rule that a gate judges."""

    rule: Compiled
    place: Place | None
    """Where its open rows are found; None for gate rules."""
    owed: int
    """The number of its open rows in a memory; -1 for gate rules."""

    @property
    def numbered(self) -> tuple[str, ...]:
        """Its variables as they stand in its formulas."""
        return tuple(f"c{place}" for place in range(len(self.rule.variables)))

    def binding(self, key: Key) -> Binding:
        """A row as the variables of `on` with their values."""
        names = self.rule.variables
        return tuple(zip(names, (key,) if len(names) == 1 else key, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Dispatch:
    """What facts with one set of predicates can concern."""

    go: Go
    """Takes down `(judge, row, is open)` for each rule that is violated or opens something."""
    concerned: tuple[tuple[Judge, Part], ...]
    """The rules that can apply, with their triggers."""
    meeting: tuple[tuple[Judge, tuple[Go, ...]], ...]
    steps: tuple[Step, ...]


class Memory:
    """What one gate remembers; empty when made. It grows registers as its program does."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.registers: Registers = program.nodes.planner.registers()
        self.tables = tuple(Table(node.place, self.registers) for node in program.nodes.every)
        self.owed = tuple(
            OwedTable(judge.place, judge.rule.deadline.interval, self.registers)
            for judge in program.owing
            if judge.place is not None and judge.rule.deadline is not None
        )

    def catch_up(self) -> None:
        """Take in what the program has compiled since: registers, constants, indexes."""
        planner = self._program.nodes.planner
        if len(self.registers) < planner.size:
            self.registers += planner.registers(len(self.registers))
            for table in self.tables:
                table.catch_up(self.registers)
            for owed in self.owed:
                owed.catch_up(self.registers)


class Program:
    """Rules compiled once; see the module.

    Args:
        rules: parameters and definitions already put in; each with a name of its own.
        signature: the predicates facts may have; others are refused.
        checked: whether each rule is known to be well-formed under this signature, as the rules
            of a loaded rulebook are.

    Raises:
        WellFormedError: a rule is not well-formed under the signature.
    """

    def __init__(
        self, rules: Sequence[RuleLike], *, signature: Signature, checked: bool = False
    ) -> None:
        for rule in () if checked else rules:
            types = check_formula(rule.on, signature).types
            check_formula(rule.require, signature, bound=types)
        every = [compiled(rule) for rule in rules]
        invariant(len({rule.rule_id for rule in every}) == len(every), "a verdict names one rule")
        self.rules = tuple(rules)
        self.set_aside: tuple[tuple[str, str], ...] = tuple(
            (rule.rule_id, rule.classified.reason)
            for rule in every
            if rule.classified.klass == "audit"
        )
        """Rules that no gate judges, with the reason."""
        self.types: Mapping[str, tuple[type, ...]] = {
            predicate: tuple(int if kind == "int" else str for _, kind in fields)
            for predicate, fields in signature.predicates.items()
        }
        """The types of each predicate's arguments."""
        self.used = frozenset(name for rule in every for name in rule.predicates)
        """The predicates that stand in some rule."""
        self.digest = _digest(every)
        """Equal for rules of equal names and equal meaning in equal order."""
        self.nodes = Nodes()
        self._judges = _judges(every, self.nodes)
        self.owing = tuple(judge for judge in self._judges if judge.place is not None)
        """The deadline rules, in the order of their open rows in a memory."""
        self._dispatches: dict[Predicates, Dispatch] = {}
        self._unfolded: dict[tuple[int, Predicates], tuple[Part, ...]] = {}
        self._kinds: dict[int, int] = {}
        self._triggers: dict[tuple[Part, tuple[str, ...]], Go] = {}

    def dispatch(self, present: Mapping[str, object]) -> Dispatch:
        """What facts with these predicates can concern."""
        kind: Predicates = frozenset(present)
        found = self._dispatches.get(kind)
        if found is None:
            if len(self._dispatches) >= DISPATCHES_MAX:
                kind = None
            if kind not in self._dispatches:
                self._dispatches[kind] = self._dispatch(kind)
            found = self._dispatches[kind]
        return found

    def _dispatch(self, predicates: Predicates) -> Dispatch:
        asked: list[Question[tuple[Judge, bool]]] = []
        concerned: list[tuple[Judge, Part]] = []
        meeting: list[tuple[Judge, tuple[Go, ...]]] = []
        for number, judge in enumerate(self._judges):
            on, holds, settled, body = self._parts(number, judge, predicates)
            if on is not NO:
                concerned.append((judge, on))
                asked.append(_question(judge, on, holds, is_open=False))
                if judge.place is not None:
                    # Open only if what must hold at once does hold; else it is violated.
                    owed = either(opposite(holds), settled)
                    asked.append(_question(judge, on, owed, is_open=True))
            if body is not NO and judge.place is not None:
                meeting.append((judge, self._meets(judge, judge.place, body)))
        go = together(self.nodes.planner, asked, _taken)
        return Dispatch(go, tuple(concerned), tuple(meeting), self.nodes.steps(predicates))

    def _parts(self, number: int, judge: Judge, predicates: Predicates) -> tuple[Part, ...]:
        """The trigger, what must hold, what makes nothing owed, what meets what is owed."""
        own = None if predicates is None else predicates & judge.rule.predicates
        key: tuple[int, Predicates] = number, own
        if key not in self._unfolded and self._kinds.get(number, 0) >= KINDS_MAX:
            key = number, None
        if key not in self._unfolded:
            self._kinds[number] = self._kinds.get(number, 0) + 1
            self._unfolded[key] = self._unfold(judge, key[1])
        return self._unfolded[key]

    def _unfold(self, judge: Judge, predicates: Predicates) -> tuple[Part, ...]:
        def of(core: Formula) -> Part:
            return unfold(core, self.nodes.place_of, predicates)

        rule = judge.rule
        if rule.deadline is None:
            return of(rule.on), of(rule.require), NO, NO
        body, settled = of(rule.deadline.body), of(rule.deadline.void)
        if rule.deadline.interval.low == 0:
            settled = either(settled, body)
        return of(rule.on), of(rule.require), settled, body

    def triggers(self, judge: Judge, on: Part) -> Go:
        """Lists the rows of a trigger, whatever its rule requires."""
        key = on, judge.numbered
        if key not in self._triggers:
            self._triggers[key] = self.nodes.planner.listing([on], judge.numbered)
        return self._triggers[key]

    def _meets(self, judge: Judge, place: Place, body: Part) -> tuple[Go, ...]:
        row = Kept(place, judge.numbered, None, before=False)
        return tuple(
            self.nodes.planner.listing([*parts, row], judge.numbered) for parts in spread(body)
        )


def _question(
    judge: Judge, on: Part, holds: Part, *, is_open: bool
) -> Question[tuple[Judge, bool]]:
    return Question(part=on, variables=judge.numbered, holds=holds, asker=(judge, is_open))


def _taken(asker: tuple[Judge, bool], read: Callable[[Registers], object]) -> Go:
    judge, is_open = asker

    def take(registers: Registers) -> bool:
        registers[FOUND].append((judge, read(registers), is_open))
        return False

    return take


def _judges(every: Iterable[Compiled], nodes: Nodes) -> tuple[Judge, ...]:
    found: list[Judge] = []
    owed = 0
    for rule in every:
        if rule.classified.klass == "audit":
            continue
        for core in (rule.on, rule.require):
            nodes.add(core)
        if rule.deadline is None:
            found.append(Judge(rule=rule, place=None, owed=-1))
            continue
        for core in (rule.deadline.body, rule.deadline.void):
            nodes.add(core)
        place = nodes.planner.place(columns=len(rule.variables), interval=ANY_TIME)
        found.append(Judge(rule=rule, place=place, owed=owed))
        owed += 1
    return tuple(found)


def _digest(rules: Iterable[Compiled]) -> str:
    text = "\n".join(f"{rule.rule_id} {rule!r}" for rule in rules)
    return sha256(text.encode()).hexdigest()
