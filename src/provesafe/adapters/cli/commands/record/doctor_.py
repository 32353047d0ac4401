"""`provesafe doctor [DIR]`: what was found of disk, clock, SQLite, keys, copies and witnesses."""

from __future__ import annotations

import json
from pathlib import Path

import click

from provesafe.adapters.standing.health import look_at_machine, look_at_production
from provesafe.adapters.store import has_record
from provesafe.adapters.wiring import NoProductionError, now_ms

__all__ = ["command"]


@click.command(name="doctor")
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(folder: Path | None, as_json: bool) -> int:
    """Look at this machine, and at the production in DIR, without its passphrase.

    Exit status 1 when something is not as it should be; each line says what was found. It changes
    nothing and keeps nobody from entering.
    """
    at_ms = now_ms()
    if folder is not None and not has_record(folder):
        raise NoProductionError(f"`{folder}` holds no production", hint="name its folder")
    found = [*look_at_machine(folder or Path.cwd(), at_ms=at_ms)]
    if folder is not None:
        found += look_at_production(folder, at_ms=at_ms)
    if as_json:
        document = {
            "schema": "provesafe.health/v1",
            "good": all(one.good for one in found),
            "findings": [{"what": one.what, "good": one.good, "words": one.words} for one in found],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for one in found:
            click.echo(f"{'    ' if one.good else 'LOOK'} {one.what:<11} {one.words}")
    return 0 if all(one.good for one in found) else 1
