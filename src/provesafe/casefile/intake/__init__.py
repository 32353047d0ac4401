"""Intake: what an article or a statement says, found by rules alone, for a person to go through.

`read_in` reads a text; every stretch it gives re-reads from the raw file. See `result` for what
comes back and `claims`, `times`, `people` for the rules.
"""

from provesafe.casefile.intake.page.clean import Hidden
from provesafe.casefile.intake.read import IntakeError, read_in
from provesafe.casefile.intake.result import (
    Claim,
    FoundDifference,
    FoundEvent,
    FoundParty,
    Intake,
    Missing,
    Question,
    Role,
    SourceHead,
    Stretch,
    Time,
    document,
)

__all__ = [
    "Claim",
    "FoundDifference",
    "FoundEvent",
    "FoundParty",
    "Hidden",
    "Intake",
    "IntakeError",
    "Missing",
    "Question",
    "Role",
    "SourceHead",
    "Stretch",
    "Time",
    "document",
    "read_in",
]
