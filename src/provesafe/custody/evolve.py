"""What now stands after an act, and the facts that formulas see of it.

    state = fold(acts)                      the only way to a state
    fold(a + b) = fold(b, fold(a))
    evolve(state, act)                      one act; total: every well-formed report gives a state
    facts(state_before, act)                the only source of facts for formulas

An act gives one head fact, one fact for each element of a list field, its effects (which need the
state before), `on_day`, `on_date`, `acted`, and `of_kind` for every weapon it names or touches.
`Walk` does both at once for a long record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provesafe.custody.act import Act
from provesafe.custody.act_type import ActType, FactTuple
from provesafe.custody.draft import Draft
from provesafe.custody.fields import Kind
from provesafe.custody.state import State, Weapon
from provesafe.custody.transitions import LATE_AWARE, TRANSITIONS
from provesafe.custody.vocabulary import VOCABULARY
from provesafe.custody.words import kind_words

__all__ = ["Step", "Walk", "evolve", "facts", "fold", "makes_safe", "refused_facts", "step"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act taken in: the state after it and its facts."""

    state: State
    facts: tuple[FactTuple, ...]


class Walk:
    """A walk through a record from a state on; each `take` goes one act further.

    Costs far less than a state for each act: tables are copied once, not once an act.
    """

    __slots__ = ("_draft",)

    def __init__(self, state: State | None = None) -> None:
        self._draft = Draft(State() if state is None else state)

    def take(self, act: Act, *, late: bool | None = None) -> tuple[FactTuple, ...]:
        """Take in one act; its facts. `late` overrides what its times say."""
        is_late = act.late if late is None else late
        _run(self._draft, act, late=is_late)
        return _assemble(self._draft, act, late=is_late)

    def follow(self, act: Act, *, late: bool | None = None) -> None:
        """Take in one act whose facts nobody needs."""
        _run(self._draft, act, late=act.late if late is None else late)

    def state(self) -> State:
        """The state after the acts taken so far; the walk can go on."""
        return self._draft.freeze()


def fold(acts: Iterable[Act], state: State | None = None) -> State:
    """The state after `acts`, from `state` or from the empty record."""
    walk = Walk(state)
    for act in acts:
        walk.follow(act)
    return walk.state()


def step(state: State, act: Act, *, late: bool | None = None) -> Step:
    """`evolve` and `facts` in one run.

    Args:
        state: what stood before.
        act: the act.
        late: as for `evolve`.
    """
    walk = Walk(state)
    given = walk.take(act, late=late)
    return Step(state=walk.state(), facts=given)


def evolve(state: State, act: Act, *, late: bool | None = None) -> State:
    """The state after one act. Total: what does not fit becomes a discrepancy, never an error.

    Args:
        state: what stood before.
        act: well formed, as `parse_act` and `decode_act` make it.
        late: whether it is taken as entered late; by default as its times say.
    """
    walk = Walk(state)
    walk.follow(act, late=late)
    return walk.state()


def facts(state: State, act: Act, *, late: bool | None = None) -> tuple[FactTuple, ...]:
    """The facts of one act, in the state before it: (predicate, arguments), without repetition.

    Args:
        state: what stood before.
        act: the act.
        late: as for `evolve`. The facts of a late clearing act stand as `late_…`, and it has no
            clearing effects; clouding ones count at once.
    """
    return Walk(state).take(act, late=late)


def refused_facts(act: Act, state: State | None = None) -> tuple[FactTuple, ...]:
    """The facts of a request that did not go ahead: `refused_<head>`, its days, weapon kinds.

    Nothing of it has happened, so it has no elements, no effects and nobody has acted.
    """
    before = State() if state is None else state
    found = [
        (f"refused_{predicate}", arguments)
        for head in act.type.heads
        for predicate, arguments in head.make(act.fields)
    ]
    _add_days(found, act)
    found += [
        ("of_kind", (name, _kind(before.weapons.get(name)))) for name in _named(act, _WEAPON_FIELDS)
    ]
    return tuple(dict.fromkeys(found))


def makes_safe(state: State, act: Act) -> bool:
    """True when the act takes danger away, so that no rule may ever stand in its way.

    Opening a weapon that did not go off, or one set aside as it was, is not such an act.
    """
    act_type = act.type
    if not act_type.making_safe:
        return False
    if any(not condition.met(act.fields) for condition in act_type.making_safe_when):
        return False
    if act.name in _OPENS:
        weapon = state.weapons.get(act.text("weapon"))
        if weapon is not None and (weapon.misfire or weapon.frozen or weapon.suspended_by):
            return False
    return True


_OPENS = frozenset({"inspect", "check_bore", "unload"})


def _run(draft: Draft, act: Act, *, late: bool) -> None:
    """Change the draft as the act does, mark the weapons it names, and say which it left loaded."""
    draft.begin(act, late=late)
    names = (*_named(act, _WEAPON_FIELDS), *_named(act, _ITEM_FIELDS))
    lay_before = frozenset(name for name in names if _left_loaded(draft, name))
    transition = TRANSITIONS.get(act.name)
    skipped = late and act.type.bearing == "clears" and act.name not in LATE_AWARE
    if transition is not None and not skipped:
        transition(draft, act)
    for name in names:
        draft.mark(name)
        if name not in lay_before and _left_loaded(draft, name):
            _say_left_loaded(draft, name)


def _left_loaded(draft: Draft, name: str) -> bool:
    """Whether this is a weapon, out and loaded, that nobody has."""
    weapon = draft.weapons.get(name)
    return weapon is not None and weapon.left_loaded


def _say_left_loaded(draft: Draft, name: str) -> None:
    """Note that a loaded weapon is in nobody's hands and in no locked place."""
    contents = draft.weapon(name).contents
    what = f"{kind_words(contents.kind)} {contents.count or ''}".strip()
    draft.disagree(
        "left-loaded", f"{name} is in nobody's hands and not locked away: {what}", thing=name
    )


def _assemble(draft: Draft, act: Act, *, late: bool) -> tuple[FactTuple, ...]:
    """Put the facts of the act just run in their order."""
    found: list[FactTuple] = []
    for fact_type in act.type.fact_types:
        made = fact_type.make(act.fields)
        if late and fact_type.clears:
            made = tuple((f"late_{predicate}", arguments) for predicate, arguments in made)
        found.extend(made)
    found.extend(draft.effects)
    _add_days(found, act)
    by = act.fields.get("by")
    if isinstance(by, str):
        found.append(("acted", (by,)))
    touched = list(_named(act, _WEAPON_FIELDS))
    touched += [name for name in _named(act, _ITEM_FIELDS) if draft.weapons.get(name)]
    for predicate, arguments in draft.effects:
        if predicate in _WEAPON_EFFECTS:
            touched.append(str(arguments[0]))
    found += [("of_kind", (name, _kind(draft.weapons.get(name)))) for name in touched]
    return tuple(dict.fromkeys(found))


_WEAPON_EFFECTS = frozenset(
    {
        "took",
        "gave_up",
        "sight_lost",
        "contents_now",
        "locked_away",
        "came_out",
        "suspended_weapon",
        "unsuspended_weapon",
    }
)


def _add_days(found: list[FactTuple], act: Act) -> None:
    """The shooting day and the date, when they are known."""
    if act.shooting_day:
        found.append(("on_day", (act.shooting_day,)))
    if act.date:
        found.append(("on_date", (act.date,)))


def _kind(weapon: Weapon | None) -> str:
    """The kind of a weapon; unknown when nobody took it in."""
    return weapon.identity.kind if weapon is not None else "unknown"


def _fields_of(act_type: ActType, kind: Kind) -> tuple[str, ...]:
    return tuple(one.name for one in act_type.fields if one.kind == kind)


_WEAPON_FIELDS = {name: _fields_of(one, "weapon") for name, one in VOCABULARY.items()}
_ITEM_FIELDS = {name: _fields_of(one, "item") for name, one in VOCABULARY.items()}
"""An item is a weapon, a lot or some other thing; the state says which."""


def _named(act: Act, fields: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What an act names in these fields."""
    names: tuple[str, ...] = ()
    for field in fields[act.name]:
        value = act.fields.get(field)
        if isinstance(value, str):
            names = (*names, value)
        elif isinstance(value, tuple):
            names = (*names, *value)
    return names
