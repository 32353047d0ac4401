"""Laws of facts: inside the signature, bounded, and saying the same as the state."""

from __future__ import annotations

from hypothesis import given, settings

from act_strategies import PEOPLE, WEAPONS, busy_history, close_history, history
from provesafe.custody import (
    VOCABULARY,
    Act,
    FactTuple,
    State,
    Walk,
    facts,
    fold,
    refused_facts,
    sight_kept,
    signature,
)
from provesafe.custody.act_type import CONTEXT, EFFECTS
from provesafe.rulebook import Fact, TimePoint, Value, parse_formula, satisfies

# As the shared definition has it; what a rule asks for before a hand-over.
SIGHT = """
(NOT (((ONCE shown(w, g, r)) AND sight_lost(w))
      OR (EXISTS p. ((((ONCE shown(w, g, r)) AND took(w, p)) AND (NOT (p = g))) AND (NOT (p = r)))))
) SINCE shown(w, g, r)
"""
HOLDS = "(NOT gave_up(w, p)) SINCE took(w, p)"
OUT = "(NOT locked_away(w)) SINCE came_out(w)"
CONTAINS = "(NOT (EXISTS k2, n2. contents_now(w, k2, n2))) SINCE contents_now(w, k, n)"


def inside_signature(one: FactTuple) -> bool:
    """True when a fact has a declared predicate and arguments of its types."""
    predicate, arguments = one
    declared = signature()[predicate]
    types = {"int": int, "string": str}
    return len(arguments) == len(declared) and all(
        type(value) is types[kind] for value, (_, kind) in zip(arguments, declared, strict=True)
    )


def walked(acts: tuple[Act, ...]) -> tuple[tuple[tuple[FactTuple, ...], ...], State]:
    """The facts of each act of a record, and the state after all."""
    walk = Walk()
    given_facts = tuple(walk.take(act) for act in acts)
    return given_facts, walk.state()


def trace(all_facts: tuple[tuple[FactTuple, ...], ...]) -> list[TimePoint]:
    """The facts as time-points, one for each act."""
    return [
        TimePoint(
            seconds=second,
            facts=frozenset(Fact(predicate=name, arguments=values) for name, values in point),
        )
        for second, point in enumerate(all_facts)
    ]


@given(history())
def test_facts_stay_inside_the_signature(acts: tuple[Act, ...]) -> None:
    """Every fact has a declared predicate, with as many arguments of the declared types."""
    for point in walked(acts)[0]:
        assert all(inside_signature(one) for one in point)
        assert len(set(point)) == len(point)


@given(history())
def test_facts_come_only_from_the_declaration(acts: tuple[Act, ...]) -> None:
    """An act gives its own facts, the effects it declares, and what stands beside every act."""
    for act, point in zip(acts, walked(acts)[0], strict=True):
        act_type = VOCABULARY[act.name]
        allowed = {fact.predicate for fact in act_type.fact_types}
        allowed |= {f"late_{fact.predicate}" for fact in act_type.fact_types if fact.clears}
        assert {name for name, _ in point} <= allowed | set(act_type.effects) | set(CONTEXT)


@given(history())
def test_one_act_gives_boundedly_many_facts(acts: tuple[Act, ...]) -> None:
    """At most one fact for each list element and declaration, and eight for each weapon or lot."""
    for act, point in zip(acts, walked(acts)[0], strict=True):
        lists = [value for value in act.fields.values() if isinstance(value, tuple)]
        longest = max([1, *map(len, lists)])
        declared = len(act.type.fact_types) * longest
        assert len(point) <= declared + 8 * (len(WEAPONS) + longest + 3) + len(CONTEXT)


@given(history())
def test_a_late_act_clears_nothing(acts: tuple[Act, ...]) -> None:
    """Entered late, an act has none of its clearing facts, and leaves no contents known anew."""
    state = fold(acts)
    for act in acts:
        point = facts(state, act, late=True)
        clearing = {fact.predicate for fact in act.type.fact_types if fact.clears}
        standing = {fact.predicate for fact in act.type.fact_types if not fact.clears}
        assert not {name for name, _ in point} & (clearing - standing)
        if act.type.bearing == "clears":
            assert all(values[1] == "unknown" for name, values in point if name == "contents_now")


@given(history())
def test_a_request_that_did_not_go_ahead_changes_nothing(acts: tuple[Act, ...]) -> None:
    """It gives its heads as refused, inside the signature, and no effect."""
    state = fold(acts)
    for act in acts:
        point = refused_facts(act, state)
        assert all(inside_signature(one) for one in point)
        assert all(
            name.startswith("refused_") or name in ("on_day", "on_date", "of_kind")
            for name, _ in point
        )
        assert not {name for name, _ in point} & set(EFFECTS)


@settings(max_examples=25)
@given(close_history())
def test_sight_is_what_the_definition_says(acts: tuple[Act, ...]) -> None:
    """The state's answer about sight is the formula's, for every giver and receiver."""
    all_facts, state = walked(acts)
    points = trace(all_facts)
    sight = parse_formula(SIGHT, strict=False)
    weapon = WEAPONS[0]
    for giver, receiver in _pairs(all_facts, weapon):
        formula = satisfies(
            sight,
            points,
            len(points) - 1,
            {"w": weapon, "g": giver, "r": receiver},
            observed_until=len(points),
        )
        kept = sight_kept(state, weapon, giver, receiver)
        assert (formula == "satisfied") is kept


def _pairs(all_facts: tuple[tuple[FactTuple, ...], ...], weapon: str) -> list[tuple[str, str]]:
    """Everybody who showed the weapon and to whom, and one pair that may not have."""
    shown = {
        (str(values[1]), str(values[2]))
        for point in all_facts
        for name, values in point
        if name == "shown" and values[0] == weapon
    }
    return sorted(shown | {("ada", "cleo")})


@settings(max_examples=25)
@given(busy_history(max_size=12) | close_history(max_size=15))
def test_holders_places_and_contents_are_what_the_facts_say(acts: tuple[Act, ...]) -> None:
    """Who holds a weapon, whether it is out and what is in it: state and formulas agree."""
    all_facts, state = walked(acts)
    points = trace(all_facts)
    last, until = len(points) - 1, len(points)
    holds, out = parse_formula(HOLDS, strict=False), parse_formula(OUT, strict=False)
    contains = parse_formula(CONTAINS, strict=False)
    for weapon in state.weapons.values():
        for person in PEOPLE:
            row = {"w": weapon.id, "p": person}
            verdict = satisfies(holds, points, last, row, observed_until=until)
            assert (verdict == "satisfied") is (weapon.holder == person)
        verdict = satisfies(out, points, last, {"w": weapon.id}, observed_until=until)
        assert (verdict == "satisfied") is weapon.out
        contents: dict[str, Value] = {
            "w": weapon.id,
            "k": weapon.contents.kind,
            "n": weapon.contents.count,
        }
        if weapon.received:
            verdict = satisfies(contains, points, last, contents, observed_until=until)
            assert verdict == "satisfied"
