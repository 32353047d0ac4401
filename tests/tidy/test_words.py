"""House rule: no word promises more than the program does, and screens speak the set's words."""

from __future__ import annotations

import pytest

from tidy.source import listed, modules_under, planted, text_of, tracked_files
from tidy.words import (
    charter_problems,
    data_texts,
    machine_problems,
    program_texts,
    screen_problems,
    set_texts,
    unfinished_problems,
)

PAGE_ENDINGS = (".md", ".html", ".txt", ".svg", ".webmanifest")


def _files(*endings: str, under: tuple[str, ...] = ("",)) -> dict[str, str]:
    return {
        name: text_of(name)
        for name in tracked_files()
        if name.endswith(endings) and name.startswith(under)
    }


def _data() -> dict[str, str]:
    return _files(".toml", under=("src/", "examples/"))


def test_no_page_promises() -> None:
    """No page says a word that the charter never says."""
    problems = charter_problems(_files(*PAGE_ENDINGS))
    assert not problems, listed(problems)


def test_the_program_does_not_promise() -> None:
    """No string of the program says a word that the charter never says."""
    problems = charter_problems(program_texts(modules_under("src")))
    assert not problems, listed(problems)


def test_no_rulebook_or_example_promises() -> None:
    """No rulebook and no example says a word that the charter never says."""
    problems = [
        problem
        for name, text in _data().items()
        for problem in charter_problems(data_texts(name, text))
    ]
    assert not problems, listed(problems)


def test_people_on_set_read_set_words() -> None:
    """No set word and no saying of a shipped rule is a word of the workshop."""
    problems = [
        problem
        for name, text in _data().items()
        for problem in screen_problems(set_texts(name, text))
    ]
    assert not problems, listed(problems)


def test_nothing_is_left_unfinished() -> None:
    """No file has a mark of unfinished work that names no issue."""
    problems = unfinished_problems(
        _files(".py", ".md", ".toml", ".js", ".css", ".html", "Makefile")
    )
    assert not problems, listed(problems)


def test_no_file_knows_this_machine() -> None:
    """No file names a path of one machine or the address of a package index."""
    problems = machine_problems(_files(""))
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    "word",
    [
        "safer",
        "Certified",
        "compliant",
        "approved",
        "guaranteed",
        "prevents",
        "tamper-proof",
        "would have prevented",
        "court-proof",
        "tamperproof",
    ],
)
def test_a_promise_is_found(word: str) -> None:
    """Each word of the charter is found in a page, a string and a rulebook, but not in a title."""
    said = f"it is {word} so"
    assert len(charter_problems({"README.md": said})) == 1
    assert charter_problems({"docs/charter.md": said}) == []
    module = planted("src/provesafe/service/x.py", f'"""It says:\n\n{said}."""')
    assert len(charter_problems(program_texts([module]))) == 1
    rulebook = f'[[rule]]\nsay.en = "{said}"\nsource = {{ document = "{said}" }}'
    assert len(charter_problems(data_texts("rules.toml", rulebook))) == 1


@pytest.mark.parametrize(
    "said",
    [
        "the gate is open",
        "Verdict",
        "permitted",
        "Hold",
        "refused",
        "a violation",
        "an omission",
        "override",
        "in custody",
        "2 failures",
        "the weapon is safe",
        "SAFE",
        "live",
    ],
)
def test_a_workshop_word_is_found_on_screen(said: str) -> None:
    """Each word of the workshop is found in the catalogue and in what a rule says."""
    catalogue = f'[button.press]\nen = "{said}"\nfr = "safe"'
    texts = set_texts("src/provesafe/adapters/set_words.toml", catalogue)
    assert len(screen_problems(texts)) == 1
    rule = f'[[rule]]\nid = "gate"\nsay.en = "{said}"\nremedy = {{ act = "permit" }}'
    assert len(screen_problems(set_texts("rules.toml", rule))) == 1


@pytest.mark.parametrize(
    "said",
    [
        "not yet",
        "{p} has no permit for blanks",
        "the right to refuse",
        "a live round is loaded",
        "safety advisor",
        "muzzle safe, rounds out",
        "{p} holds {w}",
        "investigate",
    ],
)
def test_a_set_word_is_left_alone(said: str) -> None:
    """The trade's own words are no problem."""
    assert screen_problems({"a": said}) == []


def test_unfinished_work_is_found() -> None:
    """A mark without an issue is found; one with an issue or a decision is not."""
    later = "TO" + "DO"
    assert len(unfinished_problems({"x.py": f"# {later} mend\n# FIX" + "ME\n"})) == 2
    assert unfinished_problems({"x.py": f"# {later}(#12)\n# {later}(decision 0003)\n"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "cd /" + "home/ada/provesafe",
        "see `/" + "root/x`",
        "--index" + "-url https://a.example",
        "https://a.example/pypi/" + "simple",
        "file:" + "///a",
        "C:\\" + "Users\\ada",
    ],
)
def test_a_machine_path_is_found(line: str) -> None:
    """Each path of one machine and each index address is one problem."""
    assert len(machine_problems({"x.md": f"first\n{line}\n"})) == 1
    assert machine_problems({"x.md": "docs/home/page and https://example.org/a"}) == []
