"""The documented JSON of answers: one document each, `schema` first (docs/reference/json.md).

People stand in it by what they are called in the day file or production, never by the record's ids:
a document is for its reader, the record has the ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provesafe.service.afterwards import Afterwards, Statement
from provesafe.service.answers.decision import Decision
from provesafe.service.auditing.finding import Audit, Finding, NoEntry
from provesafe.service.people import People
from provesafe.service.rehearse import Rehearsal

__all__ = ["afterwards_document", "decision_document", "rehearsal_document"]


def decision_document(decision: Decision, people: People) -> dict[str, Any]:
    """One decision: `{schema, act, at, decision, reasons, advice, opens, …}`."""
    return {"schema": "provesafe.decision/v1", **_labelled(decision.to_json(), people)}


def rehearsal_document(rehearsal: Rehearsal, people: People) -> dict[str, Any]:
    """A day, played: `{schema, production, rulebooks, refused, decisions, audit}`."""
    return {
        "schema": "provesafe.rehearsal/v1",
        "production": rehearsal.day.production,
        "title": rehearsal.day.title,
        "kind": rehearsal.day.kind,
        "rulebooks": list(rehearsal.day.rulebooks),
        "watched": list(rehearsal.day.watched),
        "refused": sum(
            1 for one in rehearsal.played for d in one.decisions if d.decision == "refuse"
        ),
        "decisions": [
            _labelled(decision.to_json(), people)
            for played in rehearsal.played
            for decision in played.decisions
        ],
        "audit": _audit(rehearsal.audit, people),
    }


def afterwards_document(found: Afterwards, people: People) -> dict[str, Any]:
    """One use of a weapon afterwards: `{schema, weapon, user, entered, no_entry, handed_by, …}`."""
    return {
        "schema": "provesafe.afterwards/v1",
        "weapon": found.weapon,
        "user": people.label(found.user),
        "entered": [_statement(one) for one in found.entered],
        "no_entry": [
            {"words": one.words, "record": "open" if one.record_open else "could not receive"}
            for one in found.no_entry
        ],
        "handed_by": people.label(found.handed_by) or None,
        "last_seen": _statement(found.last_seen) if found.last_seen else None,
        "people": [
            {
                "person": people.label(row.person),
                "part": row.part,
                "roles": list(row.roles),
                "act": row.act,
                "entry": row.index,
            }
            for row in found.people
        ],
    }


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "words": one.words,
        "said": one.said_ms,
        "recorded": one.recorded_ms,
        "late": one.late,
        "entry": one.index,
    }


def _audit(audit: Audit, people: People) -> dict[str, Any]:
    return {
        "observed_until": audit.observed_until_ms,
        "not_met": [_finding(one, people) for one in audit.not_met],
        "no_entry": [_no_entry(one, people) for one in audit.no_entry],
        "pending": [_no_entry(one, people) for one in audit.pending],
        "undetermined": [
            {"rule": one.rule, "at": one.at_ms, "entry": one.leaf, "reason": one.reason}
            for one in audit.undetermined
        ],
        "vacuous": list(audit.vacuous),
    }


def _finding(finding: Finding, people: People) -> dict[str, Any]:
    return {
        **_labelled(finding.reason.to_json(), people),
        "at": finding.at_ms,
        "entry": finding.leaf,
        "as_said": "not met" if finding.as_said else "met by an entry made late",
    }


def _no_entry(one: NoEntry, people: People) -> dict[str, Any]:
    return {
        **_labelled(one.opens.to_json(), people),
        "opened": one.opened_ms,
        "entry": one.leaf,
        "record": "open" if one.record_open else "could not receive",
        "as_said": "no entry" if one.as_said else "met by an entry made late",
    }


def _labelled(value: Any, people: People) -> Any:
    """The same document with people by their labels."""
    if isinstance(value, str):
        return people.label(value)
    if isinstance(value, Mapping):
        return {key: _labelled(one, people) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_labelled(one, people) for one in value]
    return value
