"""Rules compiled once, to be asked of many traces in columns.

    program = ColumnProgram(rules, signature=signature)
    audit_columns(program, trace, until)            # for each of a fleet's records

A rule is compiled when a trace first asks for it, and kept. What the columns cannot take (a rule
that looks ahead in other ways, or is not well-formed for them) has no questions, and is judged by
`monitor.audit` itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.monitor.audit import reach
from provesafe.monitor.columnar.compile import Question, compile_formula
from provesafe.monitor.engine.normal import normal
from provesafe.monitor.rules import Compiled, halves_of, rule_id
from provesafe.monitor.verdicts import RuleLike
from provesafe.rulebook import (
    And,
    Eventually,
    Formula,
    Not,
    Signature,
    WellFormedError,
    expand_lets,
)

__all__ = ["AskedRule", "ColumnProgram"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AskedRule:
    """One rule as the questions that decide it."""

    rule: RuleLike
    halves: Compiled
    occasions: Question | None
    """When it applies; None where the columns cannot ask even that."""
    wrong: Question | None
    """When it applies and what must hold at once does not; None: judged by `monitor.audit`."""
    owed: Question | None
    """When a duty began that nothing in the trace has met; None for rules without a deadline."""
    gain: int
    """How many seconds back an unknown entry could lie that would make it met."""
    loss: int
    """The same for making it not met."""


class ColumnProgram:
    """Rules and the questions they come down to; shared by the audits of many traces.

    Args:
        rules: LETs, definitions and parameters already expanded.
        signature: the predicates facts may have.
    """

    __slots__ = ("_asked", "rules", "signature")

    def __init__(self, rules: Sequence[RuleLike], *, signature: Signature) -> None:
        self.rules = tuple(rules)
        self.signature = signature
        self._asked: dict[int, AskedRule] = {}

    def asked(self) -> tuple[AskedRule, ...]:
        """Every rule with its questions, in the order given.

        Raises:
            WellFormedError: a rule's trigger is not well-formed under the signature.
        """
        for place, rule in enumerate(self.rules):
            if place not in self._asked:
                self._asked[place] = _asked(rule, self.signature)
        return tuple(self._asked[place] for place in range(len(self.rules)))

    def ids(self) -> tuple[str, ...]:
        """`rulebook/rule` of each, in the order given."""
        return tuple(rule_id(rule) for rule in self.rules)


def _asked(rule: RuleLike, signature: Signature) -> AskedRule:
    halves = halves_of(rule)
    wrong = owed = occasions = None
    try:
        occasions = compile_formula(rule.on, signature)
        if halves.classified.klass != "audit":
            wrong = compile_formula(And(rule.on, Not(halves.require)), signature)
            owed = compile_formula(_owed(rule.on, halves), signature) if halves.deadline else None
    except WellFormedError:
        wrong = owed = None
    gain, loss = reach(normal(expand_lets(rule.require)))
    on_loss = reach(normal(expand_lets(rule.on)))[1]
    return AskedRule(
        rule=rule,
        halves=halves,
        occasions=occasions,
        wrong=wrong,
        owed=owed,
        gain=max(gain, on_loss),
        loss=max(loss, on_loss),
    )


def _owed(on: Formula, halves: Compiled) -> Formula:
    """Where a duty began that nothing in the trace has met."""
    deadline = halves.deadline
    if deadline is None:
        return on
    not_void = And(And(on, halves.require), Not(deadline.void))
    return And(not_void, Not(Eventually(deadline.interval, deadline.body)))
