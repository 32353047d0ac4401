"""A progress bar for work that takes over two seconds, on stderr, when that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["progress_bar"]

SILENT_SECONDS = 2.0


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how much is done, of how much."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    began = time.monotonic()
    shown = False

    def tell(done: int, everything: int) -> None:
        nonlocal shown
        if everything and time.monotonic() - began > SILENT_SECONDS:
            shown = True
            filled = 30 * done // everything
            bar = "#" * filled + "-" * (30 - filled)
            click.echo(f"\r{what} [{bar}] {done} of {everything}", err=True, nl=False)

    yield tell
    if shown:
        click.echo("\r" + " " * 79 + "\r", err=True, nl=False)
