"""The model made of a production's rules, and its gate: the same answers along random walks."""

from __future__ import annotations

from provesafe.service import Production, Report, read_act, report
from walked import Walk

NOW = 1_772_460_000_000
WALK = 260


def test_dummies_go_the_same_way_in_the_model_and_at_the_gate(day: Production) -> None:
    """No step that one lets go ahead and the other does not; nearly every step is taken."""
    walk = Walk(production=day, weapon="colt-2", now_ms=NOW, seed=1)
    walk.steps(WALK)
    assert walk.faults == []
    assert walk.share() >= 0.95, (len(walk.taken), len(walk.possible()))
    assert walk.asked > 4 * WALK


def test_blanks_go_the_same_way_in_the_model_and_at_the_gate(day: Production) -> None:
    """With blanks come the camera, the line of fire, the size of the load."""
    for name, fields in (
        ("unload", {"weapon": "colt-2", "by": "ada", "spent": 0, "unspent": 6}),
        ("close_set_up", {"set_up": "12A", "by": "basil"}),
        ("open_set_up", {"set_up": "12B", "by": "basil"}),
        ("use_in", {"set_up": "12B", "weapon": "colt-2", "by": "ada"}),
        ("measure", {"set_up": "12B", "weapon": "colt-2", "distance_cm": 720, "by": "ada"}),
        ("protect", {"set_up": "12B", "what": "shield", "by": "ada"}),
    ):
        act = read_act(day, name, fields)
        report(day, Report(acts=(act,)), now_ms=NOW)
    walk = Walk(production=day, weapon="colt-2", now_ms=NOW, seed=2)
    assert walk.model.scene.kind == "blank"
    walk.steps(2 * WALK)
    assert walk.faults == []
    assert walk.share() >= 0.95, (len(walk.taken), len(walk.possible()))
