"""What the laptop answered: a decision with all its reasons, as values and as the documented JSON.

A decision is about one request. `permit` and `refuse` are the record's words; people on set read
"nothing open" and "not yet". A report gets `noted`: it is never refused, and the rules it did not
meet stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Decision", "Opens", "Reason", "Remedy"]

Answer = Literal["permit", "refuse", "noted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would close an open point: an act, by whom, to whom, and its other fields.

    A field in angle brackets, `<another lot>`, is to be chosen by whoever does it.
    """

    act: str
    by: tuple[str, ...]
    """Person ids or role words: any one of them can."""
    to: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    wait_seconds: int = 0
    """How long to wait after it; the act is `wait` where time alone mends it."""
    who: str = ""
    """Who does it, by name or role; several are joined by " or "."""
    whom: str = ""
    """To whom, likewise."""
    things: tuple[str, ...] = ()
    """What its other fields name, as people say it."""

    def to_json(self) -> dict[str, Any]:
        """The documented JSON of a remedy."""
        return {
            "act": self.act,
            "by": list(self.by),
            "to": list(self.to),
            "fields": {k: list(v) if isinstance(v, tuple) else v for k, v in self.fields.items()},
            "wait_seconds": self.wait_seconds,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule that is open for one act, with everything a person needs to mend it."""

    rule: str
    rulebook: str
    version: str
    document: str
    section: str
    standing: str
    title: str
    weight: Literal["danger", "paper"]
    force: Literal["never", "override", "advise"]
    duty: tuple[str, ...]
    say: str
    nearest: str
    remedy: Remedy | None
    no_remedy: str
    """Where nothing mends it but not doing it: why, in words."""
    evidence: tuple[int, ...]
    """Leaf indices of the entries the reason rests on."""
    binding: Mapping[str, int | str]
    watched: bool = False
    gone_ahead_by: str = ""
    """Who took it on to go ahead against this rule; empty when nobody did."""
    template: str = ""
    """What the rule says, before anything was put in; a translation is looked up by it."""
    spoken: tuple[tuple[str, str], ...] = ()
    """What is put in, as people say it."""

    @property
    def id(self) -> str:
        """`rulebook/rule`."""
        return f"{self.rulebook}/{self.rule}"

    def to_json(self) -> dict[str, Any]:
        """The documented JSON of a reason."""
        return {
            "rule": self.rule,
            "rulebook": self.rulebook,
            "version": self.version,
            "source": {
                "document": self.document,
                "section": self.section,
                "standing": self.standing,
            },
            "title": self.title,
            "weight": self.weight,
            "force": self.force,
            "duty": list(self.duty),
            "say": self.say,
            "nearest": self.nearest,
            "remedy": self.remedy.to_json() if self.remedy else None,
            "no_remedy": self.no_remedy,
            "evidence": list(self.evidence),
            "watched": self.watched,
            "went_ahead": self.gone_ahead_by or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """A duty that an act opens: what must have an entry by when."""

    rule: str
    due_ms: int | None
    """The last millisecond at which it can be met; None where the rule tells no such moment."""
    duty: tuple[str, ...]
    say: str
    template: str = ""
    """What the rule says, before anything was put in."""
    spoken: tuple[tuple[str, str], ...] = ()
    """What is put in, as people say it."""

    def to_json(self) -> dict[str, Any]:
        """The documented JSON of an obligation."""
        return {"rule": self.rule, "due": self.due_ms, "duty": list(self.duty), "say": self.say}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to one request, or what was noted beside one report."""

    act: str
    fields: Mapping[str, Any]
    at_ms: int
    decision: Answer
    reasons: tuple[Reason, ...] = ()
    advice: tuple[Reason, ...] = ()
    opens: tuple[Opens, ...] = ()
    label: str = ""
    line: int = 0
    late: bool = False
    assumed: bool = False

    def to_json(self) -> dict[str, Any]:
        """The documented JSON of a decision (docs/reference/json.md)."""
        return {
            "act": self.act,
            "fields": dict(self.fields),
            "at": self.at_ms,
            "label": self.label,
            "decision": self.decision,
            "late": self.late,
            "assumed": self.assumed,
            "reasons": [reason.to_json() for reason in self.reasons],
            "advice": [reason.to_json() for reason in self.advice],
            "opens": [opened.to_json() for opened in self.opens],
        }
