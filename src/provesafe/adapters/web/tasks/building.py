"""What a task page is made of: blocks of rows, each with the presses that come next.

    Block     a heading, some words, rows, presses
    Row       one thing: a weapon, a person, a lot, a set-up
    Press     one act, filled in as far as the record knows it; the rest is asked for

A press is a form to `/enter/{act}`: the same way in, the same rules, as from everywhere else. A
page states nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from provesafe import custody
from provesafe.adapters.saying import Say, catalogue, say_in
from provesafe.adapters.web.acts import ASKED, PIN_ACTS
from provesafe.adapters.web.fields import AskedField, asked_field
from provesafe.adapters.web.house import House
from provesafe.adapters.web.visitors import Visitor
from provesafe.service import LogLine, Production, acts_since, day_log, name_of

SCHEDULE_ENTRIES = 5_000
"""LIMIT: who is scheduled was entered within the last days."""
DAY_MS = 24 * 3600 * 1000

__all__ = ["Block", "Press", "Row", "Scene", "Task"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One button, and what has to be filled in before it."""

    act: str
    said: str
    fields: tuple[tuple[str, str], ...] = ()
    inputs: tuple[AskedField, ...] = ()
    asks: bool = False
    decisive: bool = False
    folded: bool = False
    """Whether what is to be filled in is out of sight until it is wanted."""
    button: str = ""
    """What the button says inside a folded one."""
    pin: bool = False
    action: str = ""
    """Where it is sent; empty for the way that every act goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing on a task page."""

    title: str
    words: tuple[str, ...] = ()
    kind: str = ""
    contents: str = ""
    link: str = ""
    presses: tuple[Press, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a task page."""

    heading: str
    words: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    presses: tuple[Press, ...] = ()
    svg: str = ""
    """A drawing of ours, escaped where it holds what people typed."""
    links: tuple[tuple[str, str], ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    """Rows of words, the first its heads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a task page is built from, in the writer's thread."""

    house: House
    production: Production
    now_ms: int
    visitor: Visitor
    query: Mapping[str, str]

    @property
    def say(self) -> Say:
        """How this visitor's language says a text of a page."""
        return say_in(self.visitor.language)

    @property
    def words(self) -> Mapping[str, str]:
        """The set words in this visitor's language."""
        return catalogue(self.visitor.language)

    @property
    def state(self) -> custody.State:
        """What now stands."""
        return self.production.state

    def name(self, person: str) -> str:
        """A person's name."""
        return name_of(self.production, person) if person else ""

    def today(self) -> int:
        """The shooting day, yyyymmdd."""
        return self.production.times.shooting_day_of(self.production.now(self.now_ms))

    def log(self) -> tuple[LogLine, ...]:
        """What was entered today."""
        return day_log(self.production, self.today(), language=self.visitor.language)

    def scheduled(self) -> tuple[tuple[str, str], ...]:
        """Who is scheduled for today, as what; entered lately."""
        today = self.today()
        lately = acts_since(self.production, self.production.writer.tree.size - SCHEDULE_ENTRIES)
        found = {
            (one.text("person"), one.text("role")): None
            for one in lately
            if one.name == "schedule" and one.number("day") == today
        }
        enrolled = [one for one in found if self.state.people[one[0]].enrolled]
        return tuple(sorted(enrolled, key=lambda one: self.name(one[0])))

    def yesterday_log(self) -> tuple[LogLine, ...]:
        """What was entered the shooting day before."""
        moment = self.production.now(self.now_ms) - DAY_MS
        day = self.production.times.shooting_day_of(moment)
        return day_log(self.production, day, language=self.visitor.language)

    def word(self, value: str) -> str:
        """A word of a field, as people read it."""
        return self.words.get(f"value.{value}", value)

    def contents(self, weapon: custody.Weapon) -> tuple[str, str]:
        """How the contents of a weapon are drawn, and said."""
        plain = not weapon.is_firearm and not weapon.contents.rounds
        kind = "not-a-firearm" if plain else weapon.contents.kind
        return kind, custody.contents_words(weapon, say=self.words)

    def where(self, weapon: custody.Weapon) -> str:
        """Who has a weapon, or where it is."""
        names = {weapon.holder: self.name(weapon.holder)} if weapon.holder else {}
        return custody.holder_words(
            weapon, names=names, say=self.words, since=self.house.show(weapon.since_ms)
        )

    def weapons(self) -> list[custody.Weapon]:
        """Every weapon that is here, by id."""
        return [
            one
            for _, one in sorted(self.state.weapons.items())
            if not one.sent_to and not one.police_receipt
        ]

    def weapon_row(self, weapon: custody.Weapon, *presses: Press, words: Sequence[str] = ()) -> Row:
        """A row about a weapon: what is in it, who has it, what comes next."""
        kind, contents = self.contents(weapon)
        return Row(
            title=self.house.called(weapon.id),
            words=(self.where(weapon), *words),
            kind=kind,
            contents=contents,
            link=f"/weapon/{weapon.id}",
            presses=presses,
        )

    def press(
        self,
        act: str,
        said: str,
        *,
        ask: Sequence[str] = (),
        decisive: bool = False,
        folded: bool = False,
        button: str = "",
        also: Mapping[str, object] = MappingProxyType({}),
        **fields: Any,
    ) -> Press:
        """A press for an act.

        Args:
            act: its name.
            said: what the button says, in the visitor's language.
            ask: fields that are filled in on the page; what is known of them is offered.
            decisive: whether it is what comes next.
            folded: whether its fields are out of sight until wanted.
            button: what the button inside says, where it is folded.
            also: more of `fields`, by name.
            fields: as the record or the page knows them.
        """
        known = {**fields, **also}
        act_type = custody.VOCABULARY[act]
        if "by" not in known and act_type.field("by") is not None:
            known["by"] = self.visitor.person
        given = {
            name: [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
            for name, value in known.items()
        }
        inputs = []
        for name in ask:
            field = act_type.field(name)
            if field is None:
                continue
            inputs.append(asked_field(self.production, field, act, given, self.visitor))
        fixed = [
            (name, value) for name, values in given.items() if name not in ask for value in values
        ]
        weapon = known.get("weapon", "")
        if act in ASKED and isinstance(weapon, str) and weapon in self.state.weapons:
            fixed.append(("seen", str(self.state.weapons[weapon].last_index)))
        return Press(
            act=act,
            said=said,
            fields=tuple((name, value) for name, value in fixed if value),
            inputs=tuple(inputs),
            asks=act in ASKED,
            decisive=decisive,
            folded=folded,
            button=button or self.say("Enter it"),
            pin=act in PIN_ACTS,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task page."""

    name: str
    title: str
    group: str
    build: Callable[[Scene], Sequence[Block]]
    acts: tuple[str, ...]
    """The acts it is about: what "why am I asked this?" is answered for."""
    wide: bool = False
    template: str = "task.html"
