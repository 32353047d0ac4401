"""Accounts beside the record: what sources say, and where they differ. It never judges."""

from provesafe.casefile.intake import (
    Claim,
    Difference,
    Event,
    Hidden,
    Intake,
    IntakeError,
    Missing,
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
    "Difference",
    "Event",
    "Hidden",
    "Intake",
    "IntakeError",
    "Missing",
    "Party",
    "Question",
    "Role",
    "SourceHead",
    "Stretch",
    "Time",
    "document",
    "take_in",
]
