"""`provesafe rehearse DAY`: play a day file through the rules."""

from __future__ import annotations

import json
from pathlib import Path

import click

from provesafe.adapters.cli.files import read_text
from provesafe.adapters.cli.progress import progress_bar
from provesafe.adapters.cli.words import audit_lines, decision_lines
from provesafe.adapters.wiring import adoptions, keep_texts, open_rehearsal
from provesafe.service import (
    Production,
    Rehearsal,
    broken_day,
    parse_day_file,
    rehearsal_document,
    rehearse,
)

__all__ = ["command"]


@click.command(name="rehearse")
@click.argument("day", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document (docs/reference/json.md).")
@click.option("--all", "show_all", is_flag=True, help="Show reports too, not only requests.")
@click.option("--broken", is_flag=True, help="Make the file's [broken] edit first.")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="Keep the record in this new folder instead of throwing it away.",
)
def command(day: Path, as_json: bool, show_all: bool, broken: bool, into: Path | None) -> int:
    """Play DAY through the rules it names.

    Each request is answered: nothing open, or not yet, with every open rule, the clause it comes
    from and who can mend it. Reports are entered with the rules they did not meet. Exit status 1
    if any request was refused.
    """
    read = parse_day_file(read_text(day), source=str(day))
    if broken:
        read = broken_day(read)
    books = adoptions(read.rulebooks, read.watched, read.settings, beside=day.parent)
    with open_rehearsal(read, into=into) as production:
        if into is not None:
            keep_texts(into, books, beside=day.parent)
        with progress_bar("rehearsing") as progress:
            outcome = rehearse(production, read, books, progress=progress)
        if as_json:
            document = rehearsal_document(outcome, production.people)
            click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            _tell(outcome, production, show_all=show_all)
    return 1 if outcome.refused else 0


def _tell(outcome: Rehearsal, production: Production, *, show_all: bool) -> None:
    """The day as lines: requests, then what was not met and what has no entry."""
    day = outcome.day
    if day.kind == "occurrence":
        click.echo("Our reconstruction, by role; not evidence of what happened.")
    for played in outcome.played:
        for decision in played.decisions:
            if show_all or played.act.kind == "request" or decision.reasons:
                # What was refused and done anyway has told its reasons in the line above.
                again = played.act.anyway and decision.decision == "noted"
                for line in decision_lines(
                    decision,
                    label=production.people.label,
                    clock=day.times.show,
                    details=not again,
                ):
                    click.echo(line)
    for line in audit_lines(outcome.audit, clock=day.times.show):
        click.echo(line)
    asked = sum(1 for played in outcome.played if played.act.kind == "request")
    requests = "1 request" if asked == 1 else f"{asked} requests"
    click.echo(f"{requests}, {len(outcome.refused)} not yet")
