"""`provesafe case open`: the case room, on this laptop."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from provesafe.adapters.cli.commands.case.taking import FOLDER
from provesafe.adapters.web.caseroom import serve_case
from provesafe.adapters.wiring import now_ms

__all__ = ["opened"]


@click.command(name="open")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--by", required=True, help="Who looks into it: a name or a short word.")
@click.option("--port", default=8318, show_default=True, help="The port; 0 for any that is free.")
def opened(folder: Path, *, by: str, port: int) -> int:
    """Show the case DIR on this laptop alone, until Ctrl-C: texts with what rests on them, lines
    that wait, differences side by side, timeline, duties, the report.

    The link that is printed opens the room for whoever looks into the case; every look is noted in
    DIR/views.jsonl under their name, and so is what they accept, correct or drop.
    """

    def ready(link: str) -> None:
        click.echo(f"the case room, for {by} alone: {link}")
        click.echo("every look is noted; until Ctrl-C")
        sys.stdout.flush()

    serve_case(folder, by=by, clock=now_ms, port=port, ready=ready)
    return 0
