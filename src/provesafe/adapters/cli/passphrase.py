"""Where the passphrase of the laptop's keys comes from: the environment, a pipe, or a prompt."""

from __future__ import annotations

import os
import sys

import click

from provesafe.errors import InputError

__all__ = ["NoPassphraseError", "ask_passphrase"]

VARIABLE = "PROVESAFE_PASSPHRASE"
DEVICE_VARIABLE = "PROVESAFE_DEVICE_PASSPHRASE"


class NoPassphraseError(InputError):
    """Nobody is at a terminal to be asked, and no passphrase was given otherwise."""

    code = "cli.passphrase"


def ask_passphrase(*, new: bool = False, of: str = "") -> str:
    """Take the passphrase from PROVESAFE_PASSPHRASE, else ask for it; twice where it is new.

    Args:
        new: whether it is chosen now.
        of: the key file on another medium that it opens, for which PROVESAFE_DEVICE_PASSPHRASE
            stands; the laptop's own keys where it is left out.

    Without a terminal the first line that comes in is taken: a prompt there would show what is
    typed, or wait for nobody.

    Raises:
        NoPassphraseError: there is no terminal and nothing comes in.
    """
    variable = DEVICE_VARIABLE if of else VARIABLE
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise NoPassphraseError(
                "no passphrase was given, and nobody is at a terminal to be asked",
                hint=f"set `{variable}`, or type it at a terminal",
            )
        return line.rstrip("\r\n")
    asked = f"passphrase of {of or 'the keys'}"
    return str(click.prompt(asked, hide_input=True, confirmation_prompt=new, err=True))
