"""`provesafe verify DIR`: is this record the one that was made?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from provesafe.adapters.wiring import verify_production

__all__ = ["command"]


@click.command(name="verify")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--origin", help="The record's name as you know it from elsewhere, on paper.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(folder: Path, origin: str | None, as_json: bool) -> None:
    """Check every byte of the record in DIR, offline, without any key.

    Exit status 3 names the first thing that is wrong. What it cannot show is printed too.
    """
    found = verify_production(folder, expected_origin=origin)
    if as_json:
        document = {
            "schema": "provesafe.verification/v1",
            "origin": found.origin,
            "kind": found.kind,
            "entries": found.tree_size,
            "root": found.root_hash.hex(),
            "commits": found.commits,
            "signatures": found.signatures,
            "by_class": dict(found.by_class),
            "by_grade": dict(found.by_grade),
            "noted_by_laptop": found.noted_by_laptop,
            "outside_witnesses": 0,
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{found.tree_size} entries unchanged since signed; whether they are true is not shown here"
    )
    click.echo(f"record   {found.origin} ({found.kind})")
    click.echo(f"root     {found.root_hash.hex()}")
    click.echo(
        f"checked  {found.signatures} signatures, {found.commits} commits; "
        f"{found.noted_by_laptop} entries rest on people by the laptop's key alone"
    )
    click.echo(
        "not shown: anything nobody entered; and, as no outside witness has signed, "
        "that this folder was not made anew by whoever holds its keys"
    )
