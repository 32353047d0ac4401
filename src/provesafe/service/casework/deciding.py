"""Going through the lines: accept, correct, drop, each by a named person; nothing by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from provesafe.casefile import (
    Case,
    CorrectionError,
    Step,
    Value,
    check_change,
    decode_history,
    next_id,
)
from provesafe.service.casework.port import CaseFolder
from provesafe.service.casework.reading import read_case
from provesafe.service.casework.taking import add_steps

__all__ = ["ENTERED", "correct_line", "decide_lines", "enter_step"]

ENTERED = (
    *("authority", "request", "answer", "comment", "investigation", "signed", "status"),
    *("event", "constraint", "condition"),
)
"""What can be entered beside lines."""


def decide_lines(
    folder: CaseFolder,
    named: Sequence[str],
    what: Literal["accepted", "dropped"],
    *,
    by: str,
    now_ms: int,
    note: str = "",
) -> tuple[str, ...]:
    """Accept or drop lines.

    Args:
        folder: the case.
        named: ids of lines; a source's id stands for every line of it that waits, `all` for those
            of every source.
        what: what is decided.
        by: who decides.
        now_ms: the clock.
        note: why, in their words.

    Returns:
        The lines that were decided, in order.

    Raises:
        CorrectionError: there is no such line, or nothing of it waits.
    """
    case = read_case(folder, with_records=False)
    lines = [line for word in named for line in _lines(case, word)]
    lines = list(dict.fromkeys(lines))
    fields: dict[str, Value] = {"note": note} if note else {}
    add_steps(
        folder,
        [Step(what=what, by=by, at_ms=now_ms, on=line, fields=fields) for line in lines],
    )
    return tuple(lines)


def correct_line(
    folder: CaseFolder,
    line: str,
    changes: Sequence[tuple[str, str]],
    *,
    by: str,
    now_ms: int,
    note: str = "",
) -> None:
    """Take a line over with changes: who spoke, what it is about, who is one with whom.

    Args:
        folder: the case.
        line: its id; or a difference's, to say what state it is in.
        changes: fields and their new values.
        by: who corrects.
        now_ms: the clock.
        note: why, in their words.

    Raises:
        CorrectionError: there is no such line, it has no such field, or a value does not fit.
    """
    case = read_case(folder, with_records=line.startswith("D"))
    if line not in case.states and not any(one.id == line for one in case.differences):
        raise CorrectionError(
            f"there is no line `{line}`", hint="`provesafe case stage` lists them"
        )
    if not changes:
        raise CorrectionError("nothing is changed", hint="say what: `--set FIELD=VALUE`")
    for field, value in changes:
        check_change(line, field, value)
    fields: dict[str, Value] = {"changed": tuple(word for pair in changes for word in pair)}
    if note:
        fields["note"] = note
    add_steps(folder, [Step(what="corrected", by=by, at_ms=now_ms, on=line, fields=fields)])


def enter_step(
    folder: CaseFolder, what: str, fields: Mapping[str, Value], *, on: str, by: str, now_ms: int
) -> str:
    """Enter an authority, a request or its answer, a comment, an investigation, an event.

    Args:
        folder: the case.
        what: one of `ENTERED`.
        fields: its fields; see `FIELDS`.
        on: what it is about, where it is about something: the line of a comment, the request of an
            answer, the investigation that is signed.
        by: who enters it.
        now_ms: the clock.

    Returns:
        Its id, or what it is about.

    Raises:
        CorrectionError: it is of no such kind.
        StepError: it has no such field.
    """
    if what not in ENTERED:
        raise CorrectionError(f"`{what}` cannot be entered", hint=f"one of {', '.join(ENTERED)}")
    steps = decode_history(folder.history())
    given = dict(fields)
    if what in ("event", "constraint", "condition", "authority", "request", "investigation"):
        on = next_id(steps, what)
    elif what != "status":
        if on not in _known(read_case(folder), what):
            hint = f"`{what}` needs --on, and what it is about"
            raise CorrectionError(f"there is no `{on}` to enter this on", hint=hint)
        if what == "comment":
            given["id"] = next_id(steps, what)
    for name in _LISTS.get(what, ()):
        if isinstance(given.get(name), str):
            given[name] = tuple(str(given[name]).replace(",", " ").split())
    for name in _NUMBERS.get(what, ()):
        if name in given:
            given[name] = _number(name, given[name])
    add_steps(folder, [Step(what=what, by=by, at_ms=now_ms, on=on, fields=given)])
    return str(given.get("id", on))


def _known(case: Case, what: str) -> frozenset[str]:
    """What such a step can be about."""
    match what:
        case "answer":
            return frozenset(one.id for one in case.requests)
        case "signed":
            return frozenset(one.id for one in case.investigations)
        case _:
            rows = (case.sources, case.differences, case.gaps, case.duties, case.requests)
            ids = {one.id for row in rows for one in row} | {one.id for one in case.accounts}
            return frozenset(ids | set(case.states))


_LISTS = {"answer": ("given",), "investigation": ("sources",)}
_NUMBERS = {"constraint": ("least", "most"), "comment": ("given_ms",)}


def _number(name: str, value: Value) -> int:
    try:
        return int(value) if isinstance(value, str | int) else 0
    except ValueError:
        raise CorrectionError(f"`{value}` is no number of {name}") from None


def _lines(case: Case, word: str) -> list[str]:
    """The lines that a word names."""
    waiting = [line for line, state in case.states.items() if state == "waiting"]
    if word == "all":
        found = waiting
    elif case.source(word) is not None:
        found = [line for line in waiting if line.startswith(f"{word}.")]
    else:
        found = [word] if word in case.states else []
        if not found:
            raise CorrectionError(
                f"there is no line `{word}`", hint="`provesafe case stage` lists them"
            )
    return found
