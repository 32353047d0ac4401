"""`provesafe concern DIR`: leave a concern without a trace."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from provesafe.adapters.days.spool import leave
from provesafe.adapters.store import has_record
from provesafe.adapters.wiring import NoProductionError

__all__ = ["command"]


@click.command(name="concern")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Leave a concern with the production DIR: no name, no device, no number, no time.

    The words come from standard input, or are asked for. They wait, sealed and in no order, and are
    entered with whatever else was left at noon or at wrap. Write nothing that only you could know.
    """
    if not has_record(folder):
        raise NoProductionError(
            f"`{folder}` holds no production", hint="make one with `provesafe new`"
        )
    typed = sys.stdin.isatty()
    leave(folder, str(click.prompt("What is it", err=True)) if typed else sys.stdin.read())
    click.echo("kept; it is entered at noon or at wrap, mixed with what others leave")
