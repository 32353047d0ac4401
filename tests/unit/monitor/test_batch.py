"""A batch is one time-point: tested whole, and taken apart only where it must be."""

from __future__ import annotations

from monitored import facts, gate, rule
from provesafe.monitor import judge_batch

SHOWN = rule("handed_over(w, g, r)", "ONCE shown(w, g, r)", name="shown")
ALONE = rule("handed_over(w, g, r)", "NOT stopped()", name="not-stopped")
ONE_EACH = rule("took(w, p)", "NOT (EXISTS v. (took(v, p) AND (NOT (v = w))))", name="one-each")
PAIR = rule("took(w, p) AND locked(w)", "FALSE", name="pair")

COLT = facts("handed_over(colt, ada, cleo)")
UZI = facts("handed_over(uzi, ada, cleo)")


def test_each_item_with_a_violation_of_its_own_is_taken_out_and_named() -> None:
    """The item that was not shown stays behind, and the other goes."""
    judge = gate(SHOWN)
    judge.commit(1, facts("shown(uzi, ada, cleo)"))
    found = judge_batch(judge, 2, [COLT, UZI])
    assert found.go == (1,)
    assert [(place, [v.rule_id for v in own]) for place, own in found.taken_out] == [
        (0, ["test/shown"])
    ]
    assert found.outcome.violations == ()


def test_items_may_depend_on_one_another() -> None:
    """What one item enters counts for the other, because they are one time-point."""
    assert judge_batch(gate(SHOWN), 2, [COLT, facts("shown(colt, ada, cleo)")]).go == (0, 1)


def test_the_rest_is_tested_again_without_what_was_taken_out() -> None:
    """When the item that another one leaned on goes, the other one goes too."""
    leaning = facts("shown(colt, ada, cleo)", "handed_over(rifle, ada, cleo)")
    found = judge_batch(gate(SHOWN), 2, [COLT, leaning, facts("called(uzi)")])
    assert found.go == (2,)
    assert [place for place, _ in found.taken_out] == [0, 1]


def test_items_that_may_not_go_together_are_all_taken_out() -> None:
    """Each of two items violates the rule through the other, so each owns a violation."""
    found = judge_batch(gate(ONE_EACH), 2, [facts("took(colt, cleo)"), facts("took(uzi, cleo)")])
    assert (found.go, len(found.taken_out)) == ((), 2)


def test_a_rule_that_only_items_together_call_for_is_owned_by_them_all() -> None:
    """Where no item alone fits the trigger, each one it needs is taken out, and no other."""
    items = [facts("took(colt, cleo)"), facts("locked(colt)"), facts("called(uzi)")]
    found = judge_batch(gate(PAIR), 2, items)
    assert (found.go, [place for place, _ in found.taken_out]) == ((2,), [0, 1])


def test_an_atomic_batch_goes_whole_or_not_at_all() -> None:
    """One violation holds up every item, and only its owner is named."""
    judge = gate(SHOWN)
    judge.commit(1, facts("shown(uzi, ada, cleo)"))
    found = judge_batch(judge, 2, [COLT, UZI], atomic=True)
    assert (found.go, [place for place, _ in found.taken_out]) == ((), [0])
    assert judge_batch(judge, 2, [UZI, facts("called(uzi)")], atomic=True).go == (0, 1)


def test_what_does_not_count_takes_nothing_out() -> None:
    """A violation that is set aside for an item stays in the outcome, and the item goes."""
    judge = gate(SHOWN, ALONE)
    items = [COLT, facts("handed_over(uzi, ada, cleo)")]
    found = judge_batch(judge, 2, items, counts=lambda place, _one: place == 1)
    assert found.go == (0,)
    assert [(place, len(own)) for place, own in found.taken_out] == [(1, 1)]
    assert [one.binding[0] for one in found.outcome.violations] == [("w", "colt")]


def test_a_batch_is_only_tried() -> None:
    """Nothing of a batch is remembered."""
    judge = gate(SHOWN, ALONE)
    before = judge.snapshot()
    judge_batch(judge, 2, [COLT, facts("stopped()")])
    assert judge.snapshot() == before


def test_an_empty_batch_has_nothing_to_take_out() -> None:
    """A rule about time-points without facts belongs to no item."""
    always = rule("NOT stopped()", name="always")
    found = judge_batch(gate(always), 2, [])
    assert (found.go, found.taken_out, len(found.outcome.violations)) == ((), (), 1)
