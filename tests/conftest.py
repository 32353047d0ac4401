"""Settings every test shares: the Hypothesis profiles, time limits, the seed of a simulated run.

`PROVESAFE_PROFILE=long` looks for longer and with new random examples each time; the default,
`fast`, tries the same examples on every machine, so that a failure is never a matter of luck.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from time_limits import limit_of, limited

PROFILES = ("fast", "long")

settings.register_profile(
    "fast",
    max_examples=50,
    derandomize=True,
    database=None,
    deadline=None,  # a busy machine is not a bug
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long",
    max_examples=2000,
    derandomize=False,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)

_profile = os.environ.get("PROVESAFE_PROFILE", "fast")
if _profile not in PROFILES:
    raise pytest.UsageError(f"PROVESAFE_PROFILE is `{_profile}`, not one of {', '.join(PROFILES)}")
settings.load_profile(_profile)


def share(*, fast: int, long: int) -> int:
    """How many examples a test that makes its own is to try under the profile of this run."""
    return fast if _profile == "fast" else long


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--seed N`, which replays one run of the simulation."""
    parser.addoption("--seed", type=int, default=None, help="replay one seed of the simulation")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Stop what a test is given, if it is not ready in time."""
    with limited(limit_of(_folder_of(item))):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Stop a test that takes longer than those of its folder may."""
    with limited(limit_of(_folder_of(item))):
        return (yield)


def _folder_of(item: pytest.Item) -> str:
    """The folder of `tests` that a test is in."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int | None:
    """The seed asked for on the command line; None means the kept seeds."""
    chosen: int | None = request.config.getoption("--seed")
    return chosen
