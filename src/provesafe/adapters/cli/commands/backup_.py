"""`provesafe backup DIR OUT`: a checked copy on a second medium, while the day goes on."""

from __future__ import annotations

from pathlib import Path

import click

from provesafe.adapters.keeping_copies import back_up

__all__ = ["command"]


@click.command(name="backup")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
def command(folder: Path, out: Path) -> None:
    """Copy the production DIR, in use or not, into the new folder OUT, and verify the copy.

    It holds everything needed to go on, the wrapped keys included: keep it as you keep the laptop.
    For others to check, use `provesafe bundle`, which holds no key. Going on from an older copy is
    refused where witnesses, or the seals beside it, have seen more.
    """
    made = back_up(folder, out)
    click.echo(f"{made.report.tree_size} entries in {made.files} files: {out}")
    click.echo("the copy was read back and checks; it holds the wrapped keys")
