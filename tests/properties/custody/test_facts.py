"""Laws of facts: inside the signature, bounded, and saying the same as the state."""

from __future__ import annotations

from hypothesis import given

from act_strategies import PEOPLE, WEAPONS, busy_history, close_history, history, standing_history
from provesafe.adapters.rulebooks import shared_definitions
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
from provesafe.rulebook import Fact, Formula, TimePoint, Value, parse_formula, satisfies

DEFINITIONS = shared_definitions()


def asked(text: str) -> Formula:
    """A formula that uses the shared definitions."""
    return parse_formula(text, definitions=DEFINITIONS)


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


class Asking:
    """Answers of formulas at the end of a trace."""

    def __init__(self, all_facts: tuple[tuple[FactTuple, ...], ...]) -> None:
        self.points = trace(all_facts)

    def holds(self, formula: Formula, **binding: Value) -> bool:
        """True when the formula holds at the last time-point for this binding."""
        last = len(self.points) - 1
        verdict = satisfies(formula, self.points, last, binding, observed_until=last + 1)
        return verdict == "satisfied"


@given(close_history())
def test_sight_is_what_the_definition_says(acts: tuple[Act, ...]) -> None:
    """The state's answer about sight is the formula's, for every giver and receiver."""
    all_facts, state = walked(acts)
    asking, sight, weapon = Asking(all_facts), asked("custody.in_sight(w, g, r)"), WEAPONS[0]
    for giver, receiver in _pairs(all_facts, weapon):
        kept = sight_kept(state, weapon, giver, receiver)
        assert asking.holds(sight, w=weapon, g=giver, r=receiver) is kept


def _pairs(all_facts: tuple[tuple[FactTuple, ...], ...], weapon: str) -> list[tuple[str, str]]:
    """Everybody who showed the weapon and to whom, and one pair that may not have."""
    shown = {
        (str(values[1]), str(values[2]))
        for point in all_facts
        for name, values in point
        if name == "shown" and values[0] == weapon
    }
    return sorted(shown | {("ada", "cleo")})


@given(busy_history(max_size=12) | close_history(max_size=15))
def test_holders_places_and_contents_are_what_the_facts_say(acts: tuple[Act, ...]) -> None:
    """Who holds a weapon, whether it is out and what is in it: state and formulas agree."""
    all_facts, state = walked(acts)
    asking = Asking(all_facts)
    holds, out = asked("custody.holds(w, p)"), asked("custody.out(w)")
    contains = asked("custody.contains(w, k, n)")
    for weapon in state.weapons.values():
        for person in PEOPLE:
            assert asking.holds(holds, w=weapon.id, p=person) is (weapon.holder == person)
        assert asking.holds(out, w=weapon.id) is weapon.out
        if weapon.received:
            kind, count = weapon.contents.kind, weapon.contents.count
            assert asking.holds(contains, w=weapon.id, k=kind, n=count)


@given(standing_history())
def test_what_else_stands_is_what_the_facts_say(acts: tuple[Act, ...]) -> None:
    """Roles, stops, incidents, plans, set-ups and weapons set aside: state and formulas agree."""
    all_facts, state = walked(acts)
    asking = Asking(all_facts)
    assert asking.holds(asked("custody.stopped()")) is bool(state.stops)
    for person in state.people.values():
        assert asking.holds(asked("custody.has_role(p, r)"), p=person.id, r="armorer") is (
            "armorer" in person.roles
        )
        assert asking.holds(asked("custody.suspended_person(p)"), p=person.id) is bool(
            person.suspended_by
        )
    for plan in state.plans.values():
        row: dict[str, Value] = {"s": plan.set_up, "w": plan.weapon, "v": plan.version}
        assert asking.holds(asked("custody.plan(s, w, v)"), **row)
    for set_up in state.set_ups.values():
        assert asking.holds(asked("custody.set_up_open(s)"), s=set_up.id) is set_up.open
    for weapon in state.weapons.values():
        assert asking.holds(asked("custody.set_aside(w)"), w=weapon.id) is (
            weapon.quarantined or weapon.frozen
        )
        assert asking.holds(asked("custody.out_of_use(w)"), w=weapon.id) is weapon.withdrawn
        assert asking.holds(asked("custody.suspended_weapon(w)"), w=weapon.id) is bool(
            weapon.suspended_by or weapon.police_receipt
        )
        if weapon.set_up:
            assert asking.holds(asked("custody.in_set_up(w, s)"), w=weapon.id, s=weapon.set_up)
    for incident in state.incidents.values():
        assert asking.holds(asked("custody.incident_open(i)"), i=incident.id) is incident.open
