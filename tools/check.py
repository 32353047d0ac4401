"""`make check`: the fast loop. Format, lint, types, then the tests that need no minute.

    tools/check.py          look, change nothing
    tools/check.py --fix    format and mend what can be mended by itself

Every stage prints its seconds and warns when over its budget; the whole stays under 60 s.
"""

from __future__ import annotations

import argparse

from stages import Stage, pytest_stage, report, run, tool

FAST_FOLDERS = ("tests/tidy", "tests/unit", "tests/vectors", "tests/properties")
# Every case of every rule, every example day, and what else plays whole days: `make test` plays
# them, in a stage of its own.
PLAYED_FOLDERS = (
    "tests/unit/rulebooks",
    "tests/unit/examples",
    "tests/unit/service/test_opening.py",
    "tests/unit/service/test_rehearse.py",
    "tests/unit/tools/test_rulebook_page.py",
    "tests/unit/rulebook/test_plain.py",
    "tests/unit/rulebook/test_shipped.py",
    "tests/unit/adapters/cli/test_rehearse.py",
    "tests/properties/service",
)
TOTAL_SECONDS = 60.0
WORKERS = 2  # the smallest machine we promise the 60 s on has two cores


def fast_stages() -> tuple[Stage, ...]:
    """The stages of `make check`, in order: the quickest to tell comes first."""
    return (
        Stage(name="format", command=tool("ruff", "format", "--check", "."), budget_seconds=2),
        Stage(name="lint", command=tool("ruff", "check", "."), budget_seconds=3),
        Stage(name="types", command=tool("mypy"), budget_seconds=20),
        pytest_stage(
            "fast",
            FAST_FOLDERS,
            budget_seconds=55,
            workers=WORKERS,
            extra=tuple(f"--ignore={folder}" for folder in PLAYED_FOLDERS),
        ),
    )


def fix_stages() -> tuple[Stage, ...]:
    """The stages of `make fix`."""
    return (
        Stage(name="lint", command=tool("ruff", "check", "--fix", "."), budget_seconds=3),
        Stage(name="format", command=tool("ruff", "format", "."), budget_seconds=2),
    )


def main() -> int:
    """Run the stages; exit 1 if anything failed."""
    parser = argparse.ArgumentParser(description="The fast checks.")
    parser.add_argument("--fix", action="store_true", help="format and mend, then stop")
    stages = fix_stages() if parser.parse_args().fix else fast_stages()
    return report(run(stages), budget_seconds=TOTAL_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
