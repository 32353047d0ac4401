"""A paper card that was filled in where no device was, entered later at the times written on it.

    the showing  ->  each answer  ->  the hand-over, if there was one

One entry for each, in this order, with the grade *card* for everybody it rests on. They happened,
so none of them is asked: each stands with the rules it did not meet as it was entered. Looked back
on as it was said (`provesafe audit`), they count like any others.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.web.house import House
from provesafe.adapters.web.names import KINDS, MEANS, people_options
from provesafe.adapters.web.pages import (
    Form,
    badge_first,
    error_words,
    go,
    one,
    page,
    read_form,
    several,
)
from provesafe.adapters.web.visitors import Visitor
from provesafe.errors import InputError
from provesafe.ledger import Grade
from provesafe.service import Production, Report, parts_of, read_act, report

__all__ = ["CardPages"]

ANSWERS = ("saw it", "was told, not shown", "show me again", "not me")


class CardPages:
    """The pages for cards of one house."""

    def __init__(self, house: House) -> None:
        """
        Args:
            house: what is served.
        """
        self.house = house

    def routes(self) -> list[Route]:
        """The routes of these pages."""
        return [
            Route("/task/card", self.card),
            Route("/task/card", self.enter, methods=["POST"]),
        ]

    async def card(self, request: Request) -> Response:
        """The card, to be copied."""
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/task/card")
        return await self._card(request, visitor)

    async def _card(
        self, request: Request, visitor: Visitor, *, wrong: str = "", status: int = 200
    ) -> Response:
        def known(production: Production, _now_ms: int) -> tuple[list[str], list[dict[str, str]]]:
            return sorted(production.state.weapons), people_options(production)

        weapons, people = await self.house.do(known)
        return page(
            self.house,
            request,
            "card.html",
            visitor,
            status=status,
            weapons=weapons,
            people=people,
            kinds=KINDS,
            means=MEANS,
            answers=ANSWERS,
            wrong=wrong,
        )

    async def enter(self, request: Request) -> Response:
        """Enter the card."""
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return badge_first(self.house, request, visitor, then="/task/card")
        try:
            return go(
                await self.house.press(form, lambda p, now: self._enter(p, now, form, visitor))
            )
        except InputError as error:
            return await self._card(request, visitor, wrong=error_words(error, request), status=400)

    def _enter(self, production: Production, now_ms: int, form: Form, visitor: Visitor) -> str:
        # Everything is read before anything is entered: half a card is none.
        acts = _acts(production, now_ms, form)
        people = parts_of(acts)
        scribe = "" if visitor.person in people else visitor.person
        grades: dict[str, Grade] = dict.fromkeys(people, "card")
        for act in acts:
            entered = Report(acts=(act,), grades=grades, scribe=scribe, way=visitor.way)
            report(production, entered, now_ms=now_ms)
        return "/log"


def _acts(production: Production, now_ms: int, form: Form) -> tuple[custody.Act, ...]:
    """What stands on the card, in order."""
    shown_ms = _moment(production, now_ms, one(form, "at"))
    given_ms = _moment(production, now_ms, one(form, "given_at") or one(form, "at"))
    weapon, to = one(form, "weapon"), several(form, "to")
    contents, count = one(form, "contents"), one(form, "count") or "0"
    fields = {
        "weapon": weapon,
        "by": one(form, "by"),
        "to": to,
        "contents": contents,
        "count": _number(count),
        "checked": _number(one(form, "checked") or count),
        "of": _number(count),
        "means": several(form, "means") or ["looked"],
    }
    acts = [read_act(production, "show", fields, happened_ms=shown_ms)]
    for person in to:
        if what := one(form, f"{person}.answer"):
            answered = {"weapon": weapon, "by": person, "what": what}
            if what == "saw it":
                answered["contents"] = contents
            acts.append(read_act(production, "answer", answered, happened_ms=shown_ms))
    if given_to := one(form, "given_to"):
        if given_ms < shown_ms:
            raise InputError("it was given before it was shown, by the times on the card")
        given = {
            "weapon": weapon,
            "by": fields["by"],
            "to": given_to,
            "in_sight": one(form, "in_sight") or "no",
        }
        acts.append(read_act(production, "hand_over", given, happened_ms=given_ms))
    return tuple(acts)


def _moment(production: Production, now_ms: int, text: str) -> int:
    day = production.times.day_number(production.now(now_ms))
    moment = production.times.parse(text, day=day)
    if moment > now_ms:
        raise InputError(f"`{text}` is still to come")
    return moment


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
