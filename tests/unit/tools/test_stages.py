"""The stage runner counts what pytest says and never turns silence into success."""

from __future__ import annotations

import sys

import pytest

from stages import Stage, closing_counts, report, run


def _stage(code: str, *, is_pytest: bool = False) -> Stage:
    return Stage(
        name="planted",
        command=(sys.executable, "-c", code),
        budget_seconds=60,
        is_pytest=is_pytest,
    )


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("12 passed in 0.31s", (12, 0)),
        ("1 failed, 3 passed in 0.31s", (3, 1)),
        ("2 failed, 3 passed, 1 error in 1.00s", (3, 3)),
        ("5 passed, 1 skipped in 0.02s", (5, 1)),
        ("5 passed, 1 xfailed, 1 xpassed in 0.02s", (5, 2)),
        ("== 7 passed in 61.20s (0:01:01) ==", (7, 0)),
    ],
)
def test_closing_line_is_counted(line: str, want: tuple[int, int]) -> None:
    """The counts of pytest's closing line are read, and a skip counts as a failure."""
    assert closing_counts(["....  [100%]\n", line + "\n"]) == want


def test_no_closing_line_has_no_counts() -> None:
    """Output without a closing line has no counts, so nobody can take it for zero failures."""
    assert closing_counts(["collected nothing\n", "no tests ran in 0.01s\n"]) is None


@pytest.mark.parametrize("is_pytest", [False, True])
def test_a_failing_command_fails_the_run(
    capsys: pytest.CaptureFixture[str], *, is_pytest: bool
) -> None:
    """A command that exits with an error is one failure, whatever it printed."""
    done = run([_stage("raise SystemExit(3)", is_pytest=is_pytest)])
    assert report(done, budget_seconds=60) == 1
    assert capsys.readouterr().out.endswith("\n0 passed, 1 failed\n")


def test_all_stages_run_after_one_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """Every stage runs and is added up, also after an earlier one has failed."""
    done = run(
        [
            _stage("raise SystemExit(1)"),
            _stage("print('4 passed in 0.10s')", is_pytest=True),
        ]
    )
    assert report(done, budget_seconds=60) == 1
    assert capsys.readouterr().out.endswith("\n4 passed, 1 failed\n")


def test_a_stage_over_its_budget_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A stage slower than its budget warns and still passes."""
    slow = Stage(name="slow", command=(sys.executable, "-c", ""), budget_seconds=0)
    assert report(run([slow]), budget_seconds=60) == 0
    assert "over its budget of 0 s" in capsys.readouterr().out
