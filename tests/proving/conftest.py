"""The demo's day, open, for every test of this folder that goes on from there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provesafe.adapters.web.demo import demo_day
from provesafe.adapters.wiring import adoptions, open_rehearsal
from provesafe.service import Production, rehearse

NOW = 1_772_460_000_000


@pytest.fixture
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """The demo's day, played up to the first close-up."""
    folder = tmp_path_factory.mktemp("books")
    file = demo_day(NOW, zone="UTC")
    with open_rehearsal(file) as production:
        books = adoptions(file.rulebooks, file.watched, file.settings, beside=folder)
        rehearse(production, file, books)
        yield production
