"""Every line of an intake waits, and only a named person takes it over, changed or not."""

from __future__ import annotations

import json

import pytest

from case_folder import NOW, TEXT, CaseInMemory, begin, take
from provesafe.casefile import (
    Account,
    Assertion,
    Case,
    CorrectionError,
    StoredIntakeError,
    document,
    intake_of,
    spans_of,
    take_in,
)
from provesafe.casefile.staging.corrections import parse_assertion
from provesafe.service import correct_line, decide_lines, read_case


@pytest.fixture
def folder() -> CaseInMemory:
    """An open case with one article, of which nobody has decided anything."""
    made = begin(CaseInMemory())
    take(made)
    return made


def _line(case: Case, part: str) -> Account:
    every = (*case.accounts, *case.waiting, *case.dropped)
    return next(one for one in every if part in one.text)


def test_nothing_is_taken_over_by_itself(folder: CaseInMemory) -> None:
    """A fresh source has only lines that wait: none is an account of the case."""
    case = read_case(folder)
    assert case.accounts == ()
    assert set(case.states.values()) == {"waiting"}
    assert {one.text for one in case.waiting} >= {"I showed it empty,"}


def test_every_line_reads_again_from_the_text(folder: CaseInMemory) -> None:
    """What a line quotes stands at its place in the file."""
    case = read_case(folder)
    cites = [each for one in case.waiting for each in spans_of(one.cites)]
    assert cites
    assert all(TEXT[one.start : one.end] == one.exact for one in cites)


def test_accepting_takes_over_and_keeps_who_did(folder: CaseInMemory) -> None:
    """An accepted line is an account, with the person who accepted it."""
    line = _line(read_case(folder), "I showed it").id
    decide_lines(folder, [line], "accepted", by="Hana", now_ms=NOW)
    case = read_case(folder)
    assert [one.id for one in case.accounts] == [line]
    assert [(one.what, one.by) for one in case.accounts[0].history] == [("accepted", "Hana")]


def test_a_source_is_accepted_line_by_line(folder: CaseInMemory) -> None:
    """Accepting a source writes one step for each line that waits, and leaves what was dropped."""
    dropped = _line(read_case(folder), "wounding").id
    decide_lines(folder, [dropped], "dropped", by="Hana", now_ms=NOW)
    before = len(folder.lines)
    done = decide_lines(folder, ["S1"], "accepted", by="Jonas", now_ms=NOW)
    case = read_case(folder)
    assert len(folder.lines) == before + len(done)
    assert dropped not in done
    assert [one.id for one in case.dropped] == [dropped]
    assert case.waiting == ()


def test_a_correction_changes_the_reading_and_never_the_words(folder: CaseInMemory) -> None:
    """Who spoke can be corrected; text and places stay, and so does what stood before."""
    before = _line(read_case(folder), "I showed it")
    correct_line(folder, before.id, [("speaker", "P3")], by="Hana", now_ms=NOW, note="see audio")
    after = _line(read_case(folder), "I showed it")
    assert (after.state, after.observer, after.speaker_how) == ("corrected", "S1.P3", "given")
    assert (after.text, after.cites) == (before.text, before.cites)
    assert after.history[-1].note == "see audio"


def test_what_a_line_says_of_events_is_proposed_from_places(folder: CaseInMemory) -> None:
    """An event within a line's words is what it says took place, until a person corrects it."""
    case = read_case(folder)
    own = _line(case, "was handed a revolver")
    kinds = {case.event(one.event).kind for one in own.about if case.event(one.event)}  # type: ignore[union-attr]
    assert {"hand-over", "discharge"} <= kinds
    correct_line(folder, own.id, [("about", "not E1 occurred")], by="Hana", now_ms=NOW)
    assert _line(read_case(folder), "was handed a revolver").about == (
        Assertion(event="S1.E1", slot="occurred", denies=True),
    )


def test_people_whom_somebody_calls_one_are_one(folder: CaseInMemory) -> None:
    """What another source calls the same person stands under the first id, names kept apart."""
    take(folder, "“It was loaded,” Cleo Marsh told the Harbour Post.\n", name="b.txt")
    case = read_case(folder)
    first, second = [one.party for one in case.names if one.text == "Cleo Marsh"]
    correct_line(folder, second, [("same_as", first)], by="Hana", now_ms=NOW)
    case = read_case(folder)
    assert _line(case, "It was loaded").observer == first
    party = case.party(second)
    assert party is not None
    assert (party.id, party.role) == (first, "performer")


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("S1.C1", ("text", "something else")),
        ("S1.C1", ("basis", "true")),
        ("S1.C1", ("about", "E1")),
        ("S1.C1", ("about", "E1 count 9..3 rounds")),
        ("S1.P1", ("speaker", "P2")),
        ("S1.C99", ("speaker", "P2")),
        ("S9.C1", ("speaker", "P2")),
    ],
)
def test_what_cannot_be_changed_is_said(
    folder: CaseInMemory, line: str, change: tuple[str, str]
) -> None:
    """Words of a line, lines that are not there, values that do not fit: nothing is entered."""
    before = len(folder.lines)
    with pytest.raises(CorrectionError):
        correct_line(folder, line, [change], by="Hana", now_ms=NOW)
    assert len(folder.lines) == before


def test_assertions_are_written_as_people_would() -> None:
    """A denial, a practice, a quantity and a party of the same source are read as meant."""
    assert parse_assertion("not E2 occurred", "S1").denies
    assert parse_assertion("usually E2 giver P4", "S1").practice
    assert parse_assertion("E2 giver P4", "S1").value == "S1.P4"
    wanted = Assertion(event="S1.E2", slot="count", least=5, most=10, unit="minutes")
    assert parse_assertion("E2 count 5..10 minutes", "S1") == wanted


def test_an_intake_is_kept_as_it_was_found() -> None:
    """What was found on the day reads back to the same lines, and another document does not."""
    found = json.loads(json.dumps(document(take_in(TEXT))))
    assert intake_of(found) == take_in(TEXT)
    spoils: list[dict[str, object]] = [{"schema": "x"}, {"claims": [{}]}, {"parties": None}]
    for spoil in spoils:
        with pytest.raises(StoredIntakeError):
            intake_of({**found, **spoil})
