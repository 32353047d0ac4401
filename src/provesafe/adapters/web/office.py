"""Pages around the showing: badges and PINs, other devices, the roll of a meeting, log, rules.

Badges and PINs are made at the laptop only, by whoever has the link that its terminal shows.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.rulebooks import fact_phrases, rulebook_signature, shared_definitions
from provesafe.adapters.saying import say_in
from provesafe.adapters.web.house import House
from provesafe.adapters.web.names import people_options
from provesafe.adapters.web.pages import (
    Form,
    error_words,
    fragment,
    go,
    message,
    one,
    own_page,
    page,
    read_form,
    several,
)
from provesafe.adapters.web.visitors import CREW, VISIT, Visitor, keep_cookie
from provesafe.errors import InputError
from provesafe.ledger import Grade
from provesafe.rulebook import plain_language
from provesafe.service import (
    Production,
    Report,
    badge_digest,
    day_log,
    grouped,
    name_of,
    new_badge_code,
    read_badge,
    report,
)

__all__ = ["AT_LAPTOP", "qr_svg", "routes"]

AT_LAPTOP = "whoever is at the laptop"
"""Who gives badges where no badge is in use yet."""

AGENDA = (
    "action",
    "deviations",
    "abort plan",
    "emergency",
    "chain of command",
    "right to refuse",
)


def routes(house: House) -> list[Route]:
    """The routes of these pages."""
    pages = _Office(house)
    return [
        Route("/badge", pages.badge_page),
        Route("/badge", pages.badge, methods=["POST"]),
        Route("/leave", pages.leave, methods=["POST"]),
        Route("/badges", pages.badges),
        Route("/badges/give", pages.give, methods=["POST"]),
        Route("/badges/end", pages.end, methods=["POST"]),
        Route("/badges/pin", pages.pin, methods=["POST"]),
        Route("/join", pages.join),
        Route("/log", pages.log),
        Route("/meeting", pages.meeting),
        Route("/meeting", pages.enter_meeting, methods=["POST"]),
        Route("/meeting/roll", pages.roll, methods=["POST"]),
        Route("/meeting/late", pages.late, methods=["POST"]),
        Route("/meeting/duties", pages.duties, methods=["POST"]),
        Route("/rule/{book}/{rule}", pages.rule),
    ]


def qr_svg(text: str, *, what: str) -> str:
    """A QR symbol to stand in a page, with words for those who cannot see it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, title=what, border=3, scale=4
    )
    # Templates take it as it is: made by us from a code or an address, nobody typed any of it.
    return out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)


class _Office:
    """The pages of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    # Whose hands this device is in.

    async def badge_page(self, request: Request) -> Response:
        return await self._badge(request, next_page=request.query_params.get("next", ""))

    async def _badge(
        self, request: Request, *, next_page: str, wrong: str = "", status: int = 200
    ) -> Response:
        visitor = await self.house.visitor(request)
        return page(
            self.house,
            request,
            "badge.html",
            visitor,
            status=status,
            next=own_page(next_page),
            wrong=wrong,
        )

    async def badge(self, request: Request) -> Response:
        form = await read_form(request)
        next_page = own_page(one(form, "next"))
        try:
            person = self.house.desk.person_of_badge(read_badge(one(form, "code")))
        except InputError as error:
            words = error_words(error, request)
            return await self._badge(request, next_page=next_page, wrong=words, status=400)
        if not person:
            words = "this badge is nobody’s today"
            return await self._badge(request, next_page=next_page, wrong=words, status=403)
        response = go(next_page or "/cart")
        token = self.house.desk.begin_visit(person, now_ms=self.house.clock())
        keep_cookie(response, VISIT, token, request)
        return response

    async def leave(self, request: Request) -> Response:
        await read_form(request)
        if token := request.cookies.get(VISIT):
            self.house.desk.end_visit(token)
        response = go("/badge")
        response.delete_cookie(VISIT)
        return response

    # Badges and PINs, at the laptop.

    async def badges(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if not visitor.is_laptop:
            return self._at_the_laptop(request, visitor)
        people = await self.house.do(lambda production, _now: people_options(production))
        say = say_in(visitor.language)
        given = [each for each in self.house.desk.badges() if not each.ended]
        shown: list[dict[str, Any]] = []
        for person in people:
            badges = [
                {
                    "code": each.code,
                    "said": grouped(each.code),
                    "svg": qr_svg(each.code, what=say("Badge of {name}", name=person["name"])),
                }
                for each in given
                if each.person == person["id"]
            ]
            has_pin = self.house.desk.has_pin(person["id"])
            shown.append({**person, "badges": badges, "has_pin": has_pin})
        told = {"pin": "The PIN is set.", "badge": "The badge is made."}
        return page(
            self.house,
            request,
            "badges.html",
            visitor,
            people=shown,
            told=told.get(request.query_params.get("told", ""), ""),
        )

    async def give(self, request: Request) -> Response:
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.is_laptop:
            return self._at_the_laptop(request, visitor)

        def enter(production: Production, now_ms: int) -> str:
            person = production.people.id_of(one(form, "person"))
            code = new_badge_code(secrets.token_bytes)
            _enter_badge(production, "give_badge", person, code, visitor, now_ms)
            self.house.desk.give_badge(code, person)
            return "/badges?told=badge"

        return go(await self.house.press(form, enter))

    async def end(self, request: Request) -> Response:
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.is_laptop:
            return self._at_the_laptop(request, visitor)
        code = read_badge(one(form, "code"))

        def enter(production: Production, now_ms: int) -> str:
            person = self.house.desk.person_of_badge(code)
            if person:
                # First it opens nothing any more, then the record says so.
                self.house.desk.end_badge(code, now_ms=now_ms)
                _enter_badge(production, "end_badge", person, code, visitor, now_ms)
            return "/badges"

        return go(await self.house.press(form, enter))

    async def pin(self, request: Request) -> Response:
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.is_laptop:
            return self._at_the_laptop(request, visitor)
        person = await self.house.do(lambda p, _now: p.people.id_of(one(form, "person")))
        await run_in_threadpool(self.house.desk.set_pin, person, one(form, "pin"))
        return go("/badges?told=pin")

    async def join(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if not visitor.is_laptop:
            return self._at_the_laptop(request, visitor)
        shown, say = [], say_in(visitor.language)
        crew = self.house.desk.secret(CREW)
        encrypted = self.house.encrypted
        for base in self.house.addresses[:1]:
            entering = base if encrypted is None else encrypted.link
            for what, why, address in (
                (
                    "Crew",
                    "The list: what is in each weapon and who has it. No name needed.",
                    f"{base}/crew/{crew}",
                ),
                (
                    "Viewers’ device",
                    "For those who are shown a weapon, each with their badge.",
                    f"{entering}/crew/{crew}?next=viewers",
                ),
                ("Armorer’s device", "Opened with the armorer’s badge.", f"{entering}/badge"),
                ("Guests", "What is in it, and STOP. Nothing else.", f"{base}/look"),
            ):
                svg = qr_svg(address, what=f"{say(what)}: {base}")
                shown.append({"what": what, "why": why, "address": address, "svg": svg})
        return page(self.house, request, "join.html", visitor, addresses=shown, encrypted=encrypted)

    def _at_the_laptop(self, request: Request, visitor: Visitor) -> Response:
        return message(
            self.house,
            request,
            visitor,
            status=403,
            heading="At the laptop only",
            words="this is done at the cart’s laptop, by the link that its terminal shows",
        )

    # What was entered.

    async def log(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if visitor.standing == "guest":
            return go("/look")

        def known(production: Production, now_ms: int) -> list[Any]:
            today = production.times.shooting_day_of(production.now(now_ms))
            return list(reversed(day_log(production, today, language=visitor.language)))

        lines = await self.house.do(known)
        if request.query_params.get("part"):
            return Response(
                fragment(self.house, "_log.html", visitor, lines=lines), media_type="text/html"
            )
        return page(self.house, request, "log.html", visitor, live="/live", lines=lines)

    # The safety meeting.

    async def meeting(self, request: Request) -> Response:
        return await self._meeting(request)

    async def _meeting(self, request: Request, *, wrong: str = "", status: int = 200) -> Response:
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/meeting")
        meeting = request.query_params.get("meeting", "")[:80] or self._todays_meeting()
        roll = self.house.desk.roll(meeting)
        names, held = await self.house.do(lambda p, now: _roll_and_held(p, now, roll))
        return page(
            self.house,
            request,
            "meeting.html",
            visitor,
            status=status,
            meeting=meeting,
            roll_names=names,
            agenda=AGENDA,
            held=held,
            wrong=wrong,
        )

    def _todays_meeting(self) -> str:
        return f"safety {self.house.times.shooting_day_of(self.house.clock())}"

    async def roll(self, request: Request) -> Response:
        """Somebody is here: their badge, once; it is entered with the meeting."""
        shown = await self._badge_shown(request)
        if isinstance(shown, Response):
            return shown
        form, _, person = shown
        self.house.desk.on_roll(one(form, "meeting")[:80], person)
        return go("/meeting")

    async def late(self, request: Request) -> Response:
        """Somebody came later and was told: their badge, once."""

        def act(person: str, visitor: Visitor, meeting: str) -> custody.Act:
            fields = {"meeting": meeting, "person": person, "by": visitor.person}
            return custody.parse_act("brief_late", fields)

        return await self._by_badge(request, act)

    async def duties(self, request: Request) -> Response:
        """Somebody has read the duties of their role: their badge, once."""

        def act(person: str, _visitor: Visitor, _meeting: str) -> custody.Act:
            return custody.parse_act("acknowledge_duties", {"by": person})

        return await self._by_badge(request, act)

    async def _badge_shown(self, request: Request) -> tuple[Form, Visitor, str] | Response:
        """Whose badge was shown on this device, and who has it; or the page that says why not."""
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/meeting")
        try:
            person = self.house.desk.person_of_badge(read_badge(one(form, "code")))
        except InputError as error:
            return await self._meeting(request, wrong=error_words(error, request), status=400)
        if not person:
            return await self._meeting(request, wrong="this badge is nobody’s today", status=403)
        return form, visitor, person

    async def _by_badge(
        self, request: Request, act_of: Callable[[str, Visitor, str], custody.Act]
    ) -> Response:
        """Enter an act of whoever's badge this is, on this device."""
        shown = await self._badge_shown(request)
        if isinstance(shown, Response):
            return shown
        form, visitor, person = shown
        act = act_of(person, visitor, one(form, "meeting")[:80])

        def enter(production: Production, now_ms: int) -> str:
            grades: dict[str, Grade] = {visitor.person: "shared", person: "shared"}
            report(production, Report(acts=(act,), grades=grades, way=visitor.way), now_ms=now_ms)
            return "/meeting"

        return go(await self.house.press(form, enter))

    async def enter_meeting(self, request: Request) -> Response:
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/meeting")
        roll = self.house.desk.roll(one(form, "roll"))

        def enter(production: Production, now_ms: int) -> str:
            attended = [each for each in roll if each != visitor.person]
            held = custody.parse_act(
                "hold_meeting",
                {
                    "meeting": one(form, "meeting"),
                    "kind": "safety",
                    "agenda": several(form, "agenda"),
                    "attended": attended,
                    "walk_through": one(form, "walk_through") or "no",
                    "by": visitor.person,
                },
            )
            grades: dict[str, Grade] = dict.fromkeys((*roll, visitor.person), "shared")
            report(production, Report(acts=(held,), grades=grades, way=visitor.way), now_ms=now_ms)
            self.house.desk.end_roll(one(form, "roll"))
            return "/log"

        return go(await self.house.press(form, enter))

    async def rule(self, request: Request) -> Response:
        """Why am I asked this? The rule in plain words, and where it comes from."""
        visitor = await self.house.visitor(request)
        if visitor.standing == "guest":
            return go("/look")
        wanted = f"{request.path_params['book']}/{request.path_params['rule']}"
        told = await self.house.do(lambda production, _now: _rule_told(production, wanted))
        if told is None:
            return message(
                self.house,
                request,
                visitor,
                status=404,
                heading="No such rule here",
                words=f"no rule {wanted} is taken on in this production",
            )
        return page(self.house, request, "rule.html", visitor, rule=told)


def _roll_and_held(
    production: Production, now_ms: int, roll: Sequence[str]
) -> tuple[list[str], list[dict[str, Any]]]:
    """Who is on the roll, and the meetings that were held today with whoever has not heard yet."""
    today = production.times.shooting_day_of(production.now(now_ms))
    enrolled = [one.id for one in production.state.people.values() if one.enrolled]
    held = [
        {
            "id": one.id,
            "kind": one.kind,
            "missing": sorted(name_of(production, p) for p in enrolled if p not in one.attended),
        }
        for one in production.state.meetings.values()
        if one.shooting_day == today
    ]
    return [name_of(production, each) for each in roll], held


def _rule_told(production: Production, wanted: str) -> dict[str, str] | None:
    """A rule in force, as its page shows it."""
    rule = next((each for each in production.books.rules if each.name == wanted), None)
    if rule is None:
        return None
    watched = rule.rulebook in production.books.watched
    forces = {
        "never": "Nobody may go ahead against it.",
        "override": "A second, independent person may go ahead against it, with a reason.",
        "advise": "It is said, and nothing waits for it.",
    }
    told = plain_language(
        rule,
        signature=rulebook_signature(),
        definitions=shared_definitions(),
        phrases=fact_phrases(),
    )
    return {
        "title": rule.title,
        "plain": told,
        "document": rule.source.document,
        "section": rule.source.section,
        "how_read": _STANDINGS.get(rule.source.standing, ""),
        "book": next(one.title for one in production.books.adopted if one.id == rule.rulebook),
        "version": rule.version,
        "adopted": "is only watched here" if watched else "is in force here",
        "force": "" if watched else forces[rule.force],
    }


_STANDINGS = {
    "VP": "We read this place in the source itself.",
    "VS": "We read it as others quote it.",
    "house": "We put it together ourselves.",
    "record": "It keeps the record consistent.",
}


def _enter_badge(
    production: Production, act: str, person: str, code: str, visitor: Visitor, now_ms: int
) -> None:
    entered = custody.parse_act(
        act, {"person": person, "badge": badge_digest(code), "by": visitor.person or AT_LAPTOP}
    )
    report(production, Report(acts=(entered,)), now_ms=now_ms)
