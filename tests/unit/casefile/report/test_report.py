"""The report of a case: what stands where, in which words, and what a cut by role leaves."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from made_case import AT_MS, made_case
from provesafe.casefile import CELLS, Case, case_document, wording_problems
from provesafe.casefile.report import (
    Apart,
    Drawing,
    Grid,
    Points,
    Report,
    Said,
    Section,
    by_role,
    every_text,
    line_words,
    matrix_of,
    report_of,
)


def clock(ms: int) -> str:
    """Minutes from the start of the sample's day."""
    return f"+{(ms - AT_MS) // 60_000} min"


def reported(case: Case) -> Report:
    """Its report."""
    return report_of(case, clock=clock)


def _section(report: Report, number: str) -> Section:
    return next(one for one in report.sections if one.number == number)


def _texts(section: Section) -> str:
    return " ".join(
        every_text(
            Report(title="", standing="", purpose="", mark="", sections=(section,), references=())
        )
    )


def test_chapters_stand_in_the_order_of_an_investigators_report() -> None:
    """Factual first, accounts, timeline, differences, duties; analysis and conclusions last."""
    chapters = [one.number for one in reported(made_case()).sections if one.level == 1]
    assert chapters == [*(str(number) for number in range(12)), "A", "B", "C"]


def test_the_factual_part_takes_nothing_from_what_was_said() -> None:
    """Instruments and entries alone; each entry opens with who entered it and when."""
    report = reported(made_case())
    texts = " ".join(
        _texts(one) for one in report.sections if one.number in ("1.1", "1.3", "1.4", "1.5")
    )
    assert "The armorer entered at +14 min that “the armorer showed colt-2" in texts
    assert "By the scanner of the cart at +17 min: “colt-2 went off.”" in texts
    assert "After the incident, the first AD entered at +21 min, as having been at" in texts
    assert "handed it to me" not in texts
    assert "Mesa Courier" not in texts


def test_the_first_page_says_what_is_held_and_whether_anybody_signed() -> None:
    """Case, incident, weapon, records and texts; nobody's name until somebody signs."""
    facts = dict(reported(made_case()).facts)
    assert facts["Weapon looked at"] == made_case().weapon
    assert facts["Analysis, conclusions"] == "Empty: no named person has signed anything here."
    assert {"Case", "Entry of an incident", "Records", "Texts", "Investigations"} < set(facts)


def test_said_is_the_only_verb_and_words_stand_in_marks() -> None:
    """The publication's own verb is never written; chains and second-hand lines are."""
    case = made_case()
    said = {one.id: line_words(case, one, clock) for one in case.accounts}
    assert said["S1.C2"] == (
        "The performer said, as quoted by Canyon Radio, in Mesa Courier: "
        "“I asked, and Ada Marsh handed it to me”"
    )
    assert said["S1.C1"] == (
        "The performer said, in the words of Mesa Courier, that a person not named had said to "
        "the performer: “she had been told it was empty”"
    )
    assert said["S1.C4"].endswith("(an expectation)")
    assert "passed on by the lawyer of the performer" in said["S1.C4"]
    assert said["S1.V1"] == "Mesa Courier states: “It happened on March 2.”"
    assert "claimed" not in " ".join(said.values())


def test_everything_written_is_in_plain_words() -> None:
    """The lint finds nothing in a whole report, and does find a planted word."""
    report = reported(made_case())
    texts = list(every_text(report))
    assert len(texts) > 150
    assert [(text, wording_problems(text)) for text in texts if wording_problems(text)] == []
    planted = replace(report, title="The shooter should have looked")
    assert wording_problems(next(iter(every_text(planted))))


def test_analysis_and_conclusions_are_empty_until_a_named_person_signs() -> None:
    """Without a signature they say so, even where words were typed; signed, they stand apart."""
    case = made_case()
    drafted = replace(case.investigations[0], analysis="It was the light.", conclusions="None.")
    unsigned = reported(replace(case, investigations=(drafted,)))
    for number in ("9", "10"):
        assert "Empty: no named person" in _texts(_section(unsigned, number))
    assert "the light" not in " ".join(every_text(unsigned))
    signed = reported(
        replace(case, investigations=(replace(drafted, signed_by="Hana, safety advisor"),))
    )
    (block,) = _section(signed, "9").blocks
    assert isinstance(block, Apart)
    assert (block.signed_by, block.words) == (
        "Hana, safety advisor, for investigation i1",
        "It was the light.",
    )
    assert "It was the light" not in " ".join(every_text(signed))


def test_every_number_leads_to_a_place_and_every_place_is_listed() -> None:
    """References run from 1 without a hole, and no sentence points past them."""
    report = reported(made_case())
    numbers = [one.number for one in report.references]
    assert numbers == list(range(1, len(numbers) + 1))
    used: set[int] = set()
    for section in report.sections:
        for block in section.blocks:
            match block:
                case Said(cites=cites):
                    used |= set(cites)
                case Points(items=items):
                    used |= {number for one in items for number in one.cites}
                case Grid(rows=rows):
                    used |= {number for row in rows for cell in row for number in cell.cites}
    assert used == set(numbers)
    spans = [one for one in report.references if one.start is not None]
    assert all(one.place == f"S1 {one.start}–{one.end}" for one in spans)


def test_status_and_as_of_stand_in_what_every_page_shows() -> None:
    """The line for every page names both; a case for training is marked."""
    report = reported(made_case())
    assert report.standing.startswith("Status: open, as of +166 min")
    assert "no finding on responsibility" in report.purpose
    assert report.mark == "training"
    assert any(isinstance(one, Drawing) for one in _section(report, "3").blocks)


def test_a_time_that_cannot_be_placed_is_shown_as_it_was_stated() -> None:
    """Words without a year are in the table and in the picture, and no bound is made of them."""
    section = _section(reported(made_case()), "3")
    (grid,) = [one for one in section.blocks if isinstance(one, Grid) and one.caption == "Events"]
    row = next(row for row in grid.rows if "had been told" in row[1].words)
    assert "“that autumn” (S1" in row[2].words
    assert row[2].words.endswith("cannot be placed")
    assert row[3].words == "not stated"
    (drawn,) = [one for one in section.blocks if isinstance(one, Drawing)]
    assert "stated as “that autumn”" in drawn.svg


def test_the_matrix_has_six_columns_and_opens_each_cell() -> None:
    """Each cell that holds something leads to the places of its lines; empty ones say nothing."""
    case = made_case()
    matrix = matrix_of(case, clock)
    assert len(matrix.columns) == len(CELLS) == 6
    first = {one.grade: one for one in matrix.rows[0].cells}
    assert [one.exact for one in first["said not done"].cites if hasattr(one, "exact")] == [
        "she had been told it was empty"
    ]
    assert first["no entry, record open"].words == "no entry; the record was open"
    assert first["entered done"].words == ""
    assert matrix.rows[1].holders == "the first AD (nobody here had this role)"
    assert matrix.rows[0].known[0][0].startswith("the armorer was told, by +14 min")
    two = replace(case.duties[0], holders=("p2", "p4"))
    both = matrix_of(replace(case, duties=(two,)), clock).rows[0].holders
    assert both == "the armorer (2 people: the armorer, the first AD)"


@pytest.mark.parametrize("hidden", ["Cleo Vane", "Ada Marsh", "handed it to me", "Mesa Courier."])
def test_a_cut_by_role_holds_no_name_and_no_words_of_a_source(hidden: str) -> None:
    """Names and quotations are in the whole, and nowhere in the cut: not in its report either."""
    case = made_case()
    cut = by_role(case)
    whole = json.dumps(case_document(case), ensure_ascii=False)
    assert (hidden in whole) or hidden == "Mesa Courier."
    assert hidden not in json.dumps(case_document(cut), ensure_ascii=False)
    assert hidden not in " ".join(every_text(reported(cut)))
    assert hidden not in " ".join(one.words for one in reported(cut).references)


def test_a_cut_by_role_keeps_what_can_be_looked_up() -> None:
    """Places, roles, differences, duties and hashes stay: whoever holds the sources finds all."""
    case = made_case()
    cut = by_role(case)
    assert [one.sha256 for one in cut.sources] == [one.sha256 for one in case.sources]
    assert [one.rule for one in cut.differences] == ["D10", "D8"]
    assert [one.role for one in cut.parties] == [one.role for one in case.parties]
    places = [(one.place, one.number) for one in reported(cut).references]
    assert places == [(one.place, one.number) for one in reported(case).references]
    assert not list(filter(wording_problems, every_text(reported(cut))))


def test_a_case_with_nothing_in_it_still_has_a_report() -> None:
    """Every chapter says that nothing is held; none is left out."""
    case = Case(id="f" * 64, title="The Ford", zone="UTC", as_of_ms=AT_MS)
    report = reported(case)
    assert [one.number for one in report.sections if one.level == 1][-1] == "C"
    assert not list(filter(wording_problems, every_text(report)))
    assert report.references == ()
