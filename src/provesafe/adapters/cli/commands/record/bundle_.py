"""`provesafe bundle DIR OUT`: everything an outsider needs to check the record, and no keys."""

from __future__ import annotations

import json
from pathlib import Path

import click

from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.taking_out import take_out

__all__ = ["command"]


@click.command(name="bundle")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--disclose",
    multiple=True,
    metavar="KIND",
    help="A kind of personal fact to hand out (label, name); repeatable. Nothing else goes along.",
)
@click.option("--roles-only", is_flag=True, help="Nobody by name: refuses any --disclose.")
@click.option("--media", is_flag=True, help="Pictures and notes go along, whoever is on them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    folder: Path,
    out: Path,
    disclose: tuple[str, ...],
    roles_only: bool,
    media: bool,
    as_json: bool,
) -> None:
    """Write the record of the production DIR for others to check: a folder, or OUT.zip.

    It holds every entry, the tree, the kept checkpoints, the policy if there is one, and the
    rulebook texts that entries name. People are ids and roles unless --disclose says otherwise.
    The passphrase opens the log's key, which signs the list of files; no key goes along.
    """
    if roles_only and (disclose or media):
        raise click.UsageError(
            "--roles-only hands out no personal fact and no picture; leave out --disclose, --media"
        )
    taken = take_out(folder, out, passphrase=ask_passphrase(), disclose=disclose, media=media)
    if as_json:
        document = {
            "schema": "provesafe.bundle/v1",
            "out": str(out),
            "files": taken.files,
            "entries": taken.entries,
            "checkpoints": taken.seals,
            "disclosed": taken.disclosed,
            "texts_missing": list(taken.texts_missing),
            "policy": taken.policy,
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    click.echo(f"{taken.entries} entries in {taken.files} files: {out}")
    facts = f"{taken.disclosed} personal facts" if taken.disclosed else "no names"
    click.echo(f"handed out: {facts}; checkpoints kept: {taken.seals}; no keys")
    if not taken.policy:
        click.echo("no policy: whoever checks it cannot say who else has seen this record")
    for digest in taken.texts_missing:
        click.echo(f"not here any more: the rulebook text {digest[:16]}", err=True)
    click.echo(f"next: provesafe verify {out}")
