"""Checking a rulebook as its author does: each rule by its cases, all of them by whole days.

A rule is in order when its kept case asks it and meets it, and the one edit of its broken case
makes it not met. Across whole days it lists rules that no day asks, and parameters that nobody
sets: neither is a fault, both are worth a look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provesafe.errors import InputError
from provesafe.monitor import AuditResult, Program, audit
from provesafe.rulebook import Falsity, Rule, Rulebook
from provesafe.service.day import DayFile, broken_day, parse_day_file, time_points
from provesafe.service.production import vocabulary

__all__ = ["CaseFault", "Checked", "check_rulebook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFault:
    """What is wrong with one rule's case."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of checking one rulebook."""

    rulebook: str
    rules: int
    faults: tuple[CaseFault, ...]
    never_asked: tuple[str, ...]
    """Rules that no day asks; empty when no day was given."""
    never_set: tuple[str, ...]
    """Parameters of the rulebook's rules that no day and no rulebook sets."""


def check_rulebook(
    book: Rulebook, cases: Mapping[str, str], days: Sequence[DayFile] = ()
) -> Checked:
    """Check one rulebook.

    Args:
        book: loaded with the values its cases set.
        cases: the text of each case, by rule id.
        days: whole days to look for occasions in.
    """
    faults = []
    for rule in book.rules:
        words = _case_fault(rule, cases.get(rule.id, ""))
        if words:
            faults.append(CaseFault(rule=rule.name, words=words))
    asked: set[str] = set()
    program = Program(book.rules, signature=vocabulary(), checked=True)
    for day in days:
        vacuous = _audit(program, day).vacuous
        asked |= {rule.name for rule in book.rules} - set(vacuous)
    set_by_days = {target for day in days for target in day.settings}
    return Checked(
        rulebook=book.id,
        rules=len(book.rules),
        faults=tuple(faults),
        never_asked=tuple(r.name for r in book.rules if days and r.name not in asked),
        never_set=tuple(
            dict.fromkeys(
                f"{rule.name}: {parameter.name}"
                for rule in book.rules
                for parameter in rule.parameters
                if rule.name not in set_by_days and book.id not in set_by_days
            )
        ),
    )


def _case_fault(rule: Rule, text: str) -> str:
    """What is wrong with a rule's case; empty when nothing is."""
    if not text:
        return "it has no case"
    try:
        kept = parse_day_file(text, source=f"cases/{rule.id}.toml")
        edited = broken_day(kept)
        program = Program([rule], signature=vocabulary(), checked=True)
        told, broken = _audit(program, kept), _audit(program, edited)
    except InputError as error:
        return f"its case cannot be read: {error}"
    # A rule that is never met has no occasion in a day that keeps it.
    if rule.name in told.vacuous and not isinstance(rule.require, Falsity):
        return "its kept case never asks it"
    if told.not_met or told.no_entry:
        return "its kept case does not keep it"
    if not (broken.not_met or broken.no_entry):
        return "its broken case does not break it"
    return ""


def _audit(program: Program, day: DayFile) -> AuditResult:
    return audit(program, time_points(day), day.until_ms // 1000)
