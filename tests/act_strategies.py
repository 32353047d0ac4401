"""Random acts and histories for the laws of custody.

`any_act` draws every act type with every kind of value; the pools of names are small, so that
acts meet. `history` places them in a record. `working_history` draws what a crew would do with
two revolvers: mostly consistent, so that the laws are not only tried on noise.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from acts import act, placed
from provesafe.custody import VOCABULARY, Act, ActType, Field, parse_act

PEOPLE = ("ada", "basil", "cleo", "dov")
WEAPONS = ("colt-1", "colt-2", "rubber-1")
LOTS = ("dummies-1", "blanks-1", "found-1")

_POOLS: dict[str, tuple[str, ...]] = {
    "weapon": WEAPONS,
    "person": PEOPLE,
    "lot": LOTS,
    "set-up": ("1a", "2b"),
    "place": ("truck", "cart", "box-1"),
    "item": (*WEAPONS, *LOTS, "bag-7"),
    "id": ("x1", "x2"),
    "role": ("armorer", "performer", "x-wrangler"),
    "name": ("weapons", "action", "half"),
    "text": ("one line", "12 Ä – 4"),
    "words": ("cold gun", "said:\n“it is {empty}”"),
}


def field_value(field: Field) -> st.SearchStrategy[object]:
    """A well-formed value of a field."""
    if field.kind == "count":
        return st.integers(field.low, min(field.high, field.low + 7))
    if field.kind == "ms":
        return st.integers(0, 2**53 - 1)
    if field.kind == "day":
        return st.sampled_from((20260302, 20240229, 29991231))
    words = st.sampled_from(field.values or _POOLS[field.kind])
    if field.many:
        return st.lists(words, min_size=0 if field.optional else 1, max_size=5)
    return words


@st.composite
def act_of(draw: st.DrawFn, act_type: ActType) -> Act:
    """An act of one type; optional fields are there or not."""
    fields = {
        field.name: draw(field_value(field))
        for field in act_type.fields
        if not field.optional or field.name in act_type.one_of or draw(st.booleans())
    }
    return parse_act(act_type.name, fields, shooting_day=20260302, date=20260302)


def any_act() -> st.SearchStrategy[Act]:
    """An act of any type."""
    return st.sampled_from(sorted(VOCABULARY)).flatmap(lambda name: act_of(VOCABULARY[name]))


@st.composite
def in_record(draw: st.DrawFn, acts: st.SearchStrategy[list[Act]]) -> tuple[Act, ...]:
    """The acts in a record, some of them entered long after they happened."""
    return tuple(
        replace(one, happened_ms=one.at_ms - draw(st.sampled_from((0, 120_000, 120_001, 600_000))))
        if draw(st.integers(0, 4)) == 0
        else one
        for one in placed(draw(acts))
    )


def history(max_size: int = 20) -> st.SearchStrategy[tuple[Act, ...]]:
    """A record of any acts."""
    return in_record(_many(any_act(), max_size))


def _many(acts: st.SearchStrategy[Act], max_size: int) -> st.SearchStrategy[list[Act]]:
    """Lists of every length alike; plain lists come out far shorter than a day is."""
    return st.integers(0, max_size).flatmap(
        lambda size: st.lists(acts, min_size=size, max_size=size)
    )


# What moves weapons and rounds, most often met.
_BUSY = (
    "receive_weapon",
    "receive_lot",
    "draw",
    "put_away",
    "put_down",
    "pick_up",
    "hand_over",
    "return_weapon",
    "show",
    "load",
    "unload",
    "fire",
    "discharge",
    "misfire",
    "inspect",
    "check_rounds",
    "issue_rounds",
    "return_rounds",
    "wear_rounds",
    "take_off_rounds",
    "count_rounds",
    "count_cases",
    "find_rounds",
    "convert_rounds",
    "destroy_rounds",
    "test_fire",
    "send_back",
    "hand_to_police",
    "come_back",
    "miss",
    "find_missing",
    "stop",
    "open_set_up",
    "hold_meeting",
    "plan",
    "lock_store",
)


def busy_history(max_size: int = 30) -> st.SearchStrategy[tuple[Act, ...]]:
    """A record of acts that move weapons and rounds, in any order, after they were taken in."""
    moves = st.sampled_from(_BUSY).flatmap(lambda name: act_of(VOCABULARY[name]))
    return in_record(_many(moves, max_size).map(lambda some: [*intake(), *some]))


def intake() -> list[Act]:
    """People, weapons and rounds of the pools come in."""
    return [
        *(act("enrol", person=one) for one in PEOPLE),
        *(
            act("receive_weapon", weapon=one, kind="real", action="single", chambers=6, by="ada")
            for one in WEAPONS[:2]
        ),
        act("receive_weapon", weapon=WEAPONS[2], kind="rubber", by="ada"),
        act("receive_lot", lot=LOTS[0], kind="dummy", count=50, by="ada"),
        act("receive_lot", lot=LOTS[1], kind="blank", load="half", count=90, by="ada"),
    ]


# What stands besides weapons and rounds.
_STANDING = (
    "assign",
    "relieve",
    "stop",
    "resume",
    "plan",
    "open_set_up",
    "close_set_up",
    "start",
    "use_in",
    "hand_over",
    "quarantine",
    "freeze",
    "release",
    "withdraw",
    "put_back",
    "open_incident",
    "close_incident",
    "know_injury",
    "hand_to_police",
    "come_back",
    "find_missing",
    "miss",
    "receive_weapon",
)


def standing_history(max_size: int = 20) -> st.SearchStrategy[tuple[Act, ...]]:
    """A record of roles, stops, plans, set-ups and incidents."""
    some = st.sampled_from(_STANDING).flatmap(lambda name: act_of(VOCABULARY[name]))
    return in_record(_many(some, max_size).map(lambda more: [*intake(), *more]))


# One weapon between three people: showings that stand, and all that can end them.
_CLOSE = (
    "show",
    "show",
    "show",
    "hand_over",
    "hand_over",
    "return_weapon",
    "load",
    "unload",
    "inspect",
    "fire",
    "put_down",
    "pick_up",
    "draw",
    "put_away",
    "lose_sight",
    "check_bore",
    "call",
    "stop",
)
_POINTS = ["muzzle safe", "rounds out", "chambers", "feed path", "bore"]


@st.composite
def close_act(draw: st.DrawFn) -> Act:
    """Something that one of three people does with one revolver."""
    people = st.sampled_from(PEOPLE[:3])
    one = draw(act_of(VOCABULARY[draw(st.sampled_from(_CLOSE))]))
    fields: dict[str, object] = {**one.fields}
    if one.has("weapon"):
        fields["weapon"] = WEAPONS[0]
    fields |= {name: draw(people) for name in ("by",) if one.has(name)}
    if one.name in ("hand_over", "return_weapon"):
        fields["to"] = draw(people)
    if one.name == "inspect":
        fields |= {"points": list(_POINTS), "found": "empty"}
    if one.name == "load":
        kind, lot = draw(st.sampled_from((("dummy", LOTS[0]), ("blank", LOTS[1]))))
        fields |= {"kind": kind, "lot": lot, "in_view": [draw(people)]}
    return act(one.name, **fields)


def close_history(max_size: int = 20) -> st.SearchStrategy[tuple[Act, ...]]:
    """A record of one revolver between three people, after it was drawn and proved."""
    start = [
        *intake(),
        act("draw", weapon=WEAPONS[0], by="ada"),
        act("inspect", weapon=WEAPONS[0], by="ada", points=_POINTS, found="empty"),
    ]
    return in_record(_many(close_act(), max_size).map(lambda some: [*start, *some]))


@st.composite
def working_history(draw: st.DrawFn) -> tuple[Act, ...]:
    """A day that fits together: drawn, proved, loaded, shown, handed, fired, unloaded, counted."""
    acts = [*intake(), act("open_store", place="truck", by="ada")]
    cases = 0
    for _ in range(draw(st.integers(1, 4))):
        weapon = draw(st.sampled_from(WEAPONS[:2]))
        kind, lot = draw(st.sampled_from((("dummy", LOTS[0]), ("blank", LOTS[1]))))
        count = draw(st.integers(1, 6))
        shots = draw(st.integers(0, count)) if kind == "blank" else 0
        receiver = draw(st.sampled_from(PEOPLE[1:]))
        cases += shots
        acts += _one_use(weapon, kind, lot, count, shots, receiver)
    acts += [
        act("count_rounds", lot=LOTS[0], place="truck", found=50, by="ada", second="dov"),
        act("count_rounds", lot=LOTS[1], place="truck", found=90 - cases, by="ada", second="dov"),
        act("count_cases", lot=LOTS[1], found=cases, by="ada"),
        act("count_weapons", place="truck", found=3, by="ada"),
    ]
    return placed(acts)


def _one_use(weapon: str, kind: str, lot: str, count: int, shots: int, receiver: str) -> list[Act]:
    acts = [
        act("issue_rounds", lot=lot, count=count, by="ada", place="truck"),
        act("draw", weapon=weapon, by="ada", place="truck"),
        act("inspect", weapon=weapon, by="ada", points=_POINTS, found="empty"),
        act("load", weapon=weapon, by="ada", kind=kind, lot=lot, count=count, in_view=[receiver]),
        act("hand_over", weapon=weapon, by="ada", to=receiver, in_sight="yes"),
    ]
    if shots:
        acts.append(act("fire", weapon=weapon, by=receiver, count=shots))
    acts += [
        act("return_weapon", weapon=weapon, by=receiver, to="ada"),
        act("unload", weapon=weapon, by="ada", spent=shots, unspent=count - shots),
        act("put_away", weapon=weapon, by="ada", place="truck", locked="yes"),
    ]
    if count > shots:
        acts.append(act("return_rounds", lot=lot, count=count - shots, by="ada", place="truck"))
    return acts
