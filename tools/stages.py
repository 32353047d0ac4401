"""Run the stages of `make check` and `make test`: each prints its name, its seconds, its budget.

A stage is one command. A pytest stage also gives the counts of its closing line, so that the whole
run can end with one line that adds them up. A skipped, expected-to-fail or missing test counts as
a failure: what could not run has not passed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected)\b")
_CLOSING = re.compile(r"^[= ]*(\d+ \w+(, )?)+ in [\d.]+s")
_FAILING = ("failed", "error", "errors", "skipped", "xfailed", "xpassed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One command, with the seconds it may take before a warning."""

    name: str
    command: tuple[str, ...]
    budget_seconds: float
    is_pytest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What came of a stage: tests passed and failed; a failed command counts as one failure."""

    stage: Stage
    seconds: float
    passed: int
    failed: int


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """The command line of a program of the project's own environment, or else of the PATH."""
    own = BIN / name
    return (str(own) if own.exists() else name, *arguments)


def pytest_stage(
    name: str,
    folders: Sequence[str],
    *,
    budget_seconds: float,
    workers: int = 0,
    dist: str = "worksteal",
    extra: tuple[str, ...] = (),
) -> Stage:
    """A stage that runs pytest over those of `folders` that exist."""
    present = tuple(folder for folder in folders if (ROOT / folder).is_dir())
    # Neighbouring tests go to one worker, which reads what they share once; who is done takes over.
    spread = ("-n", str(workers), "--dist", dist) if workers else ()
    return Stage(
        name=name,
        command=(str(BIN / "python"), "-m", "pytest", *spread, *extra, *present),
        budget_seconds=budget_seconds,
        is_pytest=True,
    )


def run(stages: Sequence[Stage]) -> tuple[Ran, ...]:
    """Run every stage, also after one has failed, so that one run tells everything."""
    return tuple(_run_one(stage) for stage in stages)


def report(results: Sequence[Ran], *, budget_seconds: float) -> int:
    """Print the seconds of each stage and, as the last line, the counts; 1 if anything failed."""
    print()
    for ran in results:
        mark = "ok  " if not ran.failed else "FAIL"
        over = _over(ran.seconds, ran.stage.budget_seconds)
        print(f"{mark} {ran.stage.name:<12}{ran.seconds:7.1f} s{over}")
    total = sum(ran.seconds for ran in results)
    print(f"     {'total':<12}{total:7.1f} s{_over(total, budget_seconds)}")
    passed = sum(ran.passed for ran in results)
    failed = sum(ran.failed for ran in results)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def closing_counts(output: Sequence[str]) -> tuple[int, int] | None:
    """(passed, failed) of the last closing line of pytest in `output`; None without one."""
    for line in reversed(output):
        if _CLOSING.match(line):
            counts = [(int(number), word) for number, word in _COUNT.findall(line)]
            passed = sum(number for number, word in counts if word == "passed")
            return passed, sum(number for number, word in counts if word in _FAILING)
    return None


def _run_one(stage: Stage) -> Ran:
    print(f"-- {stage.name}", flush=True)
    began = time.monotonic()
    lines: list[str] = []
    try:
        with subprocess.Popen(
            stage.command,
            cwd=ROOT,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as running:
            assert running.stdout is not None
            for line in running.stdout:
                lines.append(line)
                sys.stdout.write(line)
                sys.stdout.flush()
        code = running.returncode
    except FileNotFoundError:
        print(f"`{stage.command[0]}` is not there (run `make setup`)")
        code = 127
    seconds = time.monotonic() - began
    print(f"   {stage.name}: {seconds:.1f} s{_over(seconds, stage.budget_seconds)}", flush=True)
    passed, failed = (closing_counts(lines) if stage.is_pytest else None) or (0, 0)
    if code and not failed:
        failed = 1
    return Ran(stage=stage, seconds=seconds, passed=passed, failed=failed)


def _environment() -> dict[str, str]:
    """The environment of a stage: what is compiled is kept, within the project's own folder."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(ROOT / ".venv" / "compiled")}


def _over(seconds: float, budget_seconds: float) -> str:
    if seconds <= budget_seconds:
        return ""
    return f"   over its budget of {budget_seconds:g} s"
