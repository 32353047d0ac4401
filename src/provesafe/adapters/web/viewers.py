"""The viewers' device: those who are shown a weapon press in turn, each with their badge.

    waiting  ->  badge  ->  four answers  ->  thanks, and waiting for the next

Rules:

- looks are blind: nothing here says what anybody answered;
- a badge that was not entered among those shown is told so, and may ask to see;
- the answer rests on the person with the grade *shared*: their own badge, on a shared device;
- an answer belongs to the showing it was asked for; to another one it is not entered.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.saying import say_in
from provesafe.adapters.web.house import House
from provesafe.adapters.web.names import shown_words
from provesafe.adapters.web.pages import (
    Form,
    error_words,
    fragment,
    go,
    message,
    one,
    page,
    read_form,
)
from provesafe.adapters.web.visitors import Visitor, language_of, way_of
from provesafe.errors import ConflictError, InputError
from provesafe.ledger import Grade
from provesafe.service import Looking, Production, Report, looking_at, name_of, read_badge, report

__all__ = ["StaleShowingError", "routes"]

ANSWERS = ("saw it", "was told, not shown", "show me again", "not me")
ASKED_MS = 120_000
"""LIMIT: a badge's question is open for two minutes; then the badge is asked for again."""
ASKED_MAX = 200


SQUAD_MAX = 24
"""LIMIT: more are asked about on a second page."""


class StaleShowingError(ConflictError):
    """The showing that was answered is not the last one of its weapon, or it is over."""

    code = "web.stale_showing"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Who is asked about which showings: one, or those of a squad."""

    person: str
    shown: tuple[tuple[str, int], ...]
    """Each weapon, and the index of its showing."""
    at_ms: int


def routes(house: House) -> list[Route]:
    """The routes of this device."""
    pages = _Viewers(house)
    return [
        Route("/viewers", pages.waiting),
        Route("/viewers/badge", pages.badge, methods=["POST"]),
        Route("/viewers/answer/{token}", pages.question),
        Route("/viewers/answer", pages.answer, methods=["POST"]),
    ]


class _Viewers:
    """The pages of the viewers' device."""

    def __init__(self, house: House) -> None:
        self.house = house
        # Asked and not yet answered; lost with the program, and then the badge is scanned again.
        self.asked: dict[str, _Question] = {}

    async def waiting(self, request: Request) -> Response:
        thanks = request.query_params.get("thanks", "")[:40]
        return await self._waiting(request, thanks=thanks)

    async def _waiting(
        self, request: Request, *, thanks: str = "", wrong: str = "", status: int = 200
    ) -> Response:
        waiting = await self.house.do(_waited_for)
        names = {name for each in waiting for name in each["names"]}
        # Whoever opens this without the crew's code reads who is waited for on no weapon's account.
        named = (await self.house.visitor(request)).standing != "guest"
        context: dict[str, Any] = {"waiting": waiting, "waiting_names": names, "named": named}
        if request.query_params.get("part"):
            return Response(
                fragment(self.house, "_waiting.html", Visitor(), request=request, **context),
                media_type="text/html",
            )
        return page(
            self.house,
            request,
            "viewers.html",
            Visitor(),
            status=status,
            live="/live",
            ask=None,
            thanks=thanks,
            wrong=wrong,
            **context,
        )

    async def badge(self, request: Request) -> Response:
        form = await read_form(request)
        try:
            code = read_badge(one(form, "code"))
        except InputError as error:
            return await self._waiting(request, wrong=error_words(error, request), status=400)
        person = self.house.desk.person_of_badge(code)
        if not person:
            return await self._waiting(request, wrong="this badge is nobody’s today", status=403)
        found = await self.house.do(lambda production, _now: _asked_of(production, person))
        if isinstance(found, str):
            return await self._waiting(request, wrong=found, status=409)
        token = secrets.token_urlsafe(12)
        now_ms = self.house.clock()
        self._forget(now_ms)
        self.asked[token] = _Question(
            person=person,
            shown=tuple((each.shown.text("weapon"), each.shown.index) for each in found),
            at_ms=now_ms,
        )
        return go(f"/viewers/answer/{token}")

    async def question(self, request: Request) -> Response:
        token = request.path_params["token"]
        question = self.asked.get(token)
        if question is None:
            return go("/viewers")

        say = say_in(language_of(request))

        def known(production: Production, _now_ms: int) -> dict[str, Any]:
            asked = [
                {"weapon": weapon, "contents": shown_words(looking.shown, say)}
                for weapon, looking in _open_showings(production, question)
            ]
            by = _open_showings(production, question)[0][1].shown.text("by")
            return {
                "token": token,
                "name": name_of(production, question.person),
                "by": name_of(production, by),
                "weapons": asked,
            }

        ask = await self.house.do(known)
        return page(
            self.house,
            request,
            "viewers.html",
            Visitor(),
            live="/live",
            ask=ask,
            thanks="",
            wrong="",
        )

    async def answer(self, request: Request) -> Response:
        form = await read_form(request)
        question = self.asked.get(one(form, "token"))
        what = one(form, "what")
        if what not in ANSWERS:
            raise InputError("this is none of the four answers")
        once = one(form, "once")
        if question is None:
            if once and (led := self.house.desk.led_to(once)):
                return go(led)
            return await self._waiting(
                request, wrong="that question is over: your badge again, please", status=409
            )
        return await self._enter(request, form, question, what)

    async def _enter(
        self, request: Request, form: Form, question: _Question, what: str
    ) -> Response:
        def enter(production: Production, now_ms: int) -> str:
            asked = [weapon for weapon, _ in _open_showings(production, question)]
            picked = one(form, "weapon")
            wanted = [weapon for weapon in asked if picked in ("", weapon)]
            if not wanted:
                raise StaleShowingError(f"{picked} was answered about already", hint="go on")
            answered = tuple(
                _answer(production, weapon, question.person, what) for weapon in wanted
            )
            grades: dict[str, Grade] = {question.person: "shared"}
            entered = Report(acts=answered, grades=grades, way=way_of(request))
            report(production, entered, now_ms=now_ms)
            if len(wanted) < len(asked):
                return f"/viewers/answer/{one(form, 'token')}"
            return f"/viewers?thanks={name_of(production, question.person)}"

        try:
            where = await self.house.press(form, enter)
        except StaleShowingError as error:
            return message(
                self.house,
                request,
                Visitor(),
                status=409,
                heading="That showing is over",
                words=error.message,
                hint=error.hint,
                links=[("/viewers", "Go on")],
            )
        if where.startswith("/viewers?"):
            self.asked.pop(one(form, "token"), None)
        return go(where)

    def _forget(self, now_ms: int) -> None:
        """Let go of questions nobody answered."""
        for token, question in list(self.asked.items()):
            if now_ms - question.at_ms > ASKED_MS or len(self.asked) > ASKED_MAX:
                del self.asked[token]


def _waited_for(production: Production, _now_ms: int) -> list[dict[str, Any]]:
    """Who has not answered yet, by weapon; never what the others said."""
    waiting = []
    for weapon in sorted(production.state.weapons):
        looking = looking_at(production, weapon)
        if looking is not None and not looking.over and looking.waiting_for:
            names = [name_of(production, person) for person in looking.waiting_for]
            waiting.append({"weapon": weapon, "names": names})
    return waiting


def _asked_of(production: Production, person: str) -> list[Looking] | str:
    """The showings that a person is asked about: the newest, and others of whoever showed it."""
    found = [
        looking
        for weapon in production.state.weapons
        if (looking := looking_at(production, weapon)) is not None
        and not looking.over
        and person in looking.waiting_for
    ]
    if not found:
        name = name_of(production, person)
        return f"{name}: nobody has entered that you were shown a weapon; ask to be shown"
    newest = max(found, key=lambda one: one.shown.index)
    by = newest.shown.text("by")
    return [one for one in found if one.shown.text("by") == by][:SQUAD_MAX]


def _open_showings(production: Production, question: _Question) -> list[tuple[str, Looking]]:
    """The showings a question is about, as long as each is the last one of its weapon.

    Raises:
        StaleShowingError: the weapon was shown again, or something else was done with it.
    """
    found = []
    for weapon, index in question.shown:
        looking = looking_at(production, weapon)
        if looking is None or looking.over or looking.shown.index != index:
            continue
        if question.person in looking.waiting_for:
            found.append((weapon, looking))
    if not found:
        raise StaleShowingError(
            f"something else was entered about {question.shown[0][0]} since you were shown it",
            hint="ask to be shown it again",
        )
    return found


def _answer(production: Production, weapon: str, person: str, what: str) -> custody.Act:
    fields = {"weapon": weapon, "by": person, "what": what}
    if what == "saw it":
        fields["contents"] = production.state.weapons[weapon].contents.kind
    return custody.parse_act("answer", fields)
