"""Entering anything: a form for each act of the vocabulary, made from its declaration.

Whatever can be entered can be entered here on the first day; pages of their own come on top. Rules:

- people, weapons and lots are picked from those that have been entered;
- the act is the device's person's unless another is picked: then it is noted from what was said,
  and the entry names whoever noted it;
- several weapons at once are one question: each item with something open is named, the others go;
- what may be asked first has two ways on: the rule check, and "it has happened";
- a PIN is asked for where a badge that lies about must not be enough.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.saying import catalogue
from provesafe.adapters.web.armorer import MovedOnError
from provesafe.adapters.web.fields import asked_field, each_of
from provesafe.adapters.web.house import House, told_of
from provesafe.adapters.web.names import GROUPS, act_name, people_options
from provesafe.adapters.web.pages import (
    Form,
    badge_first,
    error_words,
    go,
    nothing_to_enter,
    one,
    own_page,
    page,
    read_form,
)
from provesafe.adapters.web.visitors import Visitor
from provesafe.errors import InputError, ProvesafeError
from provesafe.ledger import Grade
from provesafe.service import Ask, Decision, Production, Report, ask, parts_of, read_act, report

__all__ = ["ASKED", "NOT_BY_HAND", "PIN_ACTS", "happened_at", "routes", "scribe_of"]

PIN_ACTS = frozenset({"open_store", "go_ahead", "release", "seal"})
"""Open the locker, go ahead against a rule, release, seal: a badge alone is not enough."""

NOT_BY_HAND = frozenset(
    {
        "adopt",
        "move_record",
        "take_over_record",
        "erase_person",
        "open_record",
        "close_record",
        "join_device",
        "lose_device",
        "device_returns",
        "deliver_late",
        "battery_dies",
        "keep_alive",
        "give_badge",
        "end_badge",
    }
)
"""What the program itself enters, or a page and a verb of its own."""

ASKED = frozenset(
    {
        "draw",
        "hand_over",
        "load",
        "call",
        "direct",
        "open_set_up",
        "start",
        "roll",
        "resume",
        "release",
        "put_back",
        "release_crew",
        "issue_rounds",
        "use_in",
        "open_store",
        "convert_rounds",
        "open_misfire",
        "wrap",
    }
)
"""Acts that need a yes or no before they happen; all others are only entered."""


def routes(house: House) -> list[Route]:
    """The routes of these pages."""
    pages = _Acts(house)
    return [
        Route("/acts", pages.all_acts),
        Route("/enter/{act}", pages.form),
        Route("/enter/{act}", pages.enter, methods=["POST"]),
        Route("/done/{once}", pages.done),
    ]


class _Acts:
    """The pages of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def all_acts(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/acts")
        groups = [
            (
                heading,
                [
                    (each.name, act_name(each.name))
                    for each in custody.VOCABULARY.values()
                    if each.group == group and each.name not in NOT_BY_HAND
                ],
            )
            for group, heading in GROUPS.items()
        ]
        return page(self.house, request, "acts.html", visitor, groups=groups)

    async def form(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        act = request.path_params["act"]
        if not visitor.person:
            return go(f"/badge?next=/enter/{act}" if act in custody.VOCABULARY else "/badge")
        given = {
            name: [value for value in request.query_params.getlist(name) if value]
            for name in request.query_params
        }
        return await self._form(request, visitor, act, given)

    async def _form(
        self,
        request: Request,
        visitor: Visitor,
        act: str,
        given: Form,
        *,
        wrong: str = "",
        status: int = 200,
    ) -> Response:
        act_type = custody.VOCABULARY.get(act)
        if act_type is None or act in NOT_BY_HAND:
            return nothing_to_enter(self.house, request, visitor)
        fields = await self.house.do(
            lambda production, _now: [
                asked_field(production, field, act, given, visitor) for field in act_type.fields
            ]
        )
        template = catalogue(visitor.language)[f"act.{act}"]
        sentence = template.replace("[", "").replace("]", "")
        for field in act_type.fields:
            sentence = sentence.replace("{" + field.name + "}", "…")
        return page(
            self.house,
            request,
            "act.html",
            visitor,
            status=status,
            name=act,
            said=act_name(act),
            sentence=sentence,
            fields=fields,
            wrong=wrong,
            back=own_page(one(given, "back")),
            asks=act in ASKED,
            earlier=act not in ASKED,
            pin=act in PIN_ACTS,
            more_open=bool(wrong) or any(each.optional and each.value for each in fields),
        )

    async def enter(self, request: Request) -> Response:
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        act = request.path_params["act"]
        if not visitor.person:
            return badge_first(self.house, request, visitor)
        if act not in custody.VOCABULARY or act in NOT_BY_HAND:
            return await self._form(request, visitor, act, form)
        once = one(form, "once")
        try:
            if act in PIN_ACTS and not self.house.desk.led_to(once):
                await run_in_threadpool(self._check_pin, visitor, form)
            return go(
                await self.house.press(form, lambda p, now: self._do(p, now, form, visitor, act))
            )
        except (InputError, ProvesafeError) as error:
            status = 400 if isinstance(error, InputError) else 409
            return await self._form(
                request, visitor, act, form, wrong=error_words(error, request), status=status
            )

    def _check_pin(self, visitor: Visitor, form: Form) -> None:
        now_ms = self.house.clock()
        self.house.desk.check_pin(visitor.person, one(form, "pin"), now_ms=now_ms)

    def _do(
        self, production: Production, now_ms: int, form: Form, visitor: Visitor, act: str
    ) -> str:
        """Ask or enter, in the writer's thread; keep what it was answered for the page after."""
        happened_ms = happened_at(production, one(form, "happened"), now_ms)
        read = tuple(
            read_act(production, act, fields, happened_ms=happened_ms)
            for fields in each_of(form, act)
        )
        if act in PIN_ACTS and any(one_act.text("by") != visitor.person for one_act in read):
            raise InputError("this is entered with one's own badge and PIN only")
        asking = act in ASKED and one(form, "how") != "report"
        if asking:
            _not_moved(production, read, form)
        grades: dict[str, Grade] = {visitor.person: "shared"}
        scribe, way = scribe_of(read, visitor), visitor.way
        decisions = (
            ask(
                production,
                Ask(acts=read, grades=grades, scribe=scribe, way=way),
                now_ms=now_ms,
            )
            if asking
            else report(
                production,
                Report(acts=read, grades=grades, scribe=scribe, way=way),
                now_ms=now_ms,
            )
        )
        told = _told(production, form, visitor, read, decisions)
        once = one(form, "once") or f"at-{production.writer.tree.size}"
        self.house.desk.tell(once, json.dumps(told, ensure_ascii=False))
        back = own_page(one(form, "back"))
        if not back or told["decision"] == "refuse":
            return f"/done/{once}"
        return f"{back}{'&' if '?' in back else '?'}told={once}"

    async def done(self, request: Request) -> Response:
        """What the answer was."""
        visitor = await self.house.visitor(request)
        words = self.house.desk.told(request.path_params["once"])
        if not visitor.person or not words:
            return go("/cart" if visitor.person else "/badge")
        told: dict[str, Any] = json.loads(words)
        shut = told["decision"] == "refuse"
        answer = {"refuse": "NOT YET", "permit": "Nothing open. Entered as done."}
        links = [("/cart", "My cart"), ("/acts", "Enter something else")]
        if told["weapon"]:
            links.insert(0, (f"/weapon/{quote(told['weapon'])}", told["weapon"]))
        if back := own_page("".join(told["form"].get("back", [])[:1])):
            links.insert(0, (back, "Back"))
        fields = [(name, value) for name, values in told["form"].items() for value in values]
        happened = {"action": f"/enter/{told['act']}", "fields": fields} if shut else None
        if told["act"] in PIN_ACTS:
            happened = None
        return page(
            self.house,
            request,
            "open.html",
            visitor,
            heading=act_name(told["act"]),
            answer=answer.get(told["decision"], "Entered."),
            words="" if shut else told["words"],
            items=told.get("items", []) if len(told.get("items", [])) > 1 else [],
            points=told["points"],
            advice=told["advice"],
            opens=told["opens"],
            happened=happened,
            links=links,
        )


def happened_at(production: Production, text: str, now_ms: int) -> int | None:
    """When it happened, where a form says that it was earlier today."""
    if not text:
        return None
    today = production.times.day_number(production.now(now_ms))
    happened_ms = production.times.parse(text, day=today)
    if happened_ms > now_ms:
        raise InputError(f"`{text}` is still to come")
    return happened_ms


def scribe_of(acts: Sequence[custody.Act], visitor: Visitor) -> str:
    """Who noted it, where the device's person is none of those who did it.

    A concern has nobody beside it: whoever wants it looked into may be the one who types it.
    """
    if visitor.person in parts_of(acts) or any(act.name == "raise_concern" for act in acts):
        return ""
    return visitor.person


def _not_moved(production: Production, acts: Sequence[custody.Act], form: Form) -> None:
    """Nothing was entered about these weapons since the page was made.

    Raises:
        MovedOnError: something was; what was pressed was about another state of things.
    """
    for act in acts:
        weapon = act.text("weapon") if act.has("weapon") else ""
        seen = one(form, f"{weapon}.seen") or one(form, "seen")
        if weapon and seen and seen != str(production.state.weapons[weapon].last_index):
            raise MovedOnError(
                f"something was entered about {weapon} meanwhile; nothing was entered by this",
                hint="look at it as it is now, then press again",
            )


def _told(
    production: Production,
    form: Form,
    visitor: Visitor,
    acts: Sequence[custody.Act],
    decisions: Sequence[Decision],
) -> dict[str, Any]:
    """What was answered, to be kept and told again: of one act, or of each of several."""
    names = {each["id"]: each["name"] for each in people_options(production)}
    several_told = [told_of(each, production.times) for each in decisions]
    say = catalogue(visitor.language)
    words = [custody.sentence(act, names=names, say=say) for act in acts]
    answers = {each["decision"] for each in several_told}
    first = acts[0]
    return {
        **several_told[0],
        # Where only some of several go ahead, the page says of each which.
        "decision": "refuse" if "refuse" in answers else answers.pop(),
        "points": list({str(p): p for each in several_told for p in each["points"]}.values()),
        "items": [
            {"words": said, "shut": each["decision"] == "refuse"}
            for said, each in zip(words, several_told, strict=True)
        ],
        "act": first.name,
        "words": " ".join(words),
        "form": {name: form[name] for name in form if name not in ("once", "how", "pin")},
        "weapon": first.text("weapon") if isinstance(first.fields.get("weapon"), str) else "",
    }
