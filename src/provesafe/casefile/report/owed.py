"""Chapters on duties and people: the matrix, each duty on its own, a sheet for each person."""

from __future__ import annotations

from collections.abc import Iterator

from provesafe.casefile.model import Case, Sheet, SheetLine
from provesafe.casefile.report.blocks import Block, Grid, Points, References, Said, Section
from provesafe.casefile.report.matrix import Matrix, MatrixRow, matrix_of
from provesafe.casefile.report.wordings import Clock, quoted

__all__ = ["duties", "people"]

_SHEET: tuple[tuple[str, str], ...] = (
    ("did", "Did, by entry"),
    ("was_shown", "Was shown"),
    ("was_told", "Was told"),
    ("said", "Said, as a source has it"),
    ("learned", "Learned, and when"),
    ("no_entry", "Of what was asked of them: no entry"),
)


def duties(case: Case, refs: References, clock: Clock) -> Iterator[Section]:
    """Chapter 6: rows duties, columns the six kinds; then each duty with all that is held of it."""
    matrix = matrix_of(case, clock)
    lead = (
        "Rows are what the rules in force asked of a role on this occasion. No entry is not proof "
        "that something was not done, and an entry is what its signer stated. Duties of which "
        "nothing is held but entries stand last."
    )
    blocks: list[Block] = [Said(words=lead)]
    if matrix.rows:
        blocks.append(_grid(matrix, refs))
    else:
        blocks.append(Said(words="No record is held by which rules in force could be read."))
    yield Section(number="6", title="Actions and inactions, by duty", level=1, blocks=tuple(blocks))
    for number, row in enumerate(matrix.rows, start=1):
        yield _duty(number, row, refs)


def _grid(matrix: Matrix, refs: References) -> Grid:
    return Grid(
        caption="Duty matrix",
        head=("Duty", "Whose", *matrix.columns),
        rows=tuple(
            (
                Said(words=f"6.{number} {row.duty.title}"),
                Said(words=row.holders),
                *(
                    Said(words="here" if cell.words else "", cites=refs(cell.cites))
                    for cell in row.cells
                ),
            )
            for number, row in enumerate(matrix.rows, start=1)
        ),
    )


def _duty(number: int, row: MatrixRow, refs: References) -> Section:
    duty = row.duty
    weight = "danger" if duty.weight == "danger" else "paper"
    items = [
        Said(words=f"Asked of this occasion: {quoted(duty.text)}") if duty.text else None,
        Said(words=f"Whose, by role: {row.holders}; level: {duty.level}; weight: {weight}"),
        Said(words=f"Rule: {row.rule}; from {row.source or 'no document'}"),
        Said(
            words=f"Called for {row.window}",
            cites=refs((duty.occasion,)) if duty.occasion else (),
        )
        if row.window
        else None,
        Said(words=f"An entry that would show it: {duty.would_show}") if duty.would_show else None,
        Said(words=f"Form: {duty.form}") if duty.form else None,
        *(Said(words=cell.words, cites=refs(cell.cites)) for cell in row.cells if cell.words),
        *(Said(words=words, cites=refs(cites)) for words, cites in row.known),
    ]
    block = Points(items=tuple(one for one in items if one is not None))
    return Section(number=f"6.{number}", title=duty.title, level=2, blocks=(block,))


def people(case: Case, refs: References, clock: Clock) -> Iterator[Section]:
    """Chapter 7: a sheet for everyone involved: did, was shown, was told, had a duty, no entry."""
    lead = (
        "A sheet for everyone who had a part, for whatever reason. Somebody who was not enrolled "
        "could enter nothing."
    )
    yield Section(number="7", title="Sheets, by person", level=1, blocks=(Said(words=lead),))
    for number, sheet in enumerate(case.sheets, start=1):
        yield _sheet(case, sheet, number, refs, clock)
    if not case.sheets:
        none = Points(items=(Said(words="No record is held that names anybody."),))
        yield Section(number="7.1", title="None", level=2, blocks=(none,))


def _sheet(case: Case, sheet: Sheet, number: int, refs: References, clock: Clock) -> Section:
    enrolled = "Enrolled in the record" if sheet.enrolled else "Was not enrolled in the record"
    items = [Said(words=enrolled)]
    for name, heading in _SHEET:
        lines: tuple[SheetLine, ...] = getattr(sheet, name)
        items += [
            Said(words=f"{heading}{_when(one, clock)}: {quoted(one.words)}", cites=refs(one.cites))
            for one in lines
        ]
    owed = [one for one in case.duties if one.id in sheet.duties]
    items += [Said(words=f"Had a duty: {one.title}") for one in owed]
    title = sheet.role[:1].upper() + sheet.role[1:]
    return Section(
        number=f"7.{number}",
        title=title or "Somebody",
        level=2,
        blocks=(Points(items=tuple(items)),),
    )


def _when(line: SheetLine, clock: Clock) -> str:
    when = f", {clock(line.at_ms)}" if line.at_ms is not None else ""
    return f"{when}, after the incident" if line.after_incident else when
