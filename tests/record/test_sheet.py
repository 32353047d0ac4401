"""A sealed day and its sheet: the same bytes each time, and a code that a phone reads."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pypdf
import pytest

from made_production import make_production
from provesafe.adapters.days.sheet import seal_sheet
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.standing import mark_place
from provesafe.adapters.store import SqliteStore
from provesafe.ledger import (
    pack_checkpoint,
    parse_entry,
    read_base45,
    resume,
    unpack_checkpoint,
    write_base45,
)
from terminal import run


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production whose day was opened and sealed."""
    folder = make_production(tmp_path_factory.mktemp("day") / "dc")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROVESAFE_PASSPHRASE", "")
        assert run("day", "open", folder).code == 0
        assert run("day", "seal", folder).code == 0
    return folder


def test_the_sheet_of_a_day_is_the_same_bytes_each_time(sealed: Path, tmp_path: Path) -> None:
    """Printed again, from a copy, on another day: whoever compares two sheets compares bytes."""
    (first,) = (sealed / "sheets").iterdir()
    copy = shutil.copytree(sealed, tmp_path / "copy")
    assert run("day", "sheet", copy, "--out", tmp_path / "again.pdf").code == 0
    assert (tmp_path / "again.pdf").read_bytes() == first.read_bytes()


def test_the_sheet_says_what_was_sealed(sealed: Path) -> None:
    """Name, size, root and keys stand on it, and that it is a training; no person does."""
    day, pdf = seal_sheet(sealed)
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    store = SqliteStore(sealed / "record.sqlite", read_only=True)
    state = resume(None, store.entries(0, day.size))
    store.close()
    figures = "".join(page.split())
    assert "".join(state.origin.split()) in figures
    assert state.tree.root().hex() in figures
    assert f"{day.size} in all" in page
    assert "TRAINING" in page
    assert not any(name in page for name in ("Ada", "Cleo", "Dov"))


def test_the_code_gives_the_checkpoint_back(sealed: Path) -> None:
    """110 bytes in base45 are read back into the note that the log signed."""
    day, _ = seal_sheet(sealed)
    store = SqliteStore(sealed / "record.sqlite", read_only=True)
    note = store.checkpoint_at(day.size) or b""
    log_key = resume(None, store.entries()).log_key
    store.close()
    packed = pack_checkpoint(note, log_key, ed25519_accepts)
    written = write_base45(packed)
    assert (len(packed), len(written)) == (110, 165)
    assert unpack_checkpoint(read_base45(written), log_key, ed25519_accepts) == note


def test_a_day_is_sealed_once(
    sealed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Sealing again what nothing was added to is refused, and nothing is entered."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    copy = shutil.copytree(sealed, tmp_path / "copy")
    mark_place(copy, copy / "record.sqlite")
    ran = run("day", "seal", copy)
    assert ran.code == 4
    assert "sealed already" in ran.err


def test_the_day_lies_between_its_two_entries(sealed: Path) -> None:
    """The sheet counts from `open_day` to the end of the commit that seals."""
    day, _ = seal_sheet(sealed)
    store = SqliteStore(sealed / "record.sqlite", read_only=True)
    first, seal, last = (
        parse_entry(raw).entry_class
        for index, raw in enumerate(store.entries())
        if index in (day.first, day.leaf, day.size - 1)
    )
    store.close()
    assert (first, seal, last) == ("open_day", "seal_day", "received")


def test_a_record_without_a_sealed_day_has_no_sheet(tmp_path: Path) -> None:
    """There is nothing to print, and it is said."""
    folder = make_production(tmp_path / "dc")
    assert run("day", "sheet", folder).code == 2


def test_a_receipt_goes_as_a_code(sealed: Path, tmp_path: Path) -> None:
    """Beside the entry and its receipt as text stands one that a phone reads."""
    ran = run("witness", "receipt", sealed, "2", tmp_path / "two", "--code")
    assert ran.code == 0
    assert (tmp_path / "two.svg").read_text().startswith("<svg")
    assert (tmp_path / "two.tlog-proof").read_text().startswith("c2sp.org/tlog-proof@v1\nindex 2\n")
