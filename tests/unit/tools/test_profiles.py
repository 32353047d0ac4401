"""The Hypothesis profiles: the same examples everywhere by default; a wrong name is refused."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import settings

from stages import ROOT


def test_no_example_has_a_deadline() -> None:
    """A busy machine never fails a property, in either profile."""
    for profile in ("fast", "long"):
        assert settings.get_profile(profile).deadline is None


def test_the_fast_profile_is_the_same_everywhere() -> None:
    """The fast profile draws no lots and remembers nothing between runs."""
    fast = settings.get_profile("fast")
    assert fast.derandomize
    assert fast.database is None


def test_a_wrong_profile_is_refused() -> None:
    """A profile that does not exist stops the run and names those that do."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/unit/tools/test_profiles.py"],
        cwd=ROOT,
        env={**os.environ, "PROVESAFE_PROFILE": "lnog"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != 0
    assert "`lnog`, not one of fast, long" in ran.stdout + ran.stderr
