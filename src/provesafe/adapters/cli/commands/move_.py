"""`provesafe move DIR NEW`: a production goes on in another folder, and only there."""

from __future__ import annotations

from pathlib import Path

import click

from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.standing.moving import move, take_over

__all__ = ["command"]


@click.command(name="move")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("new", metavar="NEW", required=False, type=click.Path(path_type=Path))
@click.option("--take-over", "taking_over", is_flag=True, help="Go on with the copy in DIR.")
@click.option("--by", prompt="Who (a short word)", help="Who does it: a short word.")
@click.option("--why", help="Why the copy is gone on with.")
def command(folder: Path, new: Path | None, taking_over: bool, by: str, why: str | None) -> None:
    """Move the production DIR into the new folder NEW; DIR keeps its record and loses its keys.

    A copied folder, a backup too, can be looked at. With --take-over somebody goes on with it: that
    is entered with the reason, and what every weapon holds is not known from then on.
    """
    if taking_over == (new is not None):
        raise click.UsageError("name NEW, or say --take-over")
    if taking_over:
        words = why or click.prompt("Why", err=True)
        entries = take_over(folder, by=by, why=words, passphrase=ask_passphrase())
        click.echo(f"{folder} goes on, with {entries} entries")
        click.echo("what every weapon holds is not known: look, and show it again")
        click.echo("the folder this was copied from must enter nothing more")
        return
    if new is None or why:
        raise click.UsageError("--why goes with --take-over")
    made = move(folder, new, by=by, passphrase=ask_passphrase())
    click.echo(f"{made.report.tree_size} entries in {made.files} files: {new}")
    click.echo(f"{folder} can be looked at and enters nothing more; its keys are gone from it")
