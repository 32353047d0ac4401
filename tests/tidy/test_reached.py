"""House rule: every file is reached, every link leads somewhere."""

from __future__ import annotations

from tidy.reached import (
    dead_module_problems,
    dead_tool_problems,
    entry_points,
    link_problems,
    lost_page_problems,
)
from tidy.source import listed, modules_under, planted, text_of, tracked_files

PAGES = {name: text_of(name) for name in tracked_files() if name.endswith(".md")}


def test_every_module_has_a_caller() -> None:
    """Every module of src is imported by another or starts a program."""
    problems = dead_module_problems(modules_under("src"), entry_points())
    assert not problems, listed(problems)


def test_every_tool_is_called() -> None:
    """Every script in tools is a line of the Makefile or part of one."""
    problems = dead_tool_problems(
        tracked_files(), text_of("Makefile") + text_of("tools/test.py"), modules_under("tools")
    )
    assert not problems, listed(problems)


def test_every_link_leads_somewhere() -> None:
    """Every link between pages names a file or folder that is there."""
    problems = link_problems(PAGES, tracked_files())
    assert not problems, listed(problems)


def test_every_page_is_found() -> None:
    """Every page under docs is found by following links from the map."""
    problems = lost_page_problems(PAGES, "docs/README.md")
    assert not problems, listed(problems)


def test_a_dead_module_is_found() -> None:
    """A module that nobody imports is found; one that starts a program is not."""
    alone = planted("src/provesafe/ledger/alone.py", "")
    used = planted("src/provesafe/ledger/used.py", "")
    room = planted("src/provesafe/ledger/__init__.py", "from provesafe.ledger.used import x")
    assert len(dead_module_problems([alone, used, room], [])) == 1
    assert dead_module_problems([alone, used, room], ["provesafe.ledger.alone"]) == []
    assert dead_module_problems([alone, planted(room.path, "")], []) == []


def test_a_dead_tool_is_found() -> None:
    """A script that neither the Makefile nor a script names is found."""
    paths = ["tools/called.py", "tools/imported.py", "tools/dead.py"]
    caller = planted("tools/called.py", "from imported import x")
    assert len(dead_tool_problems(paths, "python tools/called.py", [caller])) == 1


def test_a_broken_link_is_found() -> None:
    """A link to a file that is not there is found; code blocks and addresses are not links."""
    page = "[a](b.md) [c](../README.md#x) [d](https://example.org)\n```\n[e](nowhere)\n```\n"
    files = ["docs/a.md", "README.md"]
    assert link_problems({"docs/a.md": page}, files) == [
        "docs/a.md: the link `docs/b.md` leads nowhere"
    ]


def test_a_lost_page_is_found() -> None:
    """A page without a way to it is found; one reached over another page is not."""
    pages = {
        "docs/README.md": "[a](a.md)",
        "docs/a.md": "[b](b.md)",
        "docs/b.md": "",
        "docs/c.md": "",
    }
    assert len(lost_page_problems(pages, "docs/README.md")) == 1
