"""Sources come in with their bytes and who brought them, and every reading checks both."""

from __future__ import annotations

import pytest

from case_folder import NOW, TEXT, CaseInMemory, begin, take
from provesafe.casefile import CorrectionError, HistoryChangedError
from provesafe.errors import ConflictError, InputError
from provesafe.service import (
    NoCaseError,
    SourceChangedError,
    begin_case,
    decide_lines,
    enter_step,
    read_case,
)


@pytest.fixture
def folder() -> CaseInMemory:
    """An open case with one article."""
    made = begin(CaseInMemory())
    take(made)
    return made


def test_a_source_is_kept_with_its_digest_and_who_brought_it(folder: CaseInMemory) -> None:
    """The bytes are those that came, and the case says when and by whom they came."""
    (source,) = read_case(folder).sources
    assert folder.files[source.file] == TEXT.encode()
    assert (source.acquired.by, source.acquired.taken_ms) == ("Hana", NOW)
    assert source.published.how == "not recorded"


def test_the_same_bytes_are_taken_in_once(folder: CaseInMemory) -> None:
    """A second copy is named with the first one's id, and nothing is entered."""
    before = len(folder.lines)
    with pytest.raises(ConflictError, match="S1"):
        take(folder, name="again.txt")
    assert len(folder.lines) == before


@pytest.mark.parametrize("part", ["original/a.txt", "text", "intake.json"])
def test_a_changed_byte_of_a_source_is_named(folder: CaseInMemory, part: str) -> None:
    """Whatever is kept of a source is held against the history before anything is shown."""
    folder.files[f"sources/S1/{part}"] += b" "
    with pytest.raises(SourceChangedError, match=part):
        read_case(folder)


def test_a_changed_history_is_no_longer_read(folder: CaseInMemory) -> None:
    """A history with an altered line gives no case."""
    folder.lines[0] = folder.lines[0].replace(b"Hana", b"Gila")
    with pytest.raises(HistoryChangedError):
        read_case(folder)


def test_there_is_one_case_in_a_folder_and_none_before_it_is_opened(folder: CaseInMemory) -> None:
    """A second opening, and reading what was never opened, are said to be what they are."""
    with pytest.raises(ConflictError):
        begin(folder)
    with pytest.raises(NoCaseError):
        read_case(CaseInMemory())
    with pytest.raises(NoCaseError):
        take(CaseInMemory())
    with pytest.raises(InputError):
        begin_case(CaseInMemory(), title="x", zone="Mars", real="demo", by="Hana", now_ms=NOW)


def test_requests_and_their_answers_stand_together(folder: CaseInMemory) -> None:
    """What was asked of whom, when it was answered, and what came with the answer."""
    asked = {"of": "whoever holds the call sheets", "what": "the sheet of that day"}
    request = enter_step(folder, "request", asked, on="", by="Hana", now_ms=NOW)
    enter_step(folder, "answer", {"text": "sent", "given": "S1"}, on=request, by="Hana", now_ms=NOW)
    (found,) = read_case(folder).requests
    assert (found.id, found.answer, found.given, found.answered_ms) == ("R1", "sent", ("S1",), NOW)


def test_an_investigation_sees_its_own_sources_alone(folder: CaseInMemory) -> None:
    """Of two looks at one occurrence each is cut to its sources, with what rests on them."""
    take(folder, "“It was loaded,” Cleo Marsh told the Harbour Post.\n", name="b.txt")
    decide_lines(folder, ["all"], "accepted", by="Hana", now_ms=NOW)
    look = {"title": "the labour look", "sources": "S2"}
    enter_step(folder, "investigation", look, on="", by="Hana", now_ms=NOW)
    whole, part = read_case(folder), read_case(folder, investigation="I1")
    assert {one.source for one in whole.accounts} == {"S1", "S2"}
    assert {one.source for one in part.accounts} == {"S2"}
    assert ([one.id for one in part.sources], part.cut_for) == (["S2"], "I1")
    with pytest.raises(InputError, match="I7"):
        read_case(folder, investigation="I7")


def test_an_analysis_stands_only_where_somebody_signed_it(folder: CaseInMemory) -> None:
    """Analysis and conclusions are empty until a named person signs them."""
    enter_step(folder, "investigation", {"title": "ours"}, on="", by="Hana", now_ms=NOW)
    (look,) = read_case(folder).investigations
    assert (look.analysis, look.signed_by) == ("", "")
    enter_step(folder, "signed", {"analysis": "words"}, on="I1", by="Hana", now_ms=NOW)
    (look,) = read_case(folder).investigations
    assert (look.analysis, look.signed_by) == ("words", "Hana")


def test_what_is_entered_is_about_something(folder: CaseInMemory) -> None:
    """An answer to no request and a comment on no line are not entered."""
    for what, on in (("answer", "R9"), ("signed", ""), ("accepted", "S1.C1")):
        with pytest.raises(CorrectionError):
            enter_step(folder, what, {}, on=on, by="Hana", now_ms=NOW)
    fields = {"party": "the armorer", "text": "I was not asked."}
    enter_step(folder, "comment", fields, on="S1.C1", by="Hana", now_ms=NOW)
    (comment,) = read_case(folder).comments
    assert (comment.id, comment.on, comment.text) == ("M1", "S1.C1", "I was not asked.")
