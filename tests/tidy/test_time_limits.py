"""Every test has a time limit."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from time_limits import LIMITS, Limit, limit_of, limited

TESTS = Path(__file__).parent.parent


def _limited(limit: Limit, work: Callable[[], object]) -> None:
    with limited(limit):
        work()


def test_what_waits_for_ever_is_stopped() -> None:
    """A test that sleeps past its limit fails, and says how long it had."""
    with pytest.raises(pytest.fail.Exception, match=r"not done after 0\.02 s on the wall"):
        _limited(Limit(wall=0.02), lambda: time.sleep(30))


def test_what_works_for_ever_is_stopped() -> None:
    """A loop without an end is found by its own time, however long the wall's limit is."""
    with pytest.raises(pytest.fail.Exception, match=r"not done after 0\.02 s of its own time"):
        _limited(Limit(wall=60, own=0.02), lambda: any(number < 0 for number in count()))


def test_this_very_test_has_a_limit() -> None:
    """The clocks of this folder are running while a test of it runs."""
    for clock in (signal.ITIMER_REAL, signal.ITIMER_PROF):
        assert 0 < signal.getitimer(clock)[0] <= LIMITS["tidy"].wall


def test_every_folder_that_is_listed_is_there() -> None:
    """No limit stands for tests that have moved; a folder that is not listed has little time."""
    there = {path.parent.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")}
    assert set(LIMITS) <= there
    assert limit_of("somewhere new") == LIMITS["tidy"]
