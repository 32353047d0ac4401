"""Where the passphrase of the laptop's keys comes from: the environment, a pipe, or a prompt."""

from __future__ import annotations

import os
import sys

import click

from provesafe.errors import InputError

__all__ = ["NoPassphraseError", "ask_passphrase"]

VARIABLE = "PROVESAFE_PASSPHRASE"


class NoPassphraseError(InputError):
    """Nobody is at a terminal to be asked, and no passphrase was given otherwise."""

    code = "cli.passphrase"


def ask_passphrase(*, new: bool = False) -> str:
    """Take the passphrase from PROVESAFE_PASSPHRASE, else ask for it; twice where it is new.

    Without a terminal the first line that comes in is taken: a prompt there would show what is
    typed, or wait for nobody.

    Raises:
        NoPassphraseError: there is no terminal and nothing comes in.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise NoPassphraseError(
                "no passphrase was given, and nobody is at a terminal to be asked",
                hint=f"set `{VARIABLE}`, or type it at a terminal",
            )
        return line.rstrip("\r\n")
    return str(
        click.prompt("passphrase of the keys", hide_input=True, confirmation_prompt=new, err=True)
    )
