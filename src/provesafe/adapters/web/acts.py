"""Entering anything: a form for each act of the vocabulary, made from its declaration.

Whatever can be entered can be entered here on the first day; pages of their own come on top. Rules:

- people, weapons and lots are picked from those that have been entered;
- the act is the device's person's unless another is picked: then it is noted from what was said;
- what may be asked first has two ways on: the rule check, and "it has happened";
- a PIN is asked for where a badge that lies about must not be enough.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.web.house import House, told_of
from provesafe.adapters.web.names import GROUPS, act_name, field_name, people_options, value_name
from provesafe.adapters.web.pages import (
    Form,
    badge_first,
    error_words,
    go,
    message,
    one,
    page,
    read_form,
    several,
)
from provesafe.adapters.web.visitors import Visitor
from provesafe.errors import InputError, ProvesafeError
from provesafe.ledger import Grade
from provesafe.service import Ask, Production, Report, ask, read_act, report

__all__ = ["ASKED", "NOT_BY_HAND", "PIN_ACTS", "routes"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One field as the form asks for it."""

    name: str
    said: str
    shape: str
    optional: bool
    options: tuple[tuple[str, str], ...] = ()
    value: tuple[str, ...] = ()
    free: bool = False
    low: int = 0
    high: int = 0


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
            return message(
                self.house,
                request,
                visitor,
                status=404,
                heading="No such thing to enter",
                words="what can be entered stands on the page before",
                links=[("/acts", "What can be entered")],
            )
        fields = await self.house.do(
            lambda production, _now: [
                _asked(production, field, act, given, visitor) for field in act_type.fields
            ]
        )
        sentence = act_type.sentence.replace("[", "").replace("]", "")
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
            words, hint = error_words(error)
            status = 400 if isinstance(error, InputError) else 409
            return await self._form(
                request, visitor, act, form, wrong=f"{words} {hint}", status=status
            )

    def _check_pin(self, visitor: Visitor, form: Form) -> None:
        now_ms = self.house.clock()
        self.house.desk.check_pin(visitor.person, one(form, "pin"), now_ms=now_ms)

    def _do(
        self, production: Production, now_ms: int, form: Form, visitor: Visitor, act: str
    ) -> str:
        """Ask or enter, in the writer's thread; keep what it was answered for the page after."""
        happened_ms = None
        if happened := one(form, "happened"):
            happened_ms = production.times.parse(
                happened, day=production.times.day_number(production.now(now_ms))
            )
            if happened_ms > now_ms:
                raise InputError(f"`{happened}` is still to come")
        fields = _fields(form, act)
        by = production.people.id_of(str(fields.get("by", visitor.person)))
        if act in PIN_ACTS and by != visitor.person:
            raise InputError("this is entered with one's own badge and PIN only")
        read = read_act(production, act, fields, happened_ms=happened_ms)
        grades: dict[str, Grade] = {visitor.person: "shared"}
        asking = act in ASKED and one(form, "how") != "report"
        if asking:
            (decision,) = ask(production, Ask(acts=(read,), grades=grades), now_ms=now_ms)
        else:
            (decision,) = report(production, Report(acts=(read,), grades=grades), now_ms=now_ms)
        names = {each["id"]: each["name"] for each in people_options(production)}
        told = {
            **told_of(decision, production.times),
            "act": act,
            "words": custody.sentence(read, names=names),
            "form": {name: form[name] for name in form if name not in ("once", "how", "pin")},
            "weapon": read.text("weapon") if isinstance(read.fields.get("weapon"), str) else "",
        }
        once = one(form, "once") or f"at-{production.writer.tree.size}"
        self.house.desk.tell(once, json.dumps(told, ensure_ascii=False))
        return f"/done/{once}"

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
            links.insert(0, (f"/weapon/{told['weapon']}", told["weapon"]))
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
            points=told["points"],
            advice=told["advice"],
            opens=told["opens"],
            happened=happened,
            links=links,
        )


def _fields(form: Form, act: str) -> dict[str, Any]:
    """The fields of an act as the form sent them; what was left empty is left out."""
    read: dict[str, Any] = {}
    for field in custody.VOCABULARY[act].fields:
        values = several(form, field.name)
        text = one(form, field.name).replace("\r", "").strip()
        if not values:
            continue
        if field.many:
            read[field.name] = values
        elif field.kind == "day":
            digits = text.replace("-", "")
            read[field.name] = int(digits) if digits.isascii() and digits.isdecimal() else text
        elif field.is_integer:
            read[field.name] = int(text) if text.isascii() and text.isdecimal() else text
        else:
            read[field.name] = text
    return read


def _asked(
    production: Production,
    field: custody.Field,
    act: str,
    given: Mapping[str, Sequence[str]],
    visitor: Visitor,
) -> _Asked:
    """How one field is asked for."""
    value = tuple(given.get(field.name, ()))
    if not value and field.name == "by":
        value = (visitor.person,)
    shape, options, free = _shape(production, field, act)
    limits = {"name": 80, "text": 200}.get(field.kind, 80)
    return _Asked(
        name=field.name,
        said=field_name(field.name),
        shape=shape,
        optional=field.optional,
        options=tuple(options),
        value=value,
        free=free,
        low=field.low,
        high=field.high if field.is_integer else limits,
    )


def _shape(
    production: Production, field: custody.Field, act: str
) -> tuple[str, list[tuple[str, str]], bool]:
    """The shape of a field, what it offers, and whether other words are taken too."""
    state = production.state
    new = (act, field.name) in (
        ("enrol", "person"),
        ("receive_weapon", "weapon"),
        ("receive_lot", "lot"),
    )
    options: list[tuple[str, str]] = []
    match field.kind:
        case "person":
            options = [(each["id"], each["name"]) for each in people_options(production)]
        case "weapon":
            options = [(each, each) for each in sorted(state.weapons)]
        case "lot":
            options = [(each, each) for each in sorted(state.lots)]
        case "item":
            options = [(each, each) for each in (*sorted(state.weapons), *sorted(state.lots))]
        case "role":
            options = [(each, value_name(each)) for each in custody.ROLES]
        case "set-up":
            known = {*state.set_ups, *(set_up for set_up, _ in state.plans)}
            options = [(each, each) for each in sorted(known)]
        case "place":
            known = {*state.places, *(each.place for each in state.weapons.values())}
            options = [(each, each) for each in sorted(known - {""})]
        case "enum":
            options = [(each, value_name(each)) for each in field.values]
        case _:
            options = [(each, value_name(each)) for each in field.usual]
    if new:
        return "text", [], False
    if field.many:
        return "several", options, field.kind in ("name", "id", "text", "place")
    if field.kind == "enum":
        return "choice", options, False
    if field.kind in ("person", "weapon", "lot", "item", "role"):
        return "pick", options, False
    shapes = {"words": "words", "count": "number", "ms": "number", "day": "day"}
    return shapes.get(field.kind, "text"), options, True
