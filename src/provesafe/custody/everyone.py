"""Who had to do with one use of a weapon: everyone involved, by one query, each with the entry.

An examination after the fact asks first for a complete list of people: not only who held the
weapon, but who was shown, told, asked or directed, who stood where, who let it go ahead, and who
was owed a look and has no entry of one. The order is that of the record. Nobody is left out for
being unimportant, and nobody is called anything but what the entry says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from provesafe.custody.act import Act
from provesafe.custody.evolve import Walk
from provesafe.custody.sight import sight_kept
from provesafe.custody.state import State

__all__ = ["Involved", "Part", "everyone_involved"]

Part: TypeAlias = Literal[
    "handled",
    "was shown",
    "was told",
    "called",
    "heard",
    "directed",
    "was directed",
    "was asked first",
    "answered",
    "stood in line",
    "had a post",
    "authorised",
    "entered",
    "was owed a look",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """One part that one person had, by one entry."""

    person: str
    part: Part
    roles: tuple[str, ...]
    """The roles they had at that time."""
    act: str
    index: int
    entry: str


# Which field of an act about the weapon names whom, in which part.
_PARTS: Mapping[str, tuple[tuple[str, Part], ...]] = MappingProxyType(
    {
        "draw": (("by", "handled"),),
        "put_away": (("by", "handled"),),
        "put_down": (("by", "handled"),),
        "pick_up": (("by", "handled"),),
        "hand_over": (("by", "handled"), ("to", "handled")),
        "return_weapon": (("by", "handled"), ("to", "handled")),
        "take_over_misfire": (("by", "handled"),),
        "load": (("by", "handled"), ("in_view", "was shown")),
        "unload": (("by", "handled"), ("in_view", "was shown")),
        "inspect": (("by", "handled"),),
        "check_bore": (("by", "handled"),),
        "check_rounds": (("by", "handled"), ("seen_by", "was shown")),
        "clean": (("by", "handled"),),
        "repair": (("by", "handled"),),
        "test_fire": (("by", "handled"),),
        "function_test": (("by", "handled"),),
        "fire": (("by", "handled"),),
        "open_misfire": (("by", "handled"),),
        "freeze": (("by", "handled"),),
        "hand_to_police": (("by", "handled"),),
        "come_back": (("by", "handled"),),
        "find_missing": (("by", "handled"),),
        "show": (("by", "handled"), ("to", "was shown")),
        "tell": (("by", "called"), ("to", "was told")),
        "tell_cause": (("by", "called"), ("to", "was told")),
        "call": (("by", "called"),),
        "repeat_call": (("by", "heard"),),
        "direct": (("by", "directed"), ("to", "was directed"), ("consulted", "was asked first")),
        "answer": (("by", "answered"),),
        "decline": (("by", "answered"),),
        "ask_to_see": (("by", "was owed a look"),),
        "plan": (("by", "authorised"),),
        "release": (("by", "authorised"),),
        "put_back": (("by", "authorised"),),
        "go_ahead": (("by", "authorised"),),
    }
)

# The same for acts about the set-up that the weapon belongs to at that time.
_SET_UP_PARTS: Mapping[str, tuple[tuple[str, Part], ...]] = MappingProxyType(
    {
        "warn": (("by", "called"),),
        "start": (("by", "authorised"),),
        "release_crew": (("by", "authorised"),),
        "clear_line": (("by", "authorised"),),
    }
)


def everyone_involved(
    acts: Iterable[Act], weapon: str, *, from_ms: int, to_ms: int
) -> tuple[Involved, ...]:
    """Everyone who had a part in one use of a weapon, between two times.

    Args:
        acts: the whole record up to `to_ms` at least, in its order; acts before `from_ms` say
            who stood where and who had which role.
        weapon: its id.
        from_ms: first millisecond, by when it happened as said, else by when it was recorded.
        to_ms: last millisecond.

    Returns:
        One row for each person, part and entry, in the order of the record.
    """
    walk, stood = Walk(), _Standing()
    before = walk.state()
    found: dict[Involved, None] = {}
    for act in acts:
        walk.follow(act)
        state = walk.state()
        stood.note(act)
        when = act.at_ms if act.happened_ms is None else act.happened_ms
        if from_ms <= when <= to_ms:
            found.update(dict.fromkeys(_parts(before, state, act, weapon, stood)))
        before = state
    return tuple(found)


class _Standing:
    """Who stands in line, has a post or answers for the plan of each set-up, by which act."""

    __slots__ = ("_at",)

    def __init__(self) -> None:
        self._at: dict[str, dict[tuple[str, Part, str], Act]] = {}

    def note(self, act: Act) -> None:
        """Follow one act."""
        at = self._at.setdefault(act.text("set_up"), {})
        person = act.text("person")
        match act.name:
            case "in_line":
                at[person, "stood in line", ""] = act
            case "take_post":
                at[person, "had a post", ""] = act
            case "leave_line":
                at.pop((person, "stood in line", ""), None)
            case "clear_line":
                for key in [key for key in at if key[1] == "stood in line"]:
                    del at[key]
            case "open_set_up":
                for key in [key for key in at if key[1] != "authorised"]:
                    del at[key]
            case "plan":
                at[act.text("by"), "authorised", act.text("weapon")] = act
            case "assess_risk":
                for one in (act.text("by"), *act.listed("endorsed_by")):
                    at[one, "authorised", ""] = act
            case _:
                pass

    def rows(self, set_up: str, weapon: str) -> tuple[tuple[str, Part, Act], ...]:
        """Who that is for one weapon in one set-up, in the order of the record."""
        at = self._at.get(set_up, {}) if set_up else {}
        rows = [
            (person, part, act) for (person, part, only), act in at.items() if only in ("", weapon)
        ]
        return tuple(sorted(rows, key=lambda row: row[2].index))


def _parts(
    before: State, state: State, act: Act, weapon: str, stood: _Standing
) -> Iterator[Involved]:
    """The parts that one act within the time gives."""
    after = state.weapons.get(weapon)
    set_up = after.set_up if after is not None else ""
    about = _is_about(act, weapon)
    if about:
        for field, part in _PARTS.get(act.name, (("by", "entered"),)):
            yield from _rows(state, act, field, part)
        yield from _owed(before, act, weapon)
    elif set_up and act.text("set_up") == set_up:
        for field, part in _SET_UP_PARTS.get(act.name, ()):
            yield from _rows(state, act, field, part)
    else:
        return
    for person, part, origin in stood.rows(set_up, weapon):
        yield _row(state, origin, person, part)


def _is_about(act: Act, weapon: str) -> bool:
    """True when the act names the weapon."""
    for field in act.type.fields:
        value = act.fields.get(field.name)
        if field.kind in ("weapon", "item") and (
            value == weapon or (isinstance(value, tuple) and weapon in value)
        ):
            return True
    return False


def _owed(before: State, act: Act, weapon: str) -> Iterator[Involved]:
    """Whoever took it without a showing that still stood was owed a look."""
    if act.name == "hand_over" and not sight_kept(before, weapon, act.text("by"), act.text("to")):
        yield _row(before, act, act.text("to"), "was owed a look")


def _rows(state: State, act: Act, field: str, part: Part) -> Iterator[Involved]:
    value = act.fields.get(field)
    if isinstance(value, str):
        yield _row(state, act, value, part)
    elif isinstance(value, tuple):
        for person in value:
            yield _row(state, act, person, part)


def _row(state: State, act: Act, person: str, part: Part) -> Involved:
    known = state.people.get(person)
    return Involved(
        person=person,
        part=part,
        roles=known.roles if known is not None else (),
        act=act.name,
        index=act.index,
        entry=act.entry,
    )
