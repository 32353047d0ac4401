"""`provesafe export DIR --person P --out FILE`: a person's own record, without asking anybody."""

from __future__ import annotations

import json
from pathlib import Path

import click

from provesafe.adapters.taking_own import take_own
from provesafe.adapters.wiring import now_ms

__all__ = ["command"]


@click.command(name="export")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--person", required=True, help="Whose record: their short word, or P-… id.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Where: a folder, or NAME.zip."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(folder: Path, person: str, out: Path, as_json: bool) -> None:
    """Write what the record DIR holds about one person, for that person to keep.

    What they entered, were shown, were told, held, owed, and asked to have noted; others by their
    role. It checks alone, offline: `provesafe verify FILE`. No passphrase is needed, on any day,
    after leaving too; the production learns, at noon or at wrap, that somebody took theirs.
    """
    taken = take_own(folder, person, out, now_ms=now_ms())
    if as_json:
        document = {
            "schema": "provesafe.own/v1",
            "out": str(out),
            "entries": taken.entries,
            "reading": list(taken.reading),
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for line in taken.reading:
        click.echo(line)
    click.echo(f"\n{taken.entries} entries with their proofs: {out}", err=True)
    click.echo(f"next: provesafe verify {out}", err=True)
