"""`provesafe case list`: what a case holds, in one page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.cli.commands.case.taking import FOLDER
from provesafe.casefile import PURPOSE, Case, case_document
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
    yield "lines: " + (", ".join(f"{count} {state}" for state, count in sorted(counts.items())))
