"""`provesafe case list`: what a case holds, in one page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.cli.commands.case.taking import FOLDER
from provesafe.casefile import PURPOSE, Case, Duty, case_document, entries_of
from provesafe.service import read_case

__all__ = ["listed"]


@click.command(name="list")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--for", "investigation", default="", metavar="I1", help="As one investigation has it."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def listed(folder: Path, *, investigation: str, as_json: bool) -> int:
    """List what a case holds: sources, what differs, what is owed, what no source says."""
    case = read_case(FolderOfCase(folder), investigation=investigation)
    if as_json:
        click.echo(json.dumps(case_document(case), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(case)))
    return 0


def _lines(case: Case) -> Iterator[str]:
    mark = "" if case.real == "real" else f"  ({case.real.upper()})"
    yield f"{case.title}{mark}: {case.status}, {case.history_lines} lines of history"
    yield PURPOSE
    yield ""
    yield "sources"
    for one in case.sources:
        published = f", published {one.published.edtf or 'not recorded'}"
        yield (
            f"  {one.id:<4} {one.kind}: {one.title}; taken in by {one.acquired.by}"
            f"{published if one.kind == 'article' else ''}; sha256 {one.sha256[:16]}…"
        )
    counts = Counter(case.states.values())
    counts["entered"] = sum(one.state == "entered" for one in case.accounts)
    yield "lines: " + ", ".join(f"{n} {state}" for state, n in sorted(counts.items()) if n)
    yield from _side_by_side(case)
    yield from _duties(case)
    yield from _people(case)
    yield from _missing(case)


def _side_by_side(case: Case) -> Iterator[str]:
    yield from _head("side by side; which is right is not said here", case.differences)
    for one in case.differences:
        said = f" ({one.state}, by {one.by})" if one.by else ""
        yield f"  {one.id:<13} {one.about}{said}: {', '.join(one.lines)}"
    yield from _head("beside the record", case.besides)
    for beside in case.besides:
        entries = ", ".join(f"entry {one.entry}" for one in entries_of(beside.entries))
        yield f"  {beside.line:<8} {beside.words}{' (' + entries + ')' if entries else ''}"


def _duties(case: Case) -> Iterator[str]:
    otherwise = [one for one in case.duties if one.form or _grades(one) - {"entered done"}]
    yield from _head("duties, and what is held of them", otherwise)
    for one in otherwise:
        grades = "; ".join(cell.grade for cell in one.cells)
        yield f"  {one.id:<8} {' or '.join(one.roles)}: {one.text}"
        yield f"           {grades}{' · ' + one.form if one.form else ''}  [{one.rule}]"
    met = len(case.duties) - len(otherwise)
    if met:
        yield f"  and {met} occasions on which what was asked was entered"


def _grades(duty: Duty) -> set[str]:
    return {cell.grade for cell in duty.cells}


def _people(case: Case) -> Iterator[str]:
    yield from _head("everyone involved", case.sheets)
    for one in case.sheets:
        told = f"{len(one.was_shown)} shown, {len(one.was_told)} told"
        where = f"entered {len(one.did)}, was {told}" if one.enrolled else "not in the record"
        yield f"  {one.party:<18} {one.role}: {where}, said {len(one.said)}"


def _missing(case: Case) -> Iterator[str]:
    yield from _head("left out, and who could fill it", case.gaps)
    for one in case.gaps:
        who = "; ".join(
            f"{each.who}{' (asked, ' + each.request + ')' if each.request else ''}"
            for each in one.fillers
        )
        yield f"  {one.id:<14} {one.what}: ask {who}"


def _head(words: str, rows: Sequence[object]) -> Iterator[str]:
    if rows:
        yield ""
        yield words
