"""Every console session in README and the guides prints what the page says it prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for page in [
        ROOT / "README.md",
        ROOT / "docs/from-the-report.md",
        *(ROOT / "docs/how-to").glob("*.md"),
        *(ROOT / "docs/explanation").glob("*.md"),
        *(ROOT / "docs/tutorial").glob("*.md"),
    ]
    if page.exists() and "```console\n$ " in page.read_text("utf-8")
)


def sessions(text: str) -> list[tuple[str, str]]:
    """The `$ ` lines of a page's console blocks, each with what stands under it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            found.append((command, expected))
    return found


def files(text: str) -> dict[str, str]:
    """The files a page shows whole: its TOML blocks that begin with `# name.toml`."""
    blocks = re.findall(r"```toml\n(# ([a-z0-9-]+\.toml)\n.*?)```", text, re.DOTALL)
    return {name: content for content, name in blocks}


def matches(expected: str, printed: str) -> bool:
    """Whether text is as expected; a line `…` stands for any lines, `…` inside one for any text."""
    pattern = ""
    for line in expected.rstrip("\n").split("\n"):
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n") is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_says_what_is_printed(page: Path, tmp_path: Path) -> None:
    """The commands of one page, run one after another in one folder, print what it shows."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PROVESAFE_PASSPHRASE": "only a test",
        "NO_COLOR": "1",
    }
    text = page.read_text("utf-8")
    for name, content in files(text).items():
        (tmp_path / name).write_text(content, "utf-8")
    for command, expected in sessions(text):
        run = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        printed = run.stdout + run.stderr
        assert matches(expected, printed), (
            f"$ {command}\n{printed}\n--- the page has ---\n{expected}"
        )


def test_a_page_that_says_something_else_is_told_apart() -> None:
    """The comparison can fail: a changed word, a missing line, a line too many."""
    assert matches("a\n…\nb … d\n", "a\nx\ny\nb c d\n")
    assert not matches("a\nb\n", "a\n")
    assert not matches("a\n", "a\nb\n")
    assert not matches("a c\n", "a b\n")


def test_the_readme_shows_sessions() -> None:
    """There is something to run on the first page."""
    assert len(sessions((ROOT / "README.md").read_text("utf-8"))) >= 3
