"""Playing days: what is asked is answered, what happened is entered, in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from played import EXAMPLES, play, play_text
from provesafe.monitor import Gate, Program
from provesafe.rulebook import And, Fact, Not, TimePoint, parse_formula
from provesafe.service import DayFileError, audit_production
from provesafe.service.production import vocabulary

SMALL = """
[day]
production = "Dry Creek"
starts = 2026-03-02
zone = "America/Denver"
rulebooks = ["set-practice"]

[[person]]
id = "ada"
roles = ["armorer"]
trained = ["firearms"]

[[person]]
id = "cleo"
roles = ["performer"]
trained = ["firearms"]

[[weapon]]
id = "colt-2"
kind = "real"
action = "single"
chambers = 6

[[act]]
at = "d1 08:00"
report = "draw"
weapon = "colt-2"
by = "ada"
place = "store"
purpose = "filming"

[[act]]
at = "d1 08:10"
request = "hand_over"
weapon = "colt-2"
by = "ada"
to = "cleo"
in_sight = "yes"
label = "given"
"""


@pytest.mark.parametrize("name", ["days/dry-creek", "minute/done-right"])
def test_a_clean_day_is_never_held_up(name: str) -> None:
    """Nothing on an ordinary day is refused, and nothing it reports misses a rule."""
    _, rehearsal = play(name)
    assert rehearsal.refused == ()
    assert [one.reason.id for one in rehearsal.audit.not_met] == []
    assert rehearsal.audit.no_entry == ()


def test_the_reports_own_minute_is_held_up() -> None:
    """Told empty, directed at a person, handed by someone else: each of the three is not yet."""
    _, rehearsal = play("minute/told-empty")
    held = {one.act.name: one.decisions[0] for one in rehearsal.refused}
    assert set(held) == {"direct", "hand_over"}
    rules = {reason.id for reason in held["hand_over"].reasons}
    assert "california-labor-9150-part/handed-by-qualified" in rules
    assert "set-practice/show-to-receiver" in rules
    assert {r.weight for r in held["hand_over"].reasons} == {"danger", "paper"}


def test_a_refused_request_never_happened() -> None:
    """After a refusal the weapon is still with whoever had it, and no hand-over is a fact."""
    production, rehearsal = play_text(SMALL)
    assert len(rehearsal.refused) == 1
    (ada,) = [p for p, label in production.people.labels.items() if label == "ada"]
    assert production.state.weapons["colt-2"].holder == ada
    predicates = {fact.predicate for point in production.trace for fact in point.facts}
    assert "refused_handed_over" in predicates
    assert "handed_over" not in predicates


def test_what_was_done_anyway_is_entered_as_a_report() -> None:
    """`anyway` enters the refused act, with the rules it did not meet beside it."""
    production, rehearsal = play_text(SMALL.replace('label = "given"', "anyway = true"))
    assert [one.decisions[0].decision for one in rehearsal.played[-2:]] == ["refuse", "noted"]
    assert rehearsal.played[-1].decisions[0].reasons
    (cleo,) = [p for p, label in production.people.labels.items() if label == "cleo"]
    assert production.state.weapons["colt-2"].holder == cleo


def test_an_unknown_person_is_named_with_the_line() -> None:
    """A slip of the pen stops the play at its line, with the nearest name."""
    with pytest.raises(DayFileError) as caught:
        play_text(SMALL.replace('to = "cleo"', 'to = "clea"'))
    assert caught.value.span is not None
    assert caught.value.span.line == SMALL.splitlines().index('at = "d1 08:10"')
    assert "cleo" in caught.value.hint


def test_every_example_of_the_minute_is_read() -> None:
    """The three files of the minute are there and can be played."""
    names = sorted(path.stem for path in (EXAMPLES / "minute").glob("*.toml"))
    assert names == ["afterwards", "done-right", "told-empty"]
    _, rehearsal = play("minute/afterwards")
    assert rehearsal.refused == ()


def test_what_the_record_is_too_young_to_know_is_undetermined() -> None:
    """A window that reaches back behind the record's first entry is not called not met."""
    production, _ = play_text(SMALL)
    rule = next(r for r in production.books.rules if r.name == "set-practice/who-gives")
    window = parse_formula("ONCE[0,86400] declined(w, receiver)")
    asked = replace(rule, require=window, violation=And(rule.on, Not(window)), deadline=None)
    production.gate = Gate(Program([asked], signature=vocabulary()))
    production.books = replace(
        production.books, adopted=(replace(production.books.adopted[0], rules=(asked,)),)
    )
    trace = [*production.trace]
    given = TimePoint(trace[-1].seconds, frozenset({Fact("handed_over", ("colt-2", "a", "b"))}))
    production.trace.append(given)
    production.leaves.append(production.leaves[-1])
    found = audit_production(production, observed_until_ms=given.seconds * 1000)
    assert [one.rule for one in found.undetermined] == ["set-practice/who-gives"]
    assert found.not_met == ()
