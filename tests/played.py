"""Play day files as the program does, for tests: the real parser, record, keys and rules."""

from __future__ import annotations

import tempfile
from pathlib import Path

from provesafe.adapters.wiring import adoptions, open_rehearsal
from provesafe.service import (
    Production,
    Rehearsal,
    broken_day,
    parse_day_file,
    rehearse,
)

__all__ = ["EXAMPLES", "play", "play_text"]

EXAMPLES = Path(__file__).parent.parent / "examples"


def play_text(text: str, *, broken: bool = False) -> tuple[Production, Rehearsal]:
    """Play the text of a day file to its end; the production is closed, its values stay."""
    day = parse_day_file(text, source="day.toml")
    if broken:
        day = broken_day(day)
    with tempfile.TemporaryDirectory() as folder, open_rehearsal(day) as production:
        books = adoptions(day.rulebooks, day.watched, day.settings, beside=Path(folder))
        return production, rehearse(production, day, books)


def play(name: str) -> tuple[Production, Rehearsal]:
    """Play one of the examples, `days/dry-creek` for instance."""
    return play_text((EXAMPLES / f"{name}.toml").read_text("utf-8"))
