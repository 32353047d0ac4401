"""What one rule is once it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provesafe.rulebook.book.settings import Parameter
from provesafe.rulebook.book.words import Force, Klass, Standing, Weight
from provesafe.rulebook.formula import Formula

__all__ = ["Deadline", "Remedy", "Rule", "RuleName", "SetAside", "Source"]

RuleName = str
"""`rulebook/rule`, as decisions and settings write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule comes from."""

    document: str
    """Its title, as the rulebook lists it."""
    section: str
    standing: Standing
    row: str
    """The id of the row in our table of sources; empty for our own rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """The act that mends an open rule, or the time that has to pass."""

    act: str
    """The act's name, a verb; `wait` where time alone mends it."""
    fields: Mapping[str, str]
    """Field by field: `{w}` is a variable of the rule, `@armorer|medic` anyone who has one of
    these roles, `<another lot>` a thing to be chosen, all else is meant as written. Fields left out
    are for the person to fill. Parameters have been filled in."""
    wait_seconds: int = 0
    """How long to wait after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """What a rule with a time to it waits for, ready for an engine.

    An obligation opens for each solution of `opened`; it is met when the goal, with those values,
    holds at a time-point at most `seconds` later; it is overdue at the first second after that.
    """

    seconds: int
    opened: Formula
    """`on`, unless the past already meets the rule."""
    goal: Formula
    """What meets it; its free variables are among those of `opened`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of one rulebook, with its parameters filled in and its definitions expanded."""

    id: str
    rulebook: str
    version: str
    title: str
    on: Formula
    """When it is asked; its free variables are the evidence."""
    require: Formula
    """What must then hold."""
    violation: Formula
    """`on AND NOT require`, written so that it is safe-range as it stands."""
    deadline: Deadline | None
    """Set for a rule of class `deadline` alone."""
    variables: tuple[str, ...]
    duty: tuple[str, ...]
    """Who owes it: variables of the rule, or role words."""
    weight: Weight
    force: Force
    say: Mapping[str, str]
    """By language; `{w}` stands for a variable, `{parameter}` has been filled in."""
    remedy: Remedy | None
    no_remedy: str = ""
    """Where nothing mends it but not doing it: why; `{w}` stands for a variable."""
    source: Source
    kinds: tuple[str, ...] | None
    """The kinds of weapon it binds; None for all."""
    parameters: tuple[Parameter, ...]
    """Those its formulas or sentences use."""
    klass: Klass
    klass_reason: str
    key: str | None
    """The variable that every atom carries, so that each of its values can be judged alone."""
    on_text: str
    require_text: str
    """As its author wrote them, before anything was filled in."""

    @property
    def name(self) -> RuleName:
        """`rulebook/rule`."""
        return f"{self.rulebook}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A rule that is read but not judged here: it does not bind, or a value it needs is not set."""

    id: str
    rulebook: str
    title: str
    source: Source
    reason: str
    parameter: str
    """The flag or the limit that decides it."""
