"""The example days: whole days done right, on which nobody is ever held up."""

from __future__ import annotations

from functools import cache

import pytest

from played import EXAMPLES, play
from provesafe.adapters.rulebooks import shipped_rulebooks
from provesafe.service import Production, Rehearsal, parse_day_file

DAYS = sorted(path.stem for path in (EXAMPLES / "days").glob("*.toml"))
DIFFERENCES = {"dry-creek-reports": ["1 weapons at truck, the record has 2"]}
"""What a day's own story is about: in these, something is missing for a night."""


@cache
def played(name: str) -> tuple[Production, Rehearsal]:
    """A day, played once however many tests look at it."""
    return play(f"days/{name}")


@pytest.mark.parametrize("name", DAYS)
def test_nothing_is_held_up_and_no_rule_is_left_open(name: str) -> None:
    """No request is refused, no report misses a rule, nothing is only advised, nothing is owed."""
    _, rehearsal = played(name)
    told = [
        (rehearsal.day.times.show(decision.at_ms), decision.act, reason.id)
        for one in rehearsal.played
        for decision in one.decisions
        for reason in (*decision.reasons, *decision.advice)
    ]
    assert told == []
    assert rehearsal.refused == ()
    audit = rehearsal.audit
    assert [audit.not_met, audit.no_entry, audit.pending, audit.undetermined] == [()] * 4


@pytest.mark.parametrize("name", DAYS)
def test_what_was_entered_fits_together(name: str) -> None:
    """Every round, case, weapon and hand is where the entries before say that it is."""
    production, _ = played(name)
    differences = [one.words for one in production.state.discrepancies]
    assert differences == DIFFERENCES.get(name, [])


def test_every_shipped_rulebook_is_in_force_on_some_day() -> None:
    """Named as enforced, so that a rule which refuses an ordinary thing is found here."""
    named: set[str] = set()
    for name in DAYS:
        text = (EXAMPLES / "days" / f"{name}.toml").read_text("utf-8")
        named.update(parse_day_file(text).rulebooks)
    assert named >= set(shipped_rulebooks())


def test_the_battle_is_one() -> None:
    """Forty weapons and more, in the hands of eight who handle them, fired and armed again."""
    production, rehearsal = played("the-ford")
    drawn = {
        (act.fields["weapon"], act.fields["by"])
        for played_act in rehearsal.played
        for act in played_act.decisions
        if act.act == "draw"
    }
    assert len({weapon for weapon, _ in drawn}) >= 40
    assert len({by for _, by in drawn}) >= 7
    assert production.state.lots["blank-303-h"].fired == 16 + 2 * 80
