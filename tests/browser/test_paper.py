"""Paper: every sheet is kept for decades, can be read aloud, and is the same each time."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typst
import zxingcpp
from pypdf import PdfReader

from browsing import Cart, started
from pictures import grey
from provesafe.adapters.print import KINDS, last_day, print_sheet, zpl_tags
from provesafe.adapters.print.sheets import TAG_ADDRESS
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.wiring import view_production
from provesafe.service import tags_of
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


def test_the_codes_on_a_tag_can_be_read(day: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the printed page each tag's address is read twice: as QR and as DataMatrix."""
    compiled = typst.compile

    def as_picture(*given: Any, **options: Any) -> bytes:
        del options["pdf_standards"]
        return bytes(compiled(*given, **{**options, "format": "png", "ppi": 150.0}))

    monkeypatch.setattr(typst, "compile", as_picture)
    read = zxingcpp.read_barcodes(grey(_printed("tags", day)))
    with view_production(day) as production:
        wanted = {f"{TAG_ADDRESS}{code}" for code in tags_of(production).values()}
    for format_ in (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix):
        assert {one.text for one in read if one.symbology == format_} == wanted
    assert len(read) == 2 * len(wanted)


def test_tags_for_a_label_printer(day: Path, tmp_path: Path) -> None:
    """The same bytes each time: one label a weapon, its code drawn and written, nothing else."""
    program, out = Path(sys.executable).with_name("provesafe"), tmp_path / "tags.zpl"
    words = [str(one) for one in (program, "print", "tags", day, "--zpl", "datamatrix")]
    words += ["--out", str(out)]
    subprocess.run(words, check=True, capture_output=True)
    text = out.read_text()
    with view_production(day) as production:
        assert text == zpl_tags(production, symbol="datamatrix")
        tags = tags_of(production)
        assert "^BQN" in zpl_tags(production, symbol="qr")
    assert text.count("^XA") == text.count("^XZ") == text.count("^BXN") == len(tags)
    assert all(f"/W/{code}^FS" in text for code in tags.values())
    assert text.count("^FDDEMO^FS") == len(tags)
    for told in ("DC-1002", "maker", "revolver", "real"):
        assert told not in text
    words[2] = "log"
    assert subprocess.run(words, capture_output=True, check=False).returncode == 2
