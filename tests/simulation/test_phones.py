"""Phones that queue, sign together and are cut off: no entry is lost, doubled or out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from unittest.mock import patch

import pytest

from conftest import share
from provesafe.ledger import intake
from simulation.phones import phones_day

SEEDS = range(share(fast=8, long=200))


def _days(seeds: Iterable[int]) -> Counter[str]:
    """Play these days; how often what happened."""
    return sum((phones_day(chosen).counts for chosen in seeds), Counter[str]())


def test_phones_keep_their_order_and_their_entries(seed: int | None) -> None:
    """Whatever goes wrong between phones and laptop, and everything does, the record holds."""
    counts = _days(SEEDS if seed is None else [seed])
    print(dict(counts.most_common()))
    if seed is None:
        for what in (
            "entered together",
            "lapsed",
            "entered out of reach",
            "sent late",
            "before its turn",
            "could not enter together",
            "ended while it stored",
            "ended between two steps",
            "sent again, and there already",
        ):
            assert counts[what] > 0, what


def _careless(device: Any, link: Any, entry_id: str) -> Any:
    """Takes what comes, whatever should have come before it."""
    return device.moved(link.seq, entry_id, link.seen.size)


def _forgetful(*_given: Any) -> None:
    """A proposal that lapsed leaves no place in its signer's chain."""


@pytest.mark.parametrize(
    ("where", "what", "fault"),
    [
        (intake, "follow", _careless),
        (intake.Intake, "_admit_proposal", _forgetful),
    ],
)
def test_a_planted_fault_in_the_chains_is_found(
    where: object, what: str, fault: Callable[..., Any]
) -> None:
    """With chains that are not looked at, or lapses that keep no place, some day breaks."""
    with patch.object(where, what, fault), pytest.raises(AssertionError):
        _days(SEEDS)
