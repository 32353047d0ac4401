"""Nothing loaded lies about: refused when it is asked for, said when it was done anyway."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import event, given

from act_strategies import busy_history, close_history
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature
from provesafe.custody import Act, State, Walk, makes_safe
from provesafe.monitor import Gate, Program
from provesafe.rulebook import Fact


@cache
def custody_rules() -> Program:
    """The rules of `custody`, compiled once."""
    (book,) = load_rulebooks(["custody"])
    return Program(book.rules, signature=rulebook_signature(), checked=True)


def lying(state: State) -> set[str]:
    """The weapons that are out and loaded, and in nobody's hands."""
    return {name for name, weapon in state.weapons.items() if weapon.left_loaded}


@given(busy_history() | close_history())
def test_whatever_is_left_loaded_is_a_discrepancy_of_the_entry_that_left_it(
    acts: tuple[Act, ...],
) -> None:
    """Whatever was entered, each weapon newly left loaded is said, with that entry and no other."""
    walk, before, known = Walk(), set[str](), 0
    for act in acts:
        walk.follow(act)
        state = walk.state()
        said = [one for one in state.discrepancies[known:] if one.kind == "left-loaded"]
        assert {one.thing for one in said} == lying(state) - before
        assert all(one.entry == act.entry for one in said)
        before, known = lying(state), len(state.discrepancies)
    event("left loaded" if before else "nothing left loaded")


@given(close_history(max_size=25))
def test_what_the_rules_let_through_leaves_nothing_loaded(acts: tuple[Act, ...]) -> None:
    """After acts that were asked for and let through, what is loaded is held or locked away."""
    gate, walk, refused = Gate(custody_rules()), Walk(), 0
    for late in acts:
        # What is asked for is of now; what has happened is told, and shows in the law above.
        act = replace(late, happened_ms=None)
        if told(walk.state(), act):
            continue
        facts = frozenset(Fact(*one) for one in Walk(walk.state()).take(act))
        if not makes_safe(walk.state(), act) and gate.test(act.at_ms // 1000, facts).violations:
            refused += 1
            continue
        gate.commit(act.at_ms // 1000, facts)
        walk.follow(act)
        assert not lying(walk.state())
    event("some were refused" if refused else "none was refused")


def told(state: State, act: Act) -> bool:
    """Whether it goes against the record: shot by who has it not, shown while locked away."""
    weapon = state.weapons.get(act.text("weapon"))
    if weapon is None:
        return False
    shot = act.name == "fire" and weapon.holder != act.text("by")
    return shot or (act.name == "show" and weapon.locked)
