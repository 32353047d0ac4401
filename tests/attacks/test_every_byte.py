"""Every byte of a bundle that holds every kind of file is looked at."""

from __future__ import annotations

import random

import pytest

from bundled import Remembering, full_sample, large_sample
from one_byte import places, try_changes

FULL = full_sample()
PARTS = 16
"""The places of the small bundle are shared out, so that two cores can work on them."""
OF_LARGE, LARGE_PARTS = 3_000, 6


def seeded(
    files: dict[str, bytes], chosen: list[tuple[str, int]], seed: int
) -> list[tuple[str, int, int]]:
    """Change one bit of each place, the same in every run."""
    rng = random.Random(seed)
    return [(path, at, 1 << rng.randrange(8)) for path, at in chosen]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_byte_of_a_small_bundle_is_found_and_named(part: int) -> None:
    """Twenty entries, each kind of file: one bit of each byte, refused with file and entry."""
    chosen = places(FULL)[part::PARTS]
    found = list(try_changes(FULL, seeded(FULL, chosen, part), Remembering()))
    assert found == chosen
    assert len(found) > 20_000 // PARTS


@pytest.mark.parametrize("part", range(LARGE_PARTS))
def test_seeded_bytes_of_a_large_bundle_are_found_and_named(part: int) -> None:
    """Three hundred entries over two tiles: three thousand places, refused with file and entry."""
    files = large_sample(300)
    chosen = random.Random(300).sample(places(files), OF_LARGE)[part::LARGE_PARTS]
    found = list(try_changes(files, seeded(files, chosen, part), Remembering()))
    assert found == chosen
    assert len(found) == OF_LARGE // LARGE_PARTS
