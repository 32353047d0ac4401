"""What the base documents must hold, so that they stay true.

- every decision has the same headings, a status and a number of its own (some are given out
  before they are written), and is in the index;
- the changelog has the three version lines, and its package version is the one of pyproject;
- every dependency is named in the decision on dependencies, and the locks carry hashes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

HEADINGS = (
    "Context",
    "Drivers",
    "Options",
    "Outcome",
    "Drawbacks",
    "What would change our mind",
)
STATUS = re.compile(r"^- Status: (proposed|accepted|superseded by \d{4})$", re.MULTILINE)
DATE = re.compile(r"^- Date: \d{4}-\d\d-\d\d$", re.MULTILINE)
VERSION_LINES = ("package", "record format", "rule language")


def decision_problems(decisions: Mapping[str, str], index: str) -> list[str]:
    """What is wrong with the decisions (by file name) and their index."""
    problems: list[str] = []
    numbers = Counter(name[:4] for name in decisions)
    for name, text in sorted(decisions.items()):
        if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) or numbers[name[:4]] > 1:
            problems.append(f"{name}: expected NNNN-slug.md, each number once")
            continue
        number = int(name[:4])
        title = text.partition("\n")[0].removeprefix(f"# {number}. ")
        status = STATUS.search(text)
        if title.startswith("#") or not status or not DATE.search(text):
            problems.append(f"{name}: begins with `# {number}. title`, `- Status:`, `- Date:`")
            continue
        problems += [
            f"{name}: has no `## {heading}`"
            for heading in HEADINGS
            if f"\n## {heading}\n" not in text
        ]
        row = f"| [{number:04d}]({name}) | {title} | {status.group(1)} |"
        if row not in index:
            problems.append(f"docs/decisions/README.md: has no row `{row}`")
    rows = re.findall(r"\]\((\d{4}-[^)]+)\)", index)
    return problems + [
        f"docs/decisions/README.md: lists `{name}`, which is not there"
        for name in rows
        if name not in decisions
    ]


def changelog_problems(changelog: str, package_version: str) -> list[str]:
    """Which version line the changelog leaves out, or has otherwise than pyproject."""
    versions = dict(re.findall(r"^\| ([a-z ]+) \| `([^`]+)` \|", changelog, re.MULTILINE))
    problems = [
        f"CHANGELOG.md: has no version line `{line}`"
        for line in VERSION_LINES
        if line not in versions
    ]
    if versions.get("package", package_version) != package_version:
        problems.append(f"CHANGELOG.md: the package is `{package_version}` in pyproject.toml")
    if "## [Unreleased]" not in changelog:
        problems.append("CHANGELOG.md: has no `## [Unreleased]`")
    return problems


def required_names(requirements: str) -> tuple[str, ...]:
    """The packages a `.in` file asks for."""
    lines = (line.partition("#")[0].strip() for line in requirements.splitlines())
    return tuple(line for line in lines if line and not line.startswith("-"))


def dependency_problems(names: Iterable[str], decision: str) -> list[str]:
    """Every package that is asked for without a row that says why."""
    return [
        f"docs/decisions/0009-dependencies.md: has no row for `{name}`"
        for name in names
        if f"| `{name}` |" not in decision
    ]


def lock_problems(lock: str) -> list[str]:
    """Every pin of a lock file without a hash, and every line that is not a pin."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE).strip())
    return [
        f"a lock line without hash or pin: `{entry.splitlines()[0]}`"
        for entry in entries
        if "==" not in entry or "--hash=sha256:" not in entry
    ]
