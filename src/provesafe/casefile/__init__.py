"""Accounts beside the record: what sources say, and where they differ. It never judges."""

from provesafe.casefile.intake import (
    Claim,
    Event,
    Hidden,
    Intake,
    IntakeError,
    Party,
    Question,
    Role,
    SourceHead,
    Stretch,
    Time,
    document,
    take_in,
)

__all__ = [
    "Claim",
    "Event",
    "Hidden",
    "Intake",
    "IntakeError",
    "Party",
    "Question",
    "Role",
    "SourceHead",
    "Stretch",
    "Time",
    "document",
    "take_in",
]
