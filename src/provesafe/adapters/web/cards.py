"""What an armorer's page says of one weapon: what it is, what was last asked, what comes next.

A card is made anew from the record each time it is looked at, so that it goes on after a restart
and never shows an answer that no longer stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provesafe.adapters.saying import Say, say_in
from provesafe.adapters.web.house import reason_words
from provesafe.adapters.web.names import means_name
from provesafe.service import (
    Line,
    Looking,
    Production,
    Sheet,
    acts_since,
    listing_of,
    looking_at,
    name_of,
    sheet_of,
    standing_answer,
    would_be,
)

__all__ = ["AnswerNow", "Card", "Named", "card_of", "cards_held", "cards_of"]

RECENT = 400
"""Entries looked back over for the last hand-over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNow:
    """What was asked, and what it is answered now."""

    go: bool
    to: str
    to_name: str
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody answered; shown only when all have."""

    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One weapon on an armorer's page."""

    line: Line
    mine: bool
    holder: str
    """The name of whoever has it; empty for nobody."""
    seen: int
    """Leaf index of the last entry about it."""
    sheet: Sheet
    sheet_words: str
    sheet_to: tuple[str, ...]
    sheet_fields: tuple[tuple[str, str], ...]
    showing: str
    """Id of the last showing's entry, while it goes on."""
    shown_ms: int
    shown_by: str
    shown_to: tuple[str, ...]
    waiting: tuple[str, ...]
    """Who has not answered."""
    answers: tuple[Given, ...]
    """What was answered, when all have."""
    receivers: tuple[Named, ...]
    answer: AnswerNow | None
    again: Named | None
    """Who had it last and gave it back, where nothing else was done since."""


def cards_of(
    production: Production, person: str, *, now_ms: int, language: str = "en"
) -> list[Card]:
    """A card for every weapon, what is not known first among those put away.

    Args:
        production: not moved.
        person: the id of whoever looks.
        now_ms: the laptop's clock.
        language: of the set words, by its two letters.
    """
    lines = listing_of(production, now_ms=now_ms, language=language).lines
    cards = [_card(production, line, person, now_ms, language) for line in lines]
    return sorted(cards, key=lambda card: (card.line.kind != "unknown", card.line.weapon))


def cards_held(
    production: Production, person: str, *, others: bool, now_ms: int, language: str = "en"
) -> list[Card]:
    """A card for every weapon that a person has, and for those that others have.

    Args:
        production: not moved.
        person: the id of whoever looks.
        others: whether those that others have are wanted too.
        now_ms: the laptop's clock.
        language: of the set words, by its two letters.
    """
    lines = listing_of(production, now_ms=now_ms, language=language).lines
    wanted = [line for line in lines if line.holder == person or (others and line.holder)]
    return [_card(production, line, person, now_ms, language) for line in wanted]


def card_of(
    production: Production, weapon: str, person: str, *, now_ms: int, language: str = "en"
) -> Card:
    """The card of one weapon; arguments as for `cards_of`."""
    lines = listing_of(production, now_ms=now_ms, language=language).lines
    (line,) = [each for each in lines if each.weapon == weapon]
    return _card(production, line, person, now_ms, language)


def _card(production: Production, line: Line, person: str, now_ms: int, language: str) -> Card:
    looking = looking_at(production, line.weapon)
    stands = looking if looking is not None and not looking.over else None
    waiting = stands.waiting_for if stands else ()
    sheet = sheet_of(production, line.weapon, by=person)
    return Card(
        line=line,
        mine=bool(person) and line.holder == person,
        holder=name_of(production, line.holder) if line.holder else "",
        seen=production.state.weapons[line.weapon].last_index,
        sheet=sheet,
        sheet_words=_sheet_words(line, sheet, say_in(language)),
        sheet_to=tuple(name_of(production, one) for one in sheet.to),
        sheet_fields=_sheet_fields(sheet),
        showing=stands.shown.entry if stands else "",
        shown_ms=looking.shown.at_ms if looking else 0,
        shown_by=name_of(production, looking.shown.text("by")) if looking else "",
        shown_to=tuple(name_of(production, one) for one in looking.viewers) if looking else (),
        waiting=tuple(name_of(production, one) for one in waiting),
        answers=_answers(production, stands) if stands and not waiting else (),
        receivers=_receivers(production, stands),
        answer=_answer_now(production, line.weapon, now_ms),
        again=_again(production, line.weapon, person),
    )


def _answers(production: Production, looking: Looking) -> tuple[Given, ...]:
    return tuple(
        Given(name=name_of(production, one), what=looking.answer_of(one)) for one in looking.viewers
    )


def _receivers(production: Production, looking: Looking | None) -> tuple[Named, ...]:
    """Who may be about to take it: those it was shown to, performers first."""
    viewers = looking.viewers if looking else ()

    def plays(person: str) -> bool:
        known = production.state.people.get(person)
        return known is not None and bool({"performer", "stunt-performer"} & set(known.roles))

    playing = [one for one in viewers if plays(one)] or list(viewers)
    return tuple(Named(id=one, name=name_of(production, one)) for one in playing)


def _answer_now(production: Production, weapon: str, now_ms: int) -> AnswerNow | None:
    """What the last question about a weapon is answered now, if nothing was entered since.

    It is asked of the same gate again. "Nothing open" is shown only where it was also entered;
    what has been mended in another way is asked once more.
    """
    answered = standing_answer(production, weapon)
    if answered is None or answered.act.name != "hand_over":
        return None
    decision = would_be(production, answered.act, now_ms=now_ms)
    go = decision.decision == "permit"
    if go and not answered.go:
        return None
    to = answered.act.text("to")
    return AnswerNow(
        go=go,
        to=to,
        to_name=name_of(production, to),
        reasons=tuple(reason_words(one) for one in decision.reasons),
    )


def _again(production: Production, weapon: str, person: str) -> Named | None:
    """Who had it last, where the last two acts on it are: handed over by me, given back to me."""
    known = production.state.weapons[weapon]
    if known.holder != person:
        return None
    first = known.last_index - RECENT
    acts = [
        act
        for act in acts_since(production, first)
        if act.has("weapon") and act.text("weapon") == weapon
    ]
    if len(acts) < 2 or (acts[-2].name, acts[-1].name) != ("hand_over", "return_weapon"):
        return None
    given, back = acts[-2], acts[-1]
    if given.text("by") != person or back.text("by") != given.text("to"):
        return None
    return Named(id=back.text("by"), name=name_of(production, back.text("by")))


def _sheet_words(line: Line, sheet: Sheet, say: Say) -> str:
    means = ", ".join(say(means_name(one)) for one in sheet.means)
    told = say("{checked} of {count} shown", checked=sheet.checked, count=sheet.count)
    rounds = f", {told}" if sheet.count else ""
    contents = line.contents.split(" (")[0] if sheet.count else line.contents
    return f"{contents}{rounds} ({means})" if means else f"{contents}{rounds}"


def _sheet_fields(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return (
        ("contents", sheet.contents),
        ("count", str(sheet.count)),
        ("checked", str(sheet.checked)),
        *(("means", one) for one in sheet.means),
        *(("to", one) for one in sheet.to),
        ("called", sheet.called),
    )
