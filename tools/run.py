"""`make run`: the report's own minute, then an ordinary day, from the day files in examples/."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from provesafe.adapters.cli.story import tell_story

NEXT = "Try the day by hand, on this screen and on phones: .venv/bin/provesafe serve --demo"
"""Said at a terminal only: what reads the output of `make run` gets the story alone."""

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def main() -> int:
    """Print the story as it is played."""
    for line in tell_story(EXAMPLES):
        click.echo(line)
    if sys.stdout.isatty():
        click.echo(f"\n{NEXT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
