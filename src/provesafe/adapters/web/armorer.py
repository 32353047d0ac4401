"""The armorer's pages: what is with me, showing it, asking, handing it over, taking it back.

    show   ->  answers on the viewers' device  ->  rule check  ->  "I kept it in my sight and gave
    it to …"

Each arrow is one press. The pages say what is open; the armorer decides. What was done is entered
as it was, also when the page it was pressed on was no longer true.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.web.cards import Card, card_of, cards_of
from provesafe.adapters.web.house import House, told_of
from provesafe.adapters.web.names import KINDS, MEANS, act_name, people_options
from provesafe.adapters.web.pages import (
    Form,
    badge_first,
    fragment,
    go,
    message,
    one,
    page,
    read_form,
    several,
)
from provesafe.adapters.web.visitors import Visitor
from provesafe.errors import ConflictError
from provesafe.service import (
    Ask,
    Production,
    Report,
    Sheet,
    UnknownThingError,
    ask,
    carry_out,
    report,
    sheet_acts,
    standing_answer,
    would_be,
)

__all__ = ["MovedOnError", "routes"]

WEAPON_ACTS = (
    "inspect",
    "check_rounds",
    "load",
    "unload",
    "check_bore",
    "call",
    "repeat_call",
    "tell",
    "direct",
    "put_away",
    "put_down",
    "pick_up",
    "use_in",
    "measure",
    "fire",
    "count_cases",
    "lose_sight",
    "leave_unattended",
    "decline",
    "misfire",
    "take_over_misfire",
    "discharge",
    "quarantine",
    "clean",
)


class MovedOnError(ConflictError):
    """Something was entered about the weapon since the page was made."""

    code = "web.moved_on"


def routes(house: House) -> list[Route]:
    """The routes of these pages."""
    pages = _Armorer(house)
    return [
        Route("/cart", pages.cart),
        Route("/weapon/{weapon}", pages.weapon),
        Route("/weapon/{weapon}/open", pages.what_is_open),
        Route("/weapon/{weapon}/show", pages.show, methods=["POST"]),
        Route("/weapon/{weapon}/ask", pages.ask, methods=["POST"]),
        Route("/weapon/{weapon}/gave", pages.gave, methods=["POST"]),
        Route("/weapon/{weapon}/again", pages.again, methods=["POST"]),
        Route("/weapon/{weapon}/back", pages.back, methods=["POST"]),
        Route("/weapon/{weapon}/nickname", pages.nickname, methods=["POST"]),
    ]


class _Armorer:
    """The pages of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def cart(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/cart")
        cards = await self.house.do(
            lambda p, now: cards_of(p, visitor.person, now_ms=now, language=visitor.language)
        )
        context: dict[str, Any] = {
            "mine": [card for card in cards if card.mine],
            "others": [card for card in cards if card.line.holder and not card.mine],
            "rest": [card for card in cards if not card.line.holder],
            "owed": self.house.latest.owed,
        }
        if request.query_params.get("part"):
            return Response(
                fragment(self.house, "_cart.html", visitor, **context), media_type="text/html"
            )
        return page(self.house, request, "cart.html", visitor, live="/live", **context)

    async def weapon(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        weapon = request.path_params["weapon"]
        if not visitor.person:
            return go(f"/badge?next=/weapon/{quote(weapon)}")

        def known(production: Production, now_ms: int) -> tuple[Card, list[dict[str, str]]]:
            _check(production, weapon)
            card = card_of(
                production, weapon, visitor.person, now_ms=now_ms, language=visitor.language
            )
            return card, people_options(production)

        card, people = await self.house.do(known)
        if request.query_params.get("part"):
            return Response(
                fragment(self.house, "_weapon.html", visitor, card=card), media_type="text/html"
            )
        return page(
            self.house,
            request,
            "weapon.html",
            visitor,
            live="/live",
            card=card,
            people=people,
            kinds=KINDS,
            means=MEANS,
            acts=[(name, act_name(name)) for name in WEAPON_ACTS],
        )

    async def what_is_open(self, request: Request) -> Response:
        """Everything that is open for what was last asked about a weapon."""
        visitor = await self.house.visitor(request)
        weapon = request.path_params["weapon"]
        if not visitor.person:
            return go(f"/badge?next=/weapon/{quote(weapon)}")

        def known(production: Production, now_ms: int) -> dict[str, Any] | None:
            _check(production, weapon)
            answered = standing_answer(production, weapon)
            if answered is None:
                return None
            return told_of(would_be(production, answered.act, now_ms=now_ms), production.times)

        told = await self.house.do(known)
        if told is None:
            return go(f"/weapon/{quote(weapon)}")
        shut = told["decision"] == "refuse"
        return page(
            self.house,
            request,
            "open.html",
            visitor,
            heading=f"{weapon}: what is open",
            answer="NOT YET" if shut else "Nothing open",
            words="",
            items=[],
            points=told["points"],
            advice=told["advice"],
            opens=told["opens"],
            happened=None,
            links=[(f"/weapon/{quote(weapon)}", "Back"), ("/cart", "My cart")],
        )

    async def show(self, request: Request) -> Response:
        """The sheet, as it was said aloud: entered whole."""
        weapon = request.path_params["weapon"]

        def enter(production: Production, now_ms: int, visitor: Visitor, form: Form) -> None:
            if "seen" in form:
                _not_moved(production, weapon, form)
            count = _number(one(form, "count"))
            sheet = Sheet(
                weapon=weapon,
                contents=one(form, "contents"),
                count=count,
                checked=_number(one(form, "checked")) if "checked" in form else count,
                means=tuple(several(form, "means")),
                to=tuple(production.people.id_of(each) for each in several(form, "to")),
                called=one(form, "called"),
                load=production.state.weapons[weapon].contents.load,
            )
            acts = sheet_acts(production, sheet, by=visitor.person)
            entered = Report(acts=acts, grades={visitor.person: "shared"}, way=visitor.way)
            report(production, entered, now_ms=now_ms)

        return await self._enter(request, enter)

    async def ask(self, request: Request) -> Response:
        """The rule check: may they have it? Nothing is handed over by it."""
        weapon = request.path_params["weapon"]

        def enter(production: Production, now_ms: int, visitor: Visitor, form: Form) -> None:
            _not_moved(production, weapon, form)
            act = _hand_over(production, weapon, visitor, one(form, "to"))
            asked = Ask(acts=(act,), done=False, grades={visitor.person: "shared"}, way=visitor.way)
            ask(production, asked, now_ms=now_ms)

        return await self._enter(request, enter)

    async def gave(self, request: Request) -> Response:
        """It has happened: entered under the answer that stands, or else as a report."""
        weapon = request.path_params["weapon"]

        def enter(production: Production, now_ms: int, visitor: Visitor, form: Form) -> None:
            act = _hand_over(production, weapon, visitor, one(form, "to"))
            entered = Report(acts=(act,), grades={visitor.person: "shared"}, way=visitor.way)
            carry_out(production, entered, now_ms=now_ms)

        return await self._enter(request, enter)

    async def again(self, request: Request) -> Response:
        """The next take, same as before: asked, and done if nothing is open."""
        weapon = request.path_params["weapon"]

        def enter(production: Production, now_ms: int, visitor: Visitor, form: Form) -> None:
            _not_moved(production, weapon, form)
            card = card_of(production, weapon, visitor.person, now_ms=now_ms)
            if card.again is None:
                raise MovedOnError(
                    f"{weapon} was not handed over before as it is now", hint="show it first"
                )
            act = _hand_over(production, weapon, visitor, card.again.id)
            asked = Ask(acts=(act,), grades={visitor.person: "shared"}, way=visitor.way)
            ask(production, asked, now_ms=now_ms)

        return await self._enter(request, enter)

    async def back(self, request: Request) -> Response:
        """Whoever had it gave it back: never in question."""
        weapon = request.path_params["weapon"]

        def enter(production: Production, now_ms: int, visitor: Visitor, _form: Form) -> None:
            holder = production.state.weapons[weapon].holder
            if not holder or holder == visitor.person:
                return
            act = custody.parse_act(
                "return_weapon", {"weapon": weapon, "by": holder, "to": visitor.person}
            )
            entered = Report(acts=(act,), grades={visitor.person: "shared"}, way=visitor.way)
            report(production, entered, now_ms=now_ms)

        return await self._enter(request, enter)

    async def nickname(self, request: Request) -> Response:
        """What people here call it; kept on this laptop, and in no record."""
        weapon = request.path_params["weapon"]

        def enter(_production: Production, _now_ms: int, _visitor: Visitor, form: Form) -> None:
            self.house.desk.give_nickname(weapon, " ".join(one(form, "words").split())[:40])

        return await self._enter(request, enter)

    async def _enter(self, request: Request, enter: Any) -> Response:
        """Enter what was pressed, then show the weapon as it now stands."""
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        weapon = request.path_params["weapon"]
        if not visitor.person:
            then = f"/weapon/{quote(weapon)}"
            return badge_first(self.house, request, visitor, then=then)

        def job(production: Production, now_ms: int) -> str:
            _check(production, weapon)
            enter(production, now_ms, visitor, form)
            return f"/weapon/{quote(weapon)}"

        try:
            return go(await self.house.press(form, job))
        except MovedOnError as error:
            return message(
                self.house,
                request,
                visitor,
                status=409,
                heading="Look again",
                words=error.message,
                hint=error.hint,
                links=[(f"/weapon/{quote(weapon)}", f"{weapon} as it is now")],
                again=_again(request, form),
            )


def _check(production: Production, weapon: str) -> None:
    if weapon not in production.state.weapons:
        raise UnknownThingError(f"no weapon `{weapon}` has been entered")


def _not_moved(production: Production, weapon: str, form: Form) -> None:
    """Nothing was entered about the weapon since the page was made.

    Raises:
        MovedOnError: something was; what was pressed was about another state of things.
    """
    if one(form, "seen") != str(production.state.weapons[weapon].last_index):
        raise MovedOnError(
            f"something was entered about {weapon} meanwhile; nothing was entered by this press",
            hint="look at it as it is now, then press again",
        )


def _hand_over(production: Production, weapon: str, visitor: Visitor, to: str) -> custody.Act:
    fields = {
        "weapon": weapon,
        "by": visitor.person,
        "to": production.people.id_of(to),
        "in_sight": "yes",
    }
    return custody.parse_act("hand_over", fields)


def _again(request: Request, form: Form) -> dict[str, Any] | None:
    """The same press once more, of what has happened; what was only asked is asked anew."""
    if not request.url.path.endswith("/show"):
        return None
    fields = [(name, one) for name, each in form.items() for one in each]
    return {
        "action": request.url.path,
        "fields": [(name, one) for name, one in fields if name not in ("once", "seen")],
        "said": "I showed it so all the same: enter it",
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
