"""A case's folder is only added to: nothing is written over, and half a line is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from case_folder import NOW, CaseInMemory, begin, take
from provesafe.adapters.casework import CaseFolderError, FolderOfCase, offer
from provesafe.casefile import line_digest
from provesafe.errors import ConflictError, InputError
from provesafe.service import begin_case, decide_lines, read_case


def _open(path: Path) -> FolderOfCase:
    folder = FolderOfCase(path / "case")
    begin_case(folder, title="Dry Creek", zone="UTC", real="demo", by="Hana", now_ms=NOW)
    return folder


def test_what_was_entered_is_there_for_whoever_opens_it_next(tmp_path: Path) -> None:
    """Another program that opens the folder finds lines and decisions as they were left."""
    take(_open(tmp_path))
    again = FolderOfCase(tmp_path / "case")
    decide_lines(again, ["S1.C1"], "accepted", by="Hana", now_ms=NOW)
    case = read_case(FolderOfCase(tmp_path / "case"))
    assert [one.id for one in case.accounts] == ["S1.C1"]
    assert case.history_lines == 3


def test_two_who_enter_at_once_do_not_write_over_each_other(tmp_path: Path) -> None:
    """Whoever planned on an older history is told so, and nothing of theirs is added."""
    folder = _open(tmp_path)
    seen = line_digest(folder.history()[-1])
    take(folder)
    before = folder.history()
    with pytest.raises(ConflictError):
        folder.append([b"{}\n"], after=seen)
    assert folder.history() == before


def test_half_a_line_is_none(tmp_path: Path) -> None:
    """What a power cut left unfinished at the end of the history is not read as a line."""
    folder = _open(tmp_path)
    before = folder.history()
    with (tmp_path / "case" / "history.jsonl").open("ab") as file:
        file.write(b'{"at":1,"by":"Ha')
    assert folder.history() == before


def test_a_kept_file_is_never_replaced(tmp_path: Path) -> None:
    """Other bytes under a name that is taken are turned away, the same bytes change nothing."""
    folder = _open(tmp_path)
    folder.keep({"sources/S1/text": b"one"})
    folder.keep({"sources/S1/text": b"one"})
    with pytest.raises(ConflictError):
        folder.keep({"sources/S1/text": b"two"})
    assert folder.read("sources/S1/text") == b"one"
    with pytest.raises(CaseFolderError):
        folder.read("sources/S9/text")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "article"), ("talk.srt", "transcript"), ("page.html", "article"), ("b", "document")],
)
def test_a_file_is_a_source_by_its_name(tmp_path: Path, name: str, kind: str) -> None:
    """What a file is called says what it is, where nobody says otherwise; its bytes stay."""
    path = tmp_path / name
    path.write_bytes(b"It was empty.\r\n")
    found = offer(path, kind=None, encoding=None, passphrase=str)
    assert (found.kind, found.original, found.text) == (
        kind,
        b"It was empty.\r\n",
        "It was empty.\r\n",
    )
    assert offer(path, kind="statement", encoding=None, passphrase=str).kind == "statement"


def test_a_folder_without_a_record_is_no_source(tmp_path: Path) -> None:
    """A folder of loose files, and nothing at all, are said to be what they are."""
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(InputError):
            offer(path, kind=None, encoding=None, passphrase=str)


def test_a_case_in_memory_behaves_as_one_in_a_folder(tmp_path: Path) -> None:
    """The fake that other tests use keeps the same law: entered behind what it was planned on."""
    memory, folder = begin_in_memory(), _open(tmp_path)
    assert memory.history() == folder.history()
    for one in (memory, folder):
        with pytest.raises(ConflictError):
            one.append([b"{}\n"], after="")


def begin_in_memory() -> CaseInMemory:
    """An open case in memory."""
    return begin(CaseInMemory())
