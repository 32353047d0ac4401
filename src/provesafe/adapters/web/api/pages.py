"""The interface for other programs: the same functions as from every screen, as JSON.

    GET  /api/openapi.json       what there is, for everybody
    GET  /api/v1/list|log|rules  with a token that may read
    POST /api/v1/ask             may this act go ahead now?   with a token that may enter
    POST /api/v1/report          this has happened

The one gate of the service answers, under the one writer; a token's person stands for what it
enters as they do for a press of their badge, and is named as scribe for what others did.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provesafe.adapters.web.acts import ASKED, NOT_BY_HAND, PIN_ACTS, happened_at, scribe_of
from provesafe.adapters.web.api.schema import BODY_BYTES_MAX, openapi
from provesafe.adapters.web.api.tokens import Token, Tokens
from provesafe.adapters.web.house import House
from provesafe.adapters.web.visitors import Visitor
from provesafe.errors import ConflictError, InputError, ProvesafeError, UnavailableError
from provesafe.ledger import Grade
from provesafe.service import (
    Ask,
    Production,
    Report,
    ask,
    day_log,
    decision_document,
    listing_of,
    read_act,
    report,
)

__all__ = ["ApiPages", "api_error"]

_Answer = Callable[[Request, Token], Awaitable[Response]]
_CLOSED = NOT_BY_HAND | PIN_ACTS
_ASKED = ASKED - PIN_ACTS


class ApiPages:
    """The interface of one house."""

    def __init__(self, house: House) -> None:
        """
        Args:
            house: what is served.
        """
        self.house = house
        self.tokens = Tokens(house.folder)
        self.document = openapi(asked=_ASKED, closed=_CLOSED)

    def routes(self) -> list[Route]:
        """The routes of the interface."""
        return [
            Route("/api/openapi.json", self.openapi),
            Route("/api/v1/list", self._with_token("read", self.list)),
            Route("/api/v1/log", self._with_token("read", self.log)),
            Route("/api/v1/rules", self._with_token("read", self.rules)),
            Route("/api/v1/ask", self._with_token("enter", self.ask), methods=["POST"]),
            Route("/api/v1/report", self._with_token("enter", self.report), methods=["POST"]),
        ]

    async def openapi(self, _request: Request) -> Response:
        """What there is."""
        return JSONResponse(self.document)

    def _with_token(self, may: str, answer: _Answer) -> Callable[[Request], Awaitable[Response]]:
        """Let a request through that carries a token which may do this."""

        async def checked(request: Request) -> Response:
            scheme, _, word = request.headers.get("authorization", "").partition(" ")
            token = self.tokens.of(word.strip()) if scheme.lower() == "bearer" else None
            if token is None:
                response = api_error(401, "web.no_token", "a token is needed", _MADE_AT)
                response.headers["WWW-Authenticate"] = "Bearer"
                return response
            if may == "enter" and token.may != "enter":
                return api_error(403, "web.token_reads", "this token only reads", _MADE_AT)
            try:
                return await answer(request, token)
            except ProvesafeError as error:
                return _told(error)

        return checked

    async def list(self, _request: Request, _token: Token) -> Response:
        """What is in each weapon, and who has it."""

        def known(production: Production, now_ms: int) -> dict[str, Any]:
            listing = listing_of(production, now_ms=now_ms)
            label = production.people.label
            return {
                "schema": "provesafe.list/v1",
                "as_of_ms": listing.as_of_ms,
                "entries": listing.entries,
                "weapons": [
                    {
                        "weapon": one.weapon,
                        "tag": one.tag,
                        "contents": one.kind,
                        "words": one.contents,
                        "where": one.where,
                        "holder": label(one.holder) if one.holder else None,
                        "since_ms": one.since_ms,
                        "out": one.out,
                        "set_up": one.set_up,
                        "aside": one.aside,
                    }
                    for one in listing.lines
                ],
                "stops": [{"by": one.by, "at_ms": one.at_ms} for one in listing.stops],
                "owed": [
                    {"rule": one.rule, "say": one.say, "due_ms": one.due_ms} for one in listing.owed
                ],
            }

        return JSONResponse(await self.house.do(known))

    async def log(self, _request: Request, _token: Token) -> Response:
        """What was entered today, in order."""

        def known(production: Production, now_ms: int) -> dict[str, Any]:
            today = production.times.shooting_day_of(production.now(now_ms))
            return {
                "schema": "provesafe.log/v1",
                "day": today,
                "lines": [
                    {
                        "entry": one.entry,
                        "act": one.act.name,
                        "words": one.words,
                        "said_ms": one.said_ms,
                        "recorded_ms": one.at_ms,
                        "asked_only": one.asked_only,
                    }
                    for one in day_log(production, today)
                ],
            }

        return JSONResponse(await self.house.do(known))

    async def rules(self, _request: Request, _token: Token) -> Response:
        """The rules in force, each with its source."""

        def known(production: Production, _now_ms: int) -> dict[str, Any]:
            watched = production.books.watched
            return {
                "schema": "provesafe.rules-in-force/v1",
                "rules": [
                    {
                        "rule": one.name,
                        "version": one.version,
                        "title": one.title,
                        "mode": "watched" if one.rulebook in watched else "enforced",
                        "document": one.source.document,
                        "section": one.source.section,
                    }
                    for one in production.books.rules
                ],
            }

        return JSONResponse(await self.house.do(known))

    async def ask(self, request: Request, token: Token) -> Response:
        """May this act go ahead now? Where nothing is open it is entered as done."""
        return await self._enter(request, token, asking=True)

    async def report(self, request: Request, token: Token) -> Response:
        """This has happened."""
        return await self._enter(request, token, asking=False)

    async def _enter(self, request: Request, token: Token, *, asking: bool) -> Response:
        body = await _body(request)
        if isinstance(body, Response):
            return body
        name, fields = body.get("act"), body.get("fields")
        if not isinstance(name, str) or not isinstance(fields, dict):
            raise InputError("`act` is a word and `fields` an object", hint=_SEE)
        more = {"done"} if asking else {"happened"}
        if unknown := sorted(set(body) - {"act", "fields"} - more):
            raise InputError(f"`{unknown[0]}` is not taken here", hint=_SEE)
        if name in _CLOSED or (asking and name not in _ASKED):
            return api_error(
                403, "web.not_by_token", f"`{name[:40]}` is not entered in this way", _SEE
            )
        form = {"once": [f"api-{token.name}-{key}"]} if (key := _key(request)) else {}

        def enter(production: Production, now_ms: int) -> str:
            return self._decided(production, now_ms, token, body, asking=asking)

        return Response(await self.house.press(form, enter), media_type="application/json")

    def _decided(
        self,
        production: Production,
        now_ms: int,
        token: Token,
        body: Mapping[str, Any],
        *,
        asking: bool,
    ) -> str:
        """Ask or enter, in the writer's thread; the answer as JSON."""
        happened = body.get("happened", "")
        done = body.get("done", True)
        if not isinstance(happened, str) or not isinstance(done, bool):
            raise InputError("`happened` is a time of day and `done` true or false", hint=_SEE)
        happened_ms = happened_at(production, happened, now_ms)
        act = read_act(production, body["act"], body["fields"], happened_ms=happened_ms)
        grades: dict[str, Grade] = {token.person: "shared"}
        scribe = scribe_of((act,), Visitor(person=token.person))
        if asking:
            asked = Ask(acts=(act,), done=done, grades=grades, scribe=scribe)
            (decision,) = ask(production, asked, now_ms=now_ms)
        else:
            entered = Report(acts=(act,), grades=grades, scribe=scribe)
            (decision,) = report(production, entered, now_ms=now_ms)
        return json.dumps(decision_document(decision, production.people), ensure_ascii=False)


_MADE_AT = "made at the laptop: provesafe api token"
_SEE = "see /api/openapi.json"


def api_error(status: int, code: str, message: str, hint: str = "") -> JSONResponse:
    """An error as the interface tells it.

    Args:
        status: of HTTP.
        code: the error's own.
        message: one sentence.
        hint: what to do.
    """
    return JSONResponse({"error": code, "message": message, "hint": hint}, status_code=status)


def _told(error: ProvesafeError) -> JSONResponse:
    status = 400
    if isinstance(error, ConflictError):
        status = 409
    elif isinstance(error, UnavailableError):
        status = 503
    return api_error(status, error.code, error.message, error.hint or "")


def _key(request: Request) -> str:
    key = request.headers.get("idempotency-key", "")
    if key and not (len(key) <= 64 and key.replace("-", "").replace("_", "").isalnum()):
        raise InputError("an idempotency key has up to 64 letters, digits, `-` and `_`")
    return key


async def _body(request: Request) -> dict[str, Any] | Response:
    """The JSON that was sent."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return api_error(415, "web.not_json", "JSON is taken here, and nothing else", _SEE)
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > BODY_BYTES_MAX:
            return api_error(413, "web.too_large", "this is more than an act holds", _SEE)
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        raise InputError("this is not JSON", hint=_SEE) from None
    if not isinstance(read, dict):
        raise InputError("an object is taken here", hint=_SEE)
    return read
