"""`provesafe case …`: accounts beside the record."""

from __future__ import annotations

import click

from provesafe.adapters.cli.verbs import Verb, Verbs

__all__ = ["command"]

_HERE = "provesafe.adapters.cli.commands.case"
_VERBS = {
    "new": ("taking", "new", "open a case in a folder, and take sources in"),
    "add": ("taking", "add", "take more sources in; every line of them then waits"),
    "intake": ("intake", "intake", "what a text says, listed and not kept"),
    "list": ("listing", "listed", "what a case holds, what differs, what no source says"),
    "stage": ("going_through", "staged", "the lines that wait for somebody"),
    "accept": ("going_through", "accept", "take lines over as they are"),
    "correct": ("going_through", "correct", "take a line over with changes, never of its words"),
    "drop": ("going_through", "drop", "leave lines out of what is compared; they stay in the file"),
    "enter": ("going_through", "enter", "an authority, a request or its answer, a comment"),
    "report": ("giving_out", "report", "the report, as PDF or as a page"),
    "bundle": ("giving_out", "bundle", "everything of a case for one reader, to check offline"),
    "open": ("opening", "opened", "the case room, on this laptop alone"),
}


@click.group(
    name="case",
    cls=Verbs,
    verbs={
        verb: Verb(module=f"{_HERE}.{module}", name=name, line=line)
        for verb, (module, name, line) in _VERBS.items()
    },
)
def command() -> None:
    """Put accounts beside the record, for a person to go through. It judges nobody."""
