"""Verbs that are imported only when they are called.

`--help`, one act at the cart and one article at a desk must not wait for what another verb needs.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

__all__ = ["Verb", "Verbs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """Where a verb lives, and what is said of it in one line."""

    module: str
    name: str
    """Of the command in that module."""
    line: str


class Verbs(click.Group):
    """A group that imports a verb's module when the verb is called."""

    def __init__(self, *args: Any, verbs: Mapping[str, Verb], **options: Any) -> None:
        """Take the verbs, in the order in which they are listed; the rest is click's."""
        super().__init__(*args, **options)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own shape
        """Their names."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """The verb itself; its module is imported now."""
        verb = self.verbs.get(cmd_name)
        if verb is None:
            return None
        command = getattr(importlib.import_module(verb.module), verb.name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - likewise
        """Each verb with its line."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.line) for name, verb in self.verbs.items()])
