"""`provesafe monitor -sig S -formula F -log L`: what a formula says of a file of facts.

Options, output and reading of formulas are MonPoly's: `@12 (time point 3): ("colt-2",4) ("x",1)`,
`true` where the formula has no free variable. The columns are the free variables in order of first
appearance. As MonPoly with `-nonewlastts -nofilterrel -nofilteremptytp`, a time-point whose future
is still open is not answered; `-observed_until` says how far the facts are known.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import click

from provesafe.adapters.cli.files import read_text
from provesafe.adapters.cli.progress import progress_bar
from provesafe.adapters.exchange import (
    FORMATS,
    Asked,
    Declared,
    Pieced,
    TraceFormat,
    ask_in_pieces,
    format_of,
    load_trace,
    pieces_for,
    read_monpoly_text,
)
from provesafe.monitor import ColumnTrace, Question, ask
from provesafe.rulebook import VariableType

__all__ = ["command"]

LINES_AT_ONCE = 10_000

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="monitor")
@click.option("-sig", "sig", required=True, type=FILE, help="The signature file.")
@click.option("-formula", "formula", required=True, type=FILE, help="The formula file.")
@click.option("-log", "log", type=FILE, help="The file of facts; without it, stdin is read.")
@click.option("-negate", is_flag=True, help="Ask the negation of the formula.")
@click.option(
    "-format",
    "form",
    type=click.Choice(FORMATS),
    help="What the file of facts is; by its name if left out.",
)
@click.option("-observed_until", type=int, help="The second up to which all facts are known.")
@click.option(
    "-pieces",
    type=click.IntRange(1, 10_000),
    help="Ask a Parquet file in so many pieces, each smaller; by its size if left out.",
)
@click.option("-check", is_flag=True, help="Say whether the formula can be judged, and stop.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("-nonewlastts", is_flag=True, help="As it always is here: the end is open.")
@click.option("-nofilterrel", is_flag=True, help="As it always is here.")
@click.option("-nofilteremptytp", is_flag=True, help="As it always is here.")
@click.option("-no_rw", is_flag=True, help="Taken, and not needed.")
@click.option("-verified", is_flag=True, help="Taken, and not needed.")
def command(
    sig: Path,
    formula: Path,
    log: Path | None,
    *,
    negate: bool,
    form: TraceFormat | None,
    observed_until: int | None,
    pieces: int | None,
    check: bool,
    as_json: bool,
    **_taken: bool,
) -> int:
    """Say at which time-points, and for which values, a formula of first-order temporal logic
    holds in a file of facts, in MonPoly's own output format.

    The file of facts is MonPoly's text, or a table as CSV, JSON lines or Parquet
    (docs/how-to/monitor-any-log.md).
    """
    asked = Asked(
        signature=read_text(sig),
        signature_source=str(sig),
        formula=read_text(formula),
        formula_source=str(formula),
        negate=negate,
        observed_until=observed_until,
    )
    question, declared = asked.compiled()
    if check:
        click.echo(f"variables: {', '.join(question.variables) or 'none'}")
        return 0
    found = None
    if log is not None and (form or format_of(log)) == "parquet":
        count = pieces or pieces_for(log)
        if count > 1:
            workers = min(count, os.cpu_count() or 1)
            found = ask_in_pieces(asked, log, pieces=count, workers=workers)
    if found is None:
        trace = _trace(log, declared, question.predicates, form)
        told = ask(question, trace, observed_until=observed_until)
        found = Pieced(time_points=trace.size, decided=told.decided, answers=(told,))
    if as_json:
        click.echo(json.dumps(_document(question, found), ensure_ascii=False))
    else:
        _print(_lines(question, found))
    return 0


def _trace(
    log: Path | None, declared: Declared, only: frozenset[str], form: TraceFormat | None
) -> ColumnTrace:
    if log is None:
        return read_monpoly_text(sys.stdin.buffer, declared, source="stdin")
    with progress_bar(f"reading {log.name}") as tell:
        return load_trace(log, declared, form=form, only=only, progress=tell)


def _lines(question: Question, found: Pieced) -> Iterator[str]:
    """The answers in MonPoly's words."""
    types = [question.types[name] for name in question.variables]
    for answer in found:
        head = f"@{answer.seconds} (time point {answer.index}): "
        if not types:
            yield f"{head}true\n"
            continue
        rows = (",".join(map(_shown, row, types)) for row in answer.rows)
        yield head + " ".join(f"({row})" for row in rows) + "\n"


def _shown(value: int | str | Fraction | float, kind: VariableType) -> str:
    """A value as MonPoly writes it: strings in quotes, averages to six digits."""
    if kind == "fraction":
        return f"{float(value):g}"
    if isinstance(value, str):
        quoted = value[:1] == '"' == value[-1:]
        return value if quoted else f'"{value}"'
    return str(value)


def _print(lines: Iterator[str]) -> None:
    while held := list(islice(lines, LINES_AT_ONCE)):
        click.echo("".join(held), nl=False)


def _document(question: Question, found: Pieced) -> dict[str, object]:
    return {
        "schema": "provesafe.monitor/v1",
        "variables": [{"name": name, "type": question.types[name]} for name in question.variables],
        "time_points": found.time_points,
        "decided": found.decided,
        "answers": [
            {
                "index": answer.index,
                "seconds": answer.seconds,
                "rows": [
                    [str(value) if isinstance(value, Fraction | float) else value for value in row]
                    for row in answer.rows
                ],
            }
            for answer in found
        ],
    }
