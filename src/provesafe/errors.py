"""The errors every room may raise, and `invariant`; the only file every room may import.

An outcome is a value: a refused request, a rule not met, a reachable hazard. An exception means
"I could not answer". Each class says who is at fault and what the caller does about it; each leaf
has a stable `code` (`room.fault`), listed in docs/reference/errors.md.

    InputError         what you sent is malformed        exit 2, HTTP 400
    VerificationError  evidence does not check           exit 3, HTTP 422
    ConflictError      the record moved on               exit 4, HTTP 412
    UnavailableError   store, key or network is down     exit 5, HTTP 503
    CannotSayError     no policy, quorum 0               exit 6
    InvariantBroken    our bug                           exit 70, HTTP 500

Messages are one sentence, lower case, no full stop, the user's words in backticks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

__all__ = [
    "CannotSayError",
    "ConflictError",
    "InputError",
    "InvariantBroken",
    "ProvesafeError",
    "Span",
    "UnavailableError",
    "VerificationError",
    "invariant",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open range `[start, end)` of code points in a named text the user wrote."""

    source: str
    start: int
    end: int
    line: int
    """1-based line of `start`; 0 where the text has no lines."""
    column: int
    """1-based column of `start`, in code points."""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"


class ProvesafeError(Exception):
    """Base of all errors that are not our bug."""

    code: ClassVar[str] = "provesafe.error"
    exit_code: ClassVar[int] = 5

    def __init__(self, message: str, *, hint: str = "", span: Span | None = None) -> None:
        """
        Args:
            message: what happened, in one sentence without a full stop.
            hint: what to do now; empty when nothing useful can be said.
            span: where in the user's own text, when there is one.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.span = span

    def place(self) -> str:
        """Say where in what was given the fault lies; empty where that is not known."""
        return str(self.span) if self.span else ""

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        hint = f"\nhint: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"


class InputError(ProvesafeError):
    """What was sent is malformed: fix it and send it again."""

    code = "provesafe.input"
    exit_code = 2


class VerificationError(ProvesafeError):
    """Evidence does not check: stop, keep the bytes, tell a person; never retry or downgrade."""

    code = "provesafe.verification"
    exit_code = 3


class ConflictError(ProvesafeError):
    """The record moved on: reload and decide again."""

    code = "provesafe.conflict"
    exit_code = 4


class UnavailableError(ProvesafeError):
    """A store, a key or a network is down: nothing was recorded; try again later."""

    code = "provesafe.unavailable"
    exit_code = 5


class CannotSayError(ProvesafeError):
    """The question cannot be answered from what was given; never read it as a yes."""

    code = "provesafe.cannot_say"
    exit_code = 6


class InvariantBroken(Exception):  # noqa: N818 - the name says what happened, as the design has it
    """A promise the code makes to itself does not hold: our bug. Record nothing more."""

    code = "provesafe.invariant"
    exit_code = 70


def invariant(condition: bool, why: str) -> None:
    """Check a promise the code makes to itself; kept on in production, unlike `assert`.

    Raises:
        InvariantBroken: `condition` is false.
    """
    if not condition:
        raise InvariantBroken(why)
