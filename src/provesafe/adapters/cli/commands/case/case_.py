"""`provesafe case …`: accounts beside the record."""

from __future__ import annotations

import click

from provesafe.adapters.cli.commands.case.giving_out import bundle, report
from provesafe.adapters.cli.commands.case.going_through import (
    accept,
    correct,
    drop,
    enter,
    staged,
)
from provesafe.adapters.cli.commands.case.intake import intake
from provesafe.adapters.cli.commands.case.listing import listed
from provesafe.adapters.cli.commands.case.opening import opened
from provesafe.adapters.cli.commands.case.taking import add, new

__all__ = ["command"]


@click.group(name="case")
def command() -> None:
    """Put accounts beside the record, for a person to go through. It judges nobody."""


for _verb in (
    new,
    add,
    intake,
    listed,
    staged,
    accept,
    correct,
    drop,
    enter,
    report,
    bundle,
    opened,
):
    command.add_command(_verb)
