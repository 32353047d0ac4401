"""Where the passphrase of the laptop's keys comes from: the environment, or a prompt."""

from __future__ import annotations

import os

import click

__all__ = ["ask_passphrase"]

VARIABLE = "PROVESAFE_PASSPHRASE"


def ask_passphrase(*, new: bool = False) -> str:
    """Take the passphrase from PROVESAFE_PASSPHRASE, else ask for it; twice where it is new."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    return str(
        click.prompt("passphrase of the keys", hide_input=True, confirmation_prompt=new, err=True)
    )
