"""`provesafe case`: what it prints, how it ends, what it says of a file it cannot read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter

from terminal import run

TEXT = "“I showed it empty,” Ada Quill told the Ford Courier on Tuesday.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A short invented article."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, newline="")
    return path


def test_the_list_names_who_said_what_and_that_nothing_is_taken_over(article: Path) -> None:
    """The text answer gives each claim with its place, and says that all of it waits."""
    ran = run("case", "intake", article)
    assert ran.code == 0
    assert "nothing is taken over until somebody accepts it" in ran.out
    assert "Ada Quill said to Ford Courier (direct; 1–19)" in ran.out


def test_the_document_counts_code_points_of_the_file(tmp_path: Path) -> None:
    """A byte-order mark and Windows newlines count: offsets are those of the file as it is."""
    path = tmp_path / "article.txt"
    raw = "\ufeffFirst line.\r\n\r\n" + TEXT
    path.write_bytes(raw.encode())
    document = run("case", "intake", path, "--json").document
    (claim,) = document["claims"]
    assert raw[claim["start"] : claim["end"]] == claim["text"] == "I showed it empty,"
    assert document["source"]["code_points"] == len(raw)


def test_another_encoding_is_read_when_it_is_named(tmp_path: Path) -> None:
    """What is not UTF-8 is told with its byte and a hint, and read once its encoding is named."""
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode("windows-1252"))
    ran = run("case", "intake", path)
    assert ran.code == 2
    assert "is not UTF-8 text (byte 0)" in ran.err
    assert "--encoding windows-1252" in ran.err
    assert run("case", "intake", path, "--encoding", "windows-1252").code == 0
    assert run("case", "intake", path, "--encoding", "martian").code == 2


def test_a_pdf_without_text_and_a_broken_one_are_told_apart(tmp_path: Path) -> None:
    """A scan has no text, a torn file cannot be read; both are input errors with their reason."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    scan, torn = tmp_path / "scan.pdf", tmp_path / "torn.pdf"
    scan.write_bytes(out.getvalue())
    torn.write_bytes(b"%PDF-1.7\nnothing more")
    assert "no text in it" in run("case", "intake", scan).err
    ran = run("case", "intake", torn)
    assert (ran.code, "cannot be read" in ran.err) == (2, True)


def test_a_wrong_date_is_an_input_error(article: Path) -> None:
    """A publication date has to be a whole date."""
    ran = run("case", "intake", article, "--published", "last week")
    assert ran.code == 2
    assert "`last week` is no date" in ran.err


def test_a_case_is_opened_gone_through_and_listed(article: Path, tmp_path: Path) -> None:
    """A newcomer's way: open with a source, look at what waits, accept it, list the case."""
    folder = tmp_path / "case"
    ran = run("case", "new", folder, article, "--by", "Hana", "--title", "Dry Creek", "--demo")
    assert ran.code == 0
    assert "lines wait" in ran.out
    assert (
        "S1.C1    waiting   Ada Quill said “I showed it empty,”" in run("case", "stage", folder).out
    )
    assert run("case", "accept", folder, "S1", "--by", "Hana").code == 0
    changed = run("case", "correct", folder, "S1.C1", "--set", "basis=opinion", "--by", "Jonas")
    assert changed.code == 0
    document = run("case", "list", folder, "--json").document
    assert document["schema"] == "provesafe.case/v1"
    (line,) = [one for one in document["accounts"] if one["id"] == "S1.C1"]
    assert (line["state"], line["basis"]) == ("corrected", "opinion")
    assert "(DEMO): open" in run("case", "list", folder).out


def test_a_case_says_what_it_cannot_do(article: Path, tmp_path: Path) -> None:
    """No case, a source twice, a line that is not there, a wrong field: each its own status."""
    folder = tmp_path / "case"
    assert run("case", "list", folder).code == 2
    assert run("case", "new", folder, article, "--by", "Hana").code == 0
    assert run("case", "add", folder, article, "--by", "Hana").code == 4
    assert run("case", "accept", folder, "S1.C9", "--by", "Hana").code == 2
    wrong = run("case", "enter", folder, "comment", "--set", "guilt=high", "--by", "Hana")
    assert (wrong.code, "has no field" in wrong.err) == (2, True)
    kept = next((folder / "sources" / "S1" / "original").iterdir())
    kept.write_text("something else")
    assert run("case", "list", folder).code == 3
