"""Every shipped protocol: what it answers, and that its what-ifs say something."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol_page import render_protocols
from provesafe.prover import ProtocolError, answer_protocol, parse_protocol
from stages import ROOT

FOLDER = Path(__file__).parents[3] / "examples/protocols"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}

# By hand: the fewest failures, and those under each what-if, in the order of the file.
WANTED: dict[str, tuple[int, list[int | None]]] = {
    "western-day": (4, [3, 2, 3, 3, 4, 4, 3, 1]),
    "california": (4, [4, 3, 3]),
    "theatre": (4, [3, 3, 4]),
    "practice-2021": (2, [4, 3, 2, 1]),
    "practice-1993": (4, [3, 3, 1, None]),
    "practice-1984": (2, [2, 1, 0]),
}


@pytest.mark.parametrize("name", list(WANTED))
def test_a_shipped_protocol_answers(name: str) -> None:
    """Distances are those worked out by hand, every failure has a chance, every set a story."""
    protocol = parse_protocol(TEXTS[name], source=name, bases=TEXTS)
    answer = answer_protocol(protocol, what_ifs=protocol.what_ifs, stories=1)
    distances = [one.proof.distance for one in answer.what_ifs]
    assert (answer.proof.distance, distances) == WANTED[name]
    assert answer.chances is not None
    assert answer.stories[0].failures
    assert len(answer.proof.engines) == 2


def test_the_page_is_what_the_protocols_say() -> None:
    """Tables and pictures are those that `make docs` writes."""
    for name, text in render_protocols().items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name}: run `make docs`"


def test_every_shipped_protocol_is_tried() -> None:
    """No file of the folder is left out."""
    assert set(TEXTS) == set(WANTED)


def test_a_base_that_is_not_there_is_told() -> None:
    """A protocol based on a file that is not beside it ends in an error."""
    with pytest.raises(ProtocolError, match="no protocol `western-day`"):
        parse_protocol(TEXTS["theatre"], source="theatre")
