"""House rule: decisions, changelog and lock files say what is so."""

from __future__ import annotations

import tomllib

import pytest

from tidy.documents import (
    HEADINGS,
    changelog_problems,
    decision_problems,
    dependency_problems,
    lock_problems,
    required_names,
)
from tidy.source import listed, text_of, tracked_files

FOLDER = "docs/decisions/"
INDEX = FOLDER + "README.md"
GOOD = "# 1. Record decisions\n\n- Status: accepted\n- Date: 2026-11-22\n" + "".join(
    f"\n## {heading}\n\nx\n" for heading in HEADINGS
)
ROW = "| [0001](0001-record.md) | Record decisions | accepted |"


def test_decisions_are_whole_and_listed() -> None:
    """Every decision has its headings, its status and its row in the index."""
    decisions = {
        name.removeprefix(FOLDER): text_of(name)
        for name in tracked_files()
        if name.startswith(FOLDER) and name != INDEX
    }
    problems = decision_problems(decisions, text_of(INDEX))
    assert len(decisions) >= 10
    assert not problems, listed(problems)


def test_the_changelog_has_its_versions() -> None:
    """The changelog has three version lines, and the package's is the one of pyproject."""
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    problems = changelog_problems(text_of("CHANGELOG.md"), version)
    assert not problems, listed(problems)


def test_every_dependency_has_its_reason() -> None:
    """Every package asked for is named, with its reason, in the decision on dependencies."""
    names = [
        name
        for file in tracked_files()
        if file.startswith("requirements/") and file.endswith(".in")
        for name in required_names(text_of(file))
    ]
    problems = dependency_problems(names, text_of(FOLDER + "0009-dependencies.md"))
    assert {"click", "uv", "pytest"} <= set(names)
    assert not problems, listed(problems)


def test_the_program_asks_for_what_is_locked() -> None:
    """The dependencies in pyproject are those of requirements/run.in."""
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    assert sorted(project["dependencies"]) == sorted(required_names(text_of("requirements/run.in")))


def test_every_lock_carries_hashes() -> None:
    """Every line of every lock file is an exact version with its hashes."""
    locks = [n for n in tracked_files() if n.startswith("requirements/") and n.endswith(".txt")]
    problems = [problem for name in locks for problem in lock_problems(text_of(name))]
    assert len(locks) >= 3
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    ("name", "text", "index"),
    [
        ("0002-record.md", GOOD, ROW.replace("0001-", "0002-")),
        ("0001-record.md", GOOD.replace("accepted", "done"), ROW),
        ("0001-record.md", GOOD.replace("- Date", "- When"), ROW),
        ("0001-record.md", GOOD.replace("## Drawbacks", "## Cons"), ROW),
        ("0001-record.md", GOOD, ROW.replace("Record decisions", "Decisions")),
        ("0001-record.md", GOOD, ROW + "\n| [0002](0002-gone.md) | Gone | accepted |"),
    ],
)
def test_a_wrong_decision_is_found(name: str, text: str, index: str) -> None:
    """A hole in the numbers, a missing heading, status or row, and a stale row are found."""
    assert decision_problems({"0001-record.md": GOOD}, ROW) == []
    assert decision_problems({name: text}, index) != []


def test_a_wrong_changelog_is_found() -> None:
    """A missing version line, another package version and no open section are each found."""
    rows = "| package | `0.1.0` |\n| record format | `v1` |\n| rule language | `1` |\n"
    good = rows + "## [Unreleased]\n"
    assert changelog_problems(good, "0.1.0") == []
    assert len(changelog_problems(good, "0.2.0")) == 1
    assert len(changelog_problems(good.replace("record format", "format"), "0.1.0")) == 1
    assert len(changelog_problems(good.replace("Unreleased", "0.1.0"), "0.1.0")) == 1


def test_a_dependency_without_a_reason_is_found() -> None:
    """A package without a row is found; comments and references to other files are no packages."""
    names = required_names("# why\n-r run.in\nclick\nuv  # bootstrap\n")
    assert names == ("click", "uv")
    assert len(dependency_problems(names, "| `click` | the command line |")) == 1


def test_a_lock_without_a_hash_is_found() -> None:
    """A pin without a hash, an unpinned line and an option line are each found."""
    good = "# made by uv\nclick==8.1 \\\n    --hash=sha256:ab\n    # via provesafe\n"
    assert lock_problems(good) == []
    assert len(lock_problems(good + "uv==1.0\n")) == 1
    assert len(lock_problems(good + "uv\n")) == 1
    assert len(lock_problems("--an-option x\n" + good)) == 1
