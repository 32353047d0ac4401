"""What a person's own phone asks and offers: each press with the very words that it will sign.

The laptop writes the acts, in the form in which they are entered; the phone puts its place in its
chain, its clock and its signature around them, and adds nothing. Rules:

- looks are blind: nobody's answer is here but in the page of whoever showed it, after the last one;
- the four answers are here only once the two characters were read from the armorer's device.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from provesafe import custody
from provesafe.adapters.saying import say_in
from provesafe.adapters.web.cards import Card, cards_held
from provesafe.adapters.web.names import shown_words
from provesafe.service import (
    Looking,
    Production,
    looking_at,
    name_of,
    sheet_acts,
    standing_answer,
    standing_people,
)

__all__ = ["Asked", "Mine", "Press", "asked_of", "asks_about", "mine_of", "not_taken"]

TAKES_BACK = frozenset({"armorer", "property-master", "assistant-property-master", "handler"})
"""Roles whose phones offer to take a weapon back from whoever has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button of a phone's: what it says, and what it signs."""

    said: str
    entry: str
    """JSON: class, acts, whom it rests on, further fields, what follows a yes."""
    contents: str = ""
    """Words about contents behind what it says; gone when the cart is not heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A showing that a person is asked about."""

    weapon: str
    by: str
    showing: str
    """Id of its entry."""
    answers: tuple[Press, ...] = ()
    """Empty until the two characters were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A weapon that a person has, or may take back."""

    card: Card
    here: str = ""
    """The two characters for those who answer on their own phones."""
    show: Press | None = None
    asks: tuple[Press, ...] = ()
    gave: Press | None = None
    again: Press | None = None
    lost: Press | None = None
    back: Press | None = None


def asks_about(production: Production, person: str) -> tuple[Looking, ...]:
    """The showings that a person has not answered, the newest first."""
    found = [
        looking
        for weapon in sorted(production.state.weapons)
        if (looking := looking_at(production, weapon)) is not None
        and not looking.over
        and person in looking.waiting_for
    ]
    return tuple(sorted(found, key=lambda one: -one.shown.index))


def asked_of(
    production: Production, looking: Looking, person: str, *, here: str, language: str = "en"
) -> Asked:
    """A showing as a phone asks about it.

    Args:
        production: not moved.
        looking: the showing.
        person: who is asked.
        here: the characters they read; empty before.
        language: of the contents, by its two letters.
    """
    shown = looking.shown
    weapon = shown.text("weapon")
    asked = Asked(weapon=weapon, by=name_of(production, shown.text("by")), showing=shown.entry)
    if not here:
        return asked
    kind = production.state.weapons[weapon].contents.kind

    def answer(what: str, said: str, contents: str = "") -> Press:
        fields = {"weapon": weapon, "by": person, "what": what}
        if what == "saw it":
            fields["contents"] = kind
        act = custody.parse_act("answer", fields)
        return Press(said=said, entry=_entry("act", [act], {"here": here}), contents=contents)

    return Asked(
        weapon=weapon,
        by=asked.by,
        showing=asked.showing,
        answers=(
            answer("saw it", "I saw it", shown_words(shown, say_in(language))),
            answer("was told, not shown", "I was told, not shown"),
            answer("show me again", "Show me again"),
            answer("not me", "Not me"),
        ),
    )


def mine_of(
    production: Production,
    person: str,
    *,
    now_ms: int,
    here: Sequence[tuple[str, str]] = (),
    language: str = "en",
) -> tuple[Mine, ...]:
    """The weapons that a person has; behind them those that they may take back.

    Args:
        production: not moved.
        person: whose phone.
        now_ms: the laptop's clock.
        here: the two characters for each weapon that is being shown.
        language: of the contents, by its two letters.
    """
    roles = production.state.people[person].roles if person in production.state.people else ()
    takes = bool(TAKES_BACK & set(roles))
    marks = dict(here)
    mine, others = [], []
    for card in cards_held(production, person, others=takes, now_ms=now_ms, language=language):
        if card.mine and not takes:
            mine.append(_held(production, card, person))
        elif card.mine:
            mark = marks.get(card.line.weapon, "") if card.waiting else ""
            mine.append(_mine(production, card, person, mark))
        elif card.line.holder and takes:
            act = _act("return_weapon", weapon=card.line.weapon, by=card.line.holder, to=person)
            back = Press(said=f"{card.holder} gave it back to me", entry=_entry("act", [act]))
            others.append(Mine(card=card, back=back))
    return (*mine, *others)


def not_taken(weapon: str, person: str) -> Press:
    """What somebody presses who is asked to sign for a weapon that they did not take."""
    act = _act("decline", weapon=weapon, by=person)
    return Press(said="I did not take it", entry=_entry("act", [act]))


def _held(production: Production, card: Card, person: str) -> Mine:
    """A weapon with somebody who handles none: they give it back."""
    looking = looking_at(production, card.line.weapon)
    giver = looking.shown.text("by") if looking is not None else ""
    back = None
    if giver and giver != person:
        act = _act("return_weapon", weapon=card.line.weapon, by=person, to=giver)
        said = f"I gave it back to {name_of(production, giver)}"
        back = Press(said=said, entry=_entry("act", [act]))
    return Mine(card=card, back=back)


def _mine(production: Production, card: Card, person: str, here: str) -> Mine:
    weapon = card.line.weapon

    def hand_over(to: str) -> custody.Act:
        return _act("hand_over", weapon=weapon, by=person, to=to, in_sight="yes")

    show = None
    if card.sheet.is_ready:
        names, word = ", ".join(card.sheet_to), card.sheet.called
        show = Press(
            said=f"I showed it and called “{word}”, to {names}:"
            if word
            else f"I showed it, to {names}:",
            entry=_entry("act", sheet_acts(production, card.sheet, by=person)),
            contents=card.sheet_words,
        )
    gave = again = None
    answered = standing_answer(production, weapon)
    if card.answer is not None and card.answer.go and answered is not None:
        gave = Press(
            said=f"I kept it in my sight and gave it to {card.answer.to_name}",
            entry=_entry(
                "act",
                [hand_over(card.answer.to)],
                {"ref": answered.decision},
                along=card.answer.to_name,
            ),
        )
    if card.again is not None:
        act = hand_over(card.again.id)
        again = Press(
            said=f"Same again: I kept it in my sight and gave it to {card.again.name}",
            entry=_entry("request", [act], then=[act]),
        )
    return Mine(
        card=card,
        here=here,
        show=show,
        asks=tuple(
            Press(
                said=f"Rule check: may {one.name} have it?",
                entry=_entry("request", [hand_over(one.id)]),
            )
            for one in card.receivers
        ),
        gave=gave,
        again=again,
        lost=Press(
            said="It left my sight",
            entry=_entry("act", [_act("lose_sight", weapon=weapon, by=person)]),
        ),
    )


def _act(name: str, **fields: str) -> custody.Act:
    return custody.parse_act(name, fields)


def _entry(
    entry_class: str,
    acts: Sequence[custody.Act],
    more: dict[str, str] | None = None,
    *,
    then: Sequence[custody.Act] = (),
    along: str = "",
) -> str:
    """What a phone is to sign, in JSON."""
    said = {
        "class": entry_class,
        "acts": [custody.encode_act(act) for act in acts],
        "rests": list(standing_people("request" if entry_class == "request" else "act", acts)),
        "more": more or {},
    }
    if along:
        # Whose phone is asked to sign the same.
        said["with"] = along
    if then:
        said["then"] = json.loads(_entry("act", then))
    return json.dumps(said, ensure_ascii=False)
