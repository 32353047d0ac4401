"""Pieces of a source's text, and the list of looks at a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_case import ARTICLE, made_case
from provesafe.adapters.web.caseroom import Views, ViewsChangedError
from provesafe.adapters.web.caseroom.highlight import pieces_of


@given(st.tuples(st.integers(0, 600), st.integers(0, 600)))
def test_the_pieces_are_the_text(at: tuple[int, int]) -> None:
    """Whatever is asked for, the pieces together are the text, and lines begin where they do."""
    case = made_case()
    pieces = pieces_of(ARTICLE, case.sources[0], case.accounts, at)
    assert "".join(one.text for one in pieces) == ARTICLE
    place = 0
    begins: dict[str, int] = {}
    for one in pieces:
        for line in one.begins:
            begins.setdefault(line, place)
        place += len(one.text)
    handed = case.accounts[1]
    assert begins[handed.id] == ARTICLE.index("I asked")
    asked = "".join(one.text for one in pieces if one.at)
    low, high = at
    assert asked == (ARTICLE[low:high] if low < high else "")


def test_what_is_hidden_says_why_and_still_stands_there() -> None:
    """The credit is a piece of its own with its reason."""
    case = made_case()
    first = pieces_of(ARTICLE, case.sources[0], case.accounts)[0]
    assert (first.text, first.hidden) == ("Mesa Courier.", "credit")


def test_looks_are_a_chain(tmp_path: Path) -> None:
    """Each look is a line behind the last; one altered, or out of order, is told."""
    looks = Views(tmp_path)
    for number, page in enumerate(("/", "/gaps", "/source/S1")):
        looks.note(by="Hana", page=page, at_ms=number)
    assert Views(tmp_path).listed() == (
        (0, "Hana", "/"),
        (1, "Hana", "/gaps"),
        (2, "Hana", "/source/S1"),
    )
    raw = (tmp_path / "views.jsonl").read_bytes()
    lines = raw.splitlines(keepends=True)
    for changed in (
        raw.replace(b"/gaps", b"/gap"),
        b"".join([lines[1], lines[0], lines[2]]),
        lines[1] + lines[2],
        raw.replace(b'"by":"Hana","page":"/"', b'"by":"Kit","page":"/"'),
    ):
        assert changed != raw
        (tmp_path / "views.jsonl").write_bytes(changed)
        with pytest.raises(ViewsChangedError):
            Views(tmp_path)
