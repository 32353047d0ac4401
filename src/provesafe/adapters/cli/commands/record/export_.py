"""`provesafe export`: a person's own record, without asking anybody; or a log for other tools.

provesafe export DIR --person P --out FILE
provesafe export SOURCE --ocel FILE
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from provesafe.adapters.cli.files import write_new
from provesafe.adapters.taking_own import take_own
from provesafe.adapters.wiring import now_ms

__all__ = ["command"]


@click.command(name="export")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--person", help="Whose record: their short word, or P-… id.")
@click.option("--out", type=click.Path(path_type=Path), help="Where: a folder, or NAME.zip.")
@click.option(
    "--ocel",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the acts as an OCEL 2.0 event log instead: by role, no person in it.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    folder: Path, person: str | None, out: Path | None, ocel: Path | None, as_json: bool
) -> None:
    """Write what the record DIR holds about one person, for that person to keep.

    What they entered, were shown, were told, held, owed, and asked to have noted; others by their
    role. It checks alone, offline: `provesafe verify FILE`. No passphrase is needed, on any day,
    after leaving too; the production learns, at noon or at wrap, that somebody took theirs.

    With --ocel: every act of a production or a bundle as an object-centric event log, for tools of
    process mining; people are the roles they had.
    """
    if ocel is not None:
        if person is not None or out is not None:
            raise click.UsageError("--ocel is an export of its own; leave --person and --out out")
        _ocel(folder, ocel, as_json=as_json)
        return
    if person is None or out is None:
        raise click.UsageError("name --person and --out, or --ocel")
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


def _ocel(source: Path, file: Path, *, as_json: bool) -> None:
    # Late import: the engine that reads records for audits is of no use to a person's own.
    from provesafe.adapters.exchange.ocel import ocel_document
    from provesafe.adapters.fleet import read_source
    from provesafe.adapters.rulebooks import rulebook_signature

    seen = read_source(
        source, until="", now_ms=now_ms(), signature=rulebook_signature(), zone="UTC"
    )
    document = ocel_document(seen)
    write_new(file, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    told = {
        "schema": "provesafe.ocel/v1",
        "out": str(file),
        "events": len(document["events"]),
        "objects": len(document["objects"]),
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo(f"{told['events']} events, {told['objects']} objects: {file}")
