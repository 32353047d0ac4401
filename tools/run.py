"""`make run`: the report's own minute, then an ordinary day, from the day files in examples/; at a
terminal then the demo day on screen, to be played by hand until Ctrl-C."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from provesafe.adapters.cli.story import tell_story

NEXT = "The same day to play by hand, on this screen and on phones (Ctrl-C ends it):"

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def main() -> int:
    """Print the story as it is played; what reads it through a pipe gets the story alone."""
    for line in tell_story(EXAMPLES):
        click.echo(line)
    if sys.stdout.isatty() and sys.stdin.isatty():
        click.echo(f"\n{NEXT}\n")
        sys.stdout.flush()
        program = Path(sys.executable).with_name("provesafe")
        # Our own program takes the place of this one: Ctrl-C is its own to hear.
        os.execv(program, [str(program), "serve", "--demo"])  # noqa: S606
    return 0


if __name__ == "__main__":
    sys.exit(main())
