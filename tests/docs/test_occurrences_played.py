"""The reconstructed occurrences, played by the program itself: as their page has it."""

from __future__ import annotations

import pytest

from occurrence_days import NAMES, played
from played import play

DIFFERENCES = {"2021": ["rifle-1 went off, the record had no round in it that could fire"]}
"""What a scene is about, also where all is done right afterwards."""


@pytest.mark.parametrize("name", NAMES)
def test_the_program_holds_up_the_same_acts_by_the_same_rules(name: str) -> None:
    """What `rehearse` refuses, and why, is what the light play behind the page finds."""
    _, rehearsal = play(f"occurrences/{name}")
    found = [
        (one.act.line, sorted({reason.id for reason in decision.reasons}))
        for one in rehearsal.refused
        for decision in one.decisions
    ]
    light = [(one.entry.line, sorted(one.rules)) for one in played(name).held if one.refused]
    assert found == light


@pytest.mark.parametrize("name", NAMES)
def test_the_program_lets_the_twin_through(name: str) -> None:
    """No request of a twin is refused, nothing is missed or owed, and every round is there."""
    production, rehearsal = play(f"occurrences/{name}-mended")
    audit = rehearsal.audit
    assert rehearsal.refused == ()
    assert [audit.not_met, audit.no_entry, audit.pending, audit.undetermined] == [()] * 4
    assert [one.words for one in production.state.discrepancies] == DIFFERENCES.get(name, [])
