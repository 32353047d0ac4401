"""Paper: every sheet is kept for decades, can be read aloud, and is the same each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from browsing import Cart, started
from provesafe.adapters.print import KINDS
from tidy.words import CHARTER, SCREEN


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that is not being served any more."""
    folder = tmp_path_factory.mktemp("paper") / "day"
    cart: Cart = started(folder)
    cart.stop()
    return folder


def _printed(kind: str, folder: Path, out: Path) -> bytes:
    program = Path(sys.executable).with_name("provesafe")
    subprocess.run(
        [str(program), "print", kind, str(folder), "--out", str(out)],
        check=True,
        capture_output=True,
        env={"PROVESAFE_PASSPHRASE": ""},
    )
    return out.read_bytes()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sheet_is_kept_and_read_aloud(kind: str, day: Path, tmp_path: Path) -> None:
    """Printed twice it is the same bytes: PDF/A-2b, PDF/UA-1, tagged, marked demo, in set words."""
    first = _printed(kind, day, tmp_path / "a.pdf")
    assert first == _printed(kind, day, tmp_path / "b.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    about = (tmp_path / "a.pdf").read_bytes().decode("latin-1")
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "/MarkInfo" in about
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "DEMO" in text
    assert "Dry Creek" in text
    assert not CHARTER.search(text)
    assert not [one.group() for one in SCREEN.finditer(text)]


def test_a_tag_has_no_serial(day: Path, tmp_path: Path) -> None:
    """A weapon's tag has its name here and its code, and neither maker nor serial."""
    _printed("tags", day, tmp_path / "tags.pdf")
    text = PdfReader(tmp_path / "tags.pdf").pages[0].extract_text()
    assert "colt-2" in text
    assert "DC-1002" not in text
    assert "maker" not in text
