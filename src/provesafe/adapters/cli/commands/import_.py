"""`provesafe import people|weapons|lots DIR TABLE.csv`: bring in what a list already holds."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from provesafe.adapters.cli.files import read_text
from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.wiring import now_ms, open_production
from provesafe.errors import InputError, Span
from provesafe.service import ImportKind, Rows, enter_rows

__all__ = ["command"]

KINDS: dict[str, ImportKind] = {"people": "person", "weapons": "weapon", "lots": "lot"}


@click.command(name="import")
@click.argument("what", type=click.Choice(list(KINDS)))
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("table", metavar="TABLE.csv", type=click.Path(exists=True, path_type=Path))
@click.option("--by", required=True, help="Who brings it in: somebody who is enrolled.")
def command(what: str, folder: Path, table: Path, by: str) -> None:
    """Bring a CSV table of people, weapons or round lots into the production DIR.

    The first line names the columns: the keys of the same table in a day file
    (docs/reference/day-file.md). Lists are written with semicolons, a permit as
    `kind until 2026-12-31`. A table with a mistake enters nothing.
    """
    rows = _rows(read_text(table), str(table))
    production = open_production(folder, passphrase=ask_passphrase())
    try:
        found = enter_rows(production, KINDS[what], rows, by=by, source=str(table), now_ms=now_ms())
    finally:
        production.store.close()
        production.disclosures.close()
    click.echo(f"entered {len(found.entered)} {what}")
    if found.left:
        click.echo(f"left as they are, entered before: {', '.join(found.left)}")


def _rows(text: str, source: str) -> Rows:
    """The cells of each line by column.

    Raises:
        InputError: the columns are not named, or a line has another number of cells.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise _wrong(f"the table is not CSV: {error}", reader.line_num, source) from error
    if not lines:
        raise _wrong("the table is empty", 1, source)
    columns = [name.strip() for name in lines[0][1]]
    if "id" not in columns or len(set(columns)) != len(columns):
        raise _wrong("the first line must name each column once, `id` among them", 1, source)
    for line, cells in lines[1:]:
        if len(cells) != len(columns):
            raise _wrong(f"the line has {len(cells)} cells, not {len(columns)}", line, source)
    return [(line, dict(zip(columns, cells, strict=True))) for line, cells in lines[1:]]


def _wrong(message: str, line: int, source: str) -> InputError:
    span = Span(source=source, start=0, end=0, line=line, column=1)
    return InputError(message, hint="nothing of the table was entered", span=span)
