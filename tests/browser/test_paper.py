"""Paper: every sheet is kept for decades, can be read aloud, and is the same each time."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from browsing import Cart, started
from provesafe.adapters.print import KINDS, last_day, print_sheet
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.wiring import view_production
from tidy.words import CHARTER, SCREEN


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that is not being served any more."""
    folder = tmp_path_factory.mktemp("paper") / "day"
    cart: Cart = started(folder)
    cart.stop()
    return folder


def _printed(kind: str, folder: Path) -> bytes:
    with view_production(folder) as production, closing(Desk(folder / DESK)) as desk:
        badges = tuple((one.person, one.code) for one in desk.badges())
        return print_sheet(kind, production, day=last_day(production), badges=badges)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sheet_is_kept_and_read_aloud(kind: str, day: Path) -> None:
    """Printed twice it is the same bytes: PDF/A-2b, PDF/UA-1, tagged, marked demo, in set words."""
    first = _printed(kind, day)
    assert first == _printed(kind, day)
    reader = PdfReader(io.BytesIO(first))
    about = first.decode("latin-1")
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "/MarkInfo" in about
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "DEMO" in text
    assert "Dry Creek" in text
    assert not CHARTER.search(text)
    assert not [one.group() for one in SCREEN.finditer(text)]


def test_a_tag_has_no_serial(day: Path, tmp_path: Path) -> None:
    """The verb writes the tags: a weapon's name here and its code, neither maker nor serial."""
    program, out = Path(sys.executable).with_name("provesafe"), tmp_path / "tags.pdf"
    subprocess.run([program, "print", "tags", day, "--out", out], check=True, capture_output=True)
    text = PdfReader(out).pages[0].extract_text()
    assert "colt-2" in text
    assert "DC-1002" not in text
    assert "maker" not in text
