"""`provesafe api`: tokens for other programs, and addresses that are told of changes."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from provesafe.adapters.web.api import May, Tokens
from provesafe.adapters.wiring import view_production
from provesafe.service import name_of

__all__ = ["command"]

FOLDER = click.Path(file_okay=False, exists=True, path_type=Path)


@click.group(name="api")
def command() -> None:
    """Let other programs read and enter (docs/reference/api.md)."""


@command.command(name="token")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("name")
@click.option("--for", "person", required=True, help="Who answers for it: somebody who has joined.")
@click.option("--may", type=click.Choice(get_args(May)), default="read", show_default=True)
def make_token(folder: Path, name: str, person: str, may: May) -> None:
    """Make the token NAME; it is shown this once."""
    with view_production(folder) as production:
        about = production.people.id_of(person)
    click.echo(Tokens(folder).make(name, person=about, may=may))


@command.command(name="list")
@click.argument("folder", metavar="DIR", type=FOLDER)
def list_tokens(folder: Path) -> None:
    """Every token with whoever answers for it, and every address that is told."""
    with view_production(folder) as production:
        for one in Tokens(folder).tokens():
            click.echo(f"{one.name}  {one.may}  {name_of(production, one.person)}")
    for hook in Tokens(folder).hooks():
        click.echo(f"told: {hook.url}")


@command.command(name="end")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("name")
def end_token(folder: Path, name: str) -> None:
    """End the token NAME, or tell the address NAME no more."""
    tokens = Tokens(folder)
    if "://" in name:
        tokens.end_hook(name)
    else:
        tokens.end(name)


@command.command(name="hook")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("url")
def add_hook(folder: Path, url: str) -> None:
    """Tell URL whenever something was entered; the word its messages are signed with is shown."""
    click.echo(Tokens(folder).add_hook(url))
