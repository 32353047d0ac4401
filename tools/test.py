"""`make test`: every test there is: the fast checks, then the fuzzer and the slow stages
whose folders exist.

    tools/test.py                               everything
    tools/test.py --only simulation --seed 7    one stage; the seed replays one simulated run

The last line adds up all stages: `N passed, N failed`.
"""

from __future__ import annotations

import argparse

from check import PLAYED_FOLDERS, WORKERS, fast_stages
from stages import ROOT, Stage, pytest_stage, report, run, tool

# name, folder, seconds it may take. Nearly all by one worker: they drive real programs and clocks.
SLOW = (
    ("laws", "tests/laws", 90.0),
    ("proving", "tests/proving", 90.0),
    ("simulation", "tests/simulation", 120.0),
    ("crash", "tests/crash", 120.0),
    ("record", "tests/record", 60.0),
    ("fleet", "tests/fleet", 90.0),
    ("intake", "tests/intake", 60.0),
    ("peers", "tests/peers", 180.0),
    ("pages", "tests/pages", 60.0),
    ("looks", "tests/looks", 90.0),
    ("browser", "tests/browser", 220.0),
    ("phones", "tests/phones", 190.0),
    ("screens", "tests/screens", 150.0),
    ("case room", "tests/caseroom", 150.0),
)


BY_FILE = frozenset({"crash"})
"""Stages whose files need nothing of one another and watch no clock: each file goes to one of two
workers, whole."""

ATTACKS_FOLDER, DOCS_FOLDER = "tests/attacks", "tests/docs"

PROGRAMS = Stage(name="programs", command=tool("python", "tools/programs.py"), budget_seconds=120)
FUZZ = Stage(
    name="fuzz",
    command=tool("python", "tools/fuzz_columnar.py", "--cases", "4000", "--faults"),
    budget_seconds=120,
)
FUZZ_GATE = Stage(
    name="fuzz gate",
    command=tool("python", "tools/fuzz_gate.py", "--cases", "2000", "--faults"),
    budget_seconds=90,
)

READ = Stage(name="read", command=tool("python", "tools/score_intake.py"), budget_seconds=15)


def slow_stages(seed: int | None) -> tuple[Stage, ...]:
    """The played days and cases, then the slow stages whose folders exist."""
    extra = () if seed is None else ("--seed", str(seed))
    return (
        PROGRAMS,
        pytest_stage("played", PLAYED_FOLDERS, budget_seconds=120, workers=WORKERS),
        FUZZ,
        FUZZ_GATE,
        READ,
        pytest_stage("attacks", (ATTACKS_FOLDER,), budget_seconds=120, workers=WORKERS),
        pytest_stage("docs", (DOCS_FOLDER,), budget_seconds=120, workers=WORKERS),
        *(
            pytest_stage(
                name,
                (folder,),
                budget_seconds=budget,
                workers=WORKERS if name in BY_FILE else 0,
                dist="loadfile",
                extra=extra,
            )
            for name, folder, budget in SLOW
            if (ROOT / folder).is_dir()
        ),
    )


def main() -> int:
    """Run the stages; exit 1 if anything failed, 2 if there is no such stage."""
    parser = argparse.ArgumentParser(description="All tests.")
    parser.add_argument("--only", metavar="STAGE", help="run this stage alone")
    parser.add_argument("--seed", default="", help="replay one seed of the simulation")
    given = parser.parse_args()
    if given.seed and not given.seed.isdecimal():
        parser.error(f"a seed is a whole number, not `{given.seed}`")
    stages = (*fast_stages(), *slow_stages(int(given.seed) if given.seed else None))
    if given.only is not None:
        known = ", ".join(f"`{stage.name}`" for stage in stages)
        stages = tuple(stage for stage in stages if stage.name == given.only)
        if not stages:
            parser.error(f"there is no stage `{given.only}` (there are {known})")
    return report(run(stages), budget_seconds=sum(stage.budget_seconds for stage in stages))


if __name__ == "__main__":
    raise SystemExit(main())
