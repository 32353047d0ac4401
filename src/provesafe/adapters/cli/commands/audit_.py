"""`provesafe audit DIR`: which rules were not met, and what has no entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from provesafe.adapters.cli.words import afterwards_lines, audit_lines
from provesafe.adapters.wiring import now_ms, view_production
from provesafe.service import afterwards, afterwards_document, audit_document, audit_production

__all__ = ["command"]


@click.command(name="audit")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--until", metavar="'YYYY-MM-DD HH:MM'", help="Look at the record up to then, not up to now."
)
@click.option("--use-of", "weapon", help="Look at the last use of this weapon that went off.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document for each source.")
def command(sources: tuple[Path, ...], until: str | None, weapon: str | None, as_json: bool) -> int:
    """Look back at the records of SOURCES, under the rulebooks that were in force.

    Exit status 1 when a rule was not met or a duty has no entry. With --use-of: what was entered of
    that use, what has no entry, who handed it over, and everyone involved; nobody is judged.
    """
    status = 0
    for source in sources:
        with view_production(source) as production:
            if weapon is not None:
                use = afterwards(production, weapon)
                if as_json:
                    _print(afterwards_document(use, production.people))
                    continue
                for line in afterwards_lines(
                    use, label=production.people.label, clock=production.times.show
                ):
                    click.echo(line)
                continue
            until_ms = production.times.parse_date(until) if until else now_ms()
            found = audit_production(production, observed_until_ms=until_ms)
            if as_json:
                _print(audit_document(found, production.people))
            else:
                click.echo(click.style(str(source), bold=True))
                for line in audit_lines(found, clock=production.times.show):
                    click.echo(line)
                click.echo(
                    f"{len(found.not_met)} not met, {len(found.no_entry)} no entry, "
                    f"{len(found.pending)} pending, {len(found.undetermined)} undetermined, "
                    f"{len(found.vacuous)} rules were never asked"
                )
            if found.not_met or found.no_entry:
                status = 1
    return status


def _print(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))
