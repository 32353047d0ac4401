"""A case with the record of an invented day: what is beside what, and that nobody is judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.cli.main import program
from provesafe.casefile import CELLS, Case, case_document, wording_problems
from provesafe.service import read_case

ROOT = Path(__file__).parents[2]


def run(*arguments: str | Path) -> str:
    """What a verb prints; it has to end well."""
    made = CliRunner().invoke(program, ["case", *map(str, arguments)], standalone_mode=False)
    if made.exception is not None:
        raise made.exception
    return made.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented article and the bundle of the day it is about, gone through."""
    made = tmp_path_factory.mktemp("case") / "case"
    run("new", made, "--by=Hana", "--zone=America/Denver", "--demo", "--title=Dry Creek")
    article, day = ROOT / "examples/case/article.txt", ROOT / "examples/case/day.zip"
    run("add", made, article, day, "--by=Hana", "--published=2026-03-09")
    run("accept", made, "all", "--by=Hana")
    return made


@pytest.fixture(scope="module")
def case(folder: Path) -> Case:
    """The same after somebody said who is who in the record, and what two lines are about."""
    before = read_case(FolderOfCase(folder))
    ids = {one.role: one.id for one in before.parties if one.record}
    run("correct", folder, "S1.P3", "--set", f"person={ids['the performer']}", "--by=Hana")
    run("correct", folder, "S1.P10", "--set", f"person={ids['the armorer']}", "--by=Hana")
    run("correct", folder, "S1.C17", "--set", "about=E9 giver P10; E9 taker P3", "--by=Hana")
    return read_case(FolderOfCase(folder))


def test_a_line_on_who_gave_it_differs_from_the_entry_of_that_hand_over(case: Case) -> None:
    """The line names the armorer, the entry the first AD: both stand there, and no more is said."""
    found = {(one.line, one.slot): one for one in case.besides}
    assert found["S1.C17", "giver"].result == "differs"
    assert found["S1.C17", "taker"].result == "agrees"
    (listed,) = [one for one in case.differences if one.rule == "D5"]
    assert (listed.lines, listed.state) == (("S1.C17",), "open")


def test_a_person_of_the_text_and_of_the_record_is_one_observer(case: Case) -> None:
    """Once somebody says who they are, interview and entries stand on one sheet."""
    (sheet,) = [one for one in case.sheets if one.party == "S1.P3"]
    assert (sheet.role, sheet.enrolled) == ("the performer", True)
    assert min(len(sheet.did), len(sheet.said), len(sheet.was_told)) > 0
    assert [one.role for one in case.sheets].count("the performer") == 1


def test_everyone_involved_has_a_sheet(case: Case) -> None:
    """Those the record has, those the text says were hurt, and nobody who only asked questions."""
    roles = {one.role for one in case.sheets}
    assert {"the performer", "the armorer", "the first AD", "grip"} <= roles
    assert not roles & {"the author", "Ford County Sheriff", "interview"}


def test_rules_that_were_met_are_listed_beside_those_that_were_not(case: Case) -> None:
    """The matrix has what was entered as asked, what somebody entered was not, and silences."""
    grades = {cell.grade for duty in case.duties for cell in duty.cells}
    assert {"entered done", "entered not done", "no entry, record open"} <= grades <= set(CELLS)
    (shown,) = [one for one in case.duties if one.rule == "set-practice/show-to-receiver"]
    assert [one.grade for one in shown.cells] == ["entered not done"]
    assert shown.roles == ("first AD",)


def test_entries_after_the_incident_are_marked(case: Case) -> None:
    """What was entered after the incident says so, on the line and at its place."""
    after = [one for one in case.accounts if one.after_incident and one.basis != "instrument"]
    assert [one.about[0].slot for one in after] == ["occurred"]
    assert all(one.basis == "entered later" for one in after)
    assert "colt-2" in after[0].text


def test_the_same_folder_gives_the_same_document(folder: Path, case: Case) -> None:
    """Reading a case twice gives the same bytes."""
    again = read_case(FolderOfCase(folder))
    assert json.dumps(case_document(again)) == json.dumps(case_document(case))


def test_no_generated_word_weighs_anybody(case: Case) -> None:
    """Whatever the case itself says of lines, duties, gaps and people passes the wording lint."""
    said = [
        *(one.words for one in case.besides),
        *(one.about for one in case.differences),
        *(word for one in case.duties for word in (one.text, one.would_show, one.form)),
        *(word for one in case.gaps for word in (one.what, *(f.what for f in one.fillers))),
        *(line.words for one in case.sheets for line in (*one.did, *one.no_entry)),
        *(one.held for one in case.standings),
    ]
    assert len(said) > 50
    assert [(text, problem.text) for text in said for problem in wording_problems(text)] == []


def test_every_place_reads_again(folder: Path, case: Case) -> None:
    """Each stretch stands in its source, and each entry is one that the record has."""
    text = (folder / "sources/S1/text").read_bytes().decode()
    spans = 0
    for cite in _cites(case_document(case)):
        if "exact" in cite:
            spans += 1
            assert text[cite["start"] : cite["end"]] == cite["exact"]
        else:
            assert 0 <= cite["entry"] < 90
    assert spans > 100


def _cites(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "exact" in value or "entry" in value:
            yield value
        for one in value.values():
            yield from _cites(one)
    elif isinstance(value, list):
        for one in value:
            yield from _cites(one)
