"""The duty matrix: rows are duties by rule and role, columns the six kinds of what is held.

A cell says how many lines stand there and opens them; an empty cell says nothing. Two kinds tell
that there is no entry, and they are never one: whether the record could have received it is another
matter. Two holders of one duty, or none, is itself a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.casefile.model import CELLS, Case, Cell, Cite, Duty, Grade
from provesafe.casefile.report.wordings import Clock, quoted, role_of

__all__ = ["Matrix", "MatrixCell", "MatrixRow", "matrix_of"]

_MARKS: dict[Grade, str] = {
    "entered done": "entered: done",
    "said done": "said: done",
    "entered not done": "entered: not done",
    "said not done": "said: not done",
    "no entry, record open": "no entry; the record was open",
    "record could not receive": "the record could not receive one",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """What stands in one column of a row; `words` is empty where nothing does."""

    grade: Grade
    words: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One duty.

    Attributes:
        duty: as the case has it.
        holders: who owed it, by role; a note where that is nobody or several.
        window: when it was asked for and until when.
        rule: the rulebook by its title, and the rule's own name in it.
        source: the document and the place in it that the rule comes from.
        known: what each holder had been shown, told or had learned by then.
        cells: one for each column.
    """

    duty: Duty
    holders: str
    window: str
    rule: str
    source: str
    known: tuple[tuple[str, tuple[Cite, ...]], ...]
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The whole; `columns` are the heads of the six cells."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def matrix_of(case: Case, clock: Clock) -> Matrix:
    """Set out a case's duties.

    Args:
        case: as computed.
        clock: how moments are written.
    """
    return Matrix(
        columns=tuple(_MARKS[one] for one in CELLS),
        rows=tuple(
            _row(case, one, clock)
            for one in sorted(case.duties, key=lambda duty: _all_entered(duty.cells))
        ),
    )


def _all_entered(cells: Sequence[Cell]) -> bool:
    """Whether nothing is held of a duty but entries that it was done: such rows stand last."""
    return bool(cells) and all(one.grade == "entered done" for one in cells)


def _row(case: Case, duty: Duty, clock: Clock) -> MatrixRow:
    held = {one.grade: one for one in duty.cells}
    cells = []
    for grade in CELLS:
        cell = held.get(grade)
        cites: dict[Cite, None] = {}
        if cell is not None:
            cites.update(dict.fromkeys(cell.cites))
            for line_id in cell.lines:
                line = case.account(line_id)
                if line is not None:
                    cites.update(dict.fromkeys(line.cites))
        count = len(cell.lines) or len(cell.cites) if cell is not None else 0
        words = "" if cell is None else f"{_MARKS[grade]}{f' ({count})' if count > 1 else ''}"
        cells.append(MatrixCell(grade=grade, words=words, cites=tuple(cites)))
    return MatrixRow(
        duty=duty,
        holders=_holders(case, duty),
        window=_window(duty, clock),
        rule=_rule(case, duty),
        source=", ".join(one for one in (duty.document, duty.section) if one),
        known=tuple(
            (
                f"{role_of(case, one.party)} {one.how}, by {clock(one.at_ms)}: {one.words}",
                one.cites,
            )
            for one in duty.known
        ),
        cells=tuple(cells),
    )


def _rule(case: Case, duty: Duty) -> str:
    book, _, rule = duty.rule.partition("/")
    title = next((one.title for one in case.in_force if one.id == book), book)
    return f"{quoted(title)}, {rule}, version {duty.version}"


def _holders(case: Case, duty: Duty) -> str:
    roles = " or ".join(duty.roles) or "nobody by role"
    if not duty.holders:
        return f"{roles} (nobody here had this role)"
    held = [role_of(case, one) for one in duty.holders]
    if len(held) > 1:
        return f"{roles} ({len(held)} people: {', '.join(held)})"
    return roles if held[0].removeprefix("the ") == roles else f"{roles} ({held[0]})"


def _window(duty: Duty, clock: Clock) -> str:
    if duty.opened_ms is None:
        return ""
    if duty.due_ms is None or duty.due_ms == duty.opened_ms:
        return f"at {clock(duty.opened_ms)}"
    return f"from {clock(duty.opened_ms)} to {clock(duty.due_ms)}"
