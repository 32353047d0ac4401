"""A history can be added to and read; altered, cut or reordered it is no longer a history."""

from __future__ import annotations

import pytest

from provesafe.casefile import (
    HistoryChangedError,
    Step,
    StepError,
    decode_history,
    encode_step,
    kept_of,
    line_digest,
)

STEPS = (
    Step(what="opened", by="Hana", at_ms=1, fields={"title": "Dry Creek", "zone": "UTC"}),
    Step(what="accepted", by="Hana", at_ms=2, on="S1.C1"),
    Step(what="corrected", by="Jonas", at_ms=3, on="S1.C1", fields={"changed": ("basis", "said")}),
    Step(what="dropped", by="Hana", at_ms=4, on="S1.C2", fields={"note": "an advert"}),
)


def _lines(steps: tuple[Step, ...] = STEPS) -> list[bytes]:
    lines: list[bytes] = []
    for step in steps:
        lines.append(encode_step(step, line_digest(lines[-1]) if lines else ""))
    return lines


def test_what_was_entered_is_read_again() -> None:
    """Steps come back as they were entered, in order."""
    assert decode_history(_lines()) == STEPS


@pytest.mark.parametrize("place", range(len(STEPS) - 1))
def test_an_altered_line_no_longer_fits_the_next(place: int) -> None:
    """Whoever changes a word of an earlier line is found by the line after it."""
    lines = _lines()
    lines[place] = lines[place].replace(b"Hana", b"Gila").replace(b"Jonas", b"Jonah")
    with pytest.raises(HistoryChangedError, match="does not fit"):
        decode_history(lines)


@pytest.mark.parametrize("order", [(0, 2, 3), (0, 2, 1, 3), (1, 2, 3)])
def test_lines_that_were_taken_away_or_moved_are_missed(order: tuple[int, ...]) -> None:
    """A line cannot be left out, moved, or be the first without being it."""
    lines = _lines()
    with pytest.raises(HistoryChangedError):
        decode_history([lines[place] for place in order])


@pytest.mark.parametrize(
    "line", [b"", b"{}\n", b'{"a": 1}\n', b"[1]\n", b"nonsense\n", b'{"v":2,"prev":""}\n']
)
def test_what_is_no_line_of_a_history_is_said_to_be_none(line: bytes) -> None:
    """A line of another form is an error with its number, never passed over."""
    with pytest.raises((HistoryChangedError, StepError), match="line 1 "):
        decode_history([line])


@pytest.mark.parametrize(
    "step",
    [
        Step(what="judged", by="Hana", at_ms=1, on="S1.C1"),
        Step(what="accepted", by=" ", at_ms=1, on="S1.C1"),
        Step(what="accepted", by="Hana", at_ms=1),
        Step(what="accepted", by="Hana", at_ms=1, on="S1.C1", fields={"guilt": "high"}),
        Step(what="dropped", by="Hana", at_ms=1, on="S1.C1", fields={"note": "x" * 20_001}),
    ],
)
def test_a_step_needs_a_known_kind_somebody_and_its_own_fields(step: Step) -> None:
    """Nobody can enter an unknown step, one without a person, or fields it does not have."""
    with pytest.raises(StepError):
        encode_step(step, "")


def test_a_history_begins_with_the_case_being_opened() -> None:
    """Without its first line there is no case."""
    with pytest.raises(StepError, match="begins with"):
        kept_of(STEPS[1:])


def test_every_decision_of_a_line_stays() -> None:
    """A correction does not take the acceptance before it away."""
    found = kept_of(STEPS).decided["S1.C1"]
    assert [(one.what, one.by) for one in found] == [("accepted", "Hana"), ("corrected", "Jonas")]
    assert found[1].changed == (("basis", "said"),)
