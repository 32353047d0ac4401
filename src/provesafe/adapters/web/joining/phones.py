"""People's own phones: their page, and what it asks of the laptop.

/own/phone             the shell: nothing in it but words and signs; kept on the phone
/own/worker.js         keeps the shell; scope /own/
/own/now, /own/live    what the person is asked and has; when to look again
/own/hello, /own/beat  a session for a device that shows its key; still here, and the newest seal
/own/here              the two characters from the armorer's device
/own/enter             something signed on the phone: the same way in as every press
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.saying import say_in
from provesafe.adapters.web.acts import NOT_BY_HAND, PIN_ACTS
from provesafe.adapters.web.house import House, reason_words
from provesafe.adapters.web.joining.own import OWN, OwnDevices
from provesafe.adapters.web.joining.questions import asked_of, asks_about, mine_of, not_taken
from provesafe.adapters.web.joining.reading import read_json, told_error, word
from provesafe.adapters.web.joining.whose import is_there, owner_of
from provesafe.adapters.web.pages import STATIC, fragment, go, page
from provesafe.adapters.web.public import list_event
from provesafe.adapters.web.serving.hub import event
from provesafe.adapters.web.visitors import VISIT, Visitor, keep_cookie, language_of
from provesafe.errors import ConflictError, InputError, ProvesafeError, VerificationError
from provesafe.ledger import (
    ChainBranchError,
    ChainHoleError,
    ChainRepeatError,
    Entry,
    SeenError,
    decode_base64,
    parse_entry,
)
from provesafe.service import Production, Taken, looking_at, name_of, take_signed

__all__ = [
    "LostDeviceError",
    "NotHereError",
    "StaleAnswerError",
    "checkpoint_of",
    "enter_session",
    "place_of",
    "routes",
]

SHELL = (
    "/own/phone",
    "/static/page.css",
    "/static/own/phone.js",
    "/static/own/keep.js",
    "/static/own/record.js",
    "/static/scan/ask.js",
    "/static/sign.svg",
    "/static/vendor/atkinson-hyperlegible-latin-400-normal.woff2",
    "/static/vendor/atkinson-hyperlegible-latin-700-normal.woff2",
)
"""All that the phone keeps of ours. None of it says anything about a weapon."""


class LostDeviceError(VerificationError):
    """The device was told to be lost: what comes from it is not taken any more."""

    code = "web.lost_device"


class NotHereError(InputError):
    """The two characters are not those of this showing."""

    code = "web.not_here"


class StaleAnswerError(ConflictError):
    """The showing that was answered is over."""

    code = "web.stale_answer"


def routes(house: House, own: OwnDevices) -> list[Route]:
    """The routes of these pages."""
    pages = _Phones(house, own)
    return [
        Route("/own", lambda _request: RedirectResponse("/own/phone", status_code=303)),
        Route("/own/phone", pages.shell),
        Route("/own/worker.js", pages.worker),
        Route("/own/now", pages.now),
        Route("/own/live", pages.live),
        Route("/own/hello", pages.nonce),
        Route("/own/hello", pages.hello, methods=["POST"]),
        Route("/own/beat", pages.beat, methods=["POST"]),
        Route("/own/here", pages.here, methods=["POST"]),
        Route("/own/enter", pages.enter, methods=["POST"]),
    ]


class _Phones:
    """The pages of one house."""

    def __init__(self, house: House, own: OwnDevices) -> None:
        self.house = house
        self.own = own

    async def shell(self, request: Request) -> Response:
        if request.url.scheme != "https":
            return go("/own/join")
        return page(self.house, request, "own-phone.html", Visitor())

    async def worker(self, _request: Request) -> Response:
        return Response(_worker(), media_type="text/javascript")

    async def now(self, request: Request) -> Response:
        """What the person is asked and has, as of now."""
        device = self.own.device_of(request, now_ms=self.house.clock())
        if not device:
            return JSONResponse({"words": "Who is this?"}, status_code=401)

        def known(production: Production, now_ms: int) -> dict[str, Any] | None:
            person = owner_of(production, device)
            if not person:
                return None
            return _now(production, self.own, device, person, now_ms, language_of(request))

        found = await self.house.do(known)
        if found is None:
            return JSONResponse({"words": "Who is this?"}, status_code=401)
        text = fragment(self.house, "_own-now.html", Visitor(), request=request, **found)
        return Response(text, media_type="text/html")

    async def live(self, request: Request) -> Response:
        """The list, the laptop's clock, and a sign when something concerns this person."""
        device = self.own.device_of(request, now_ms=self.house.clock())
        person = await self.house.do(lambda production, _now: owner_of(production, device))
        first = event("beat", self.house.times.show(self.house.clock() // 1000 * 1000))
        if person:
            first += list_event(self.house, self.house.latest)
        return StreamingResponse(
            self.house.hub.stream(first, whole=bool(person), concerns=person),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    # A device shows its key.

    async def nonce(self, _request: Request) -> Response:
        return JSONResponse({"nonce": self.own.new_nonce(self.house.clock())})

    async def hello(self, request: Request) -> Response:
        """A session for a device that signs what it was just given."""
        try:
            read = await read_json(request)
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        device, nonce, now_ms = word(read, "device"), word(read, "nonce"), self.house.clock()
        said = f"provesafe.hello/v1\n{self.house.origin}\n{nonce}\n".encode()
        signature = decode_base64(word(read, "sig")) or b""
        fresh = self.own.use_nonce(nonce, now_ms)

        def known(production: Production, _now: int) -> str:
            person = owner_of(production, device)
            key = production.writer.devices[device].key.raw if person else b""
            good = person and fresh and len(signature) == 64
            return person if good and production.verifier(key, signature, said) else ""

        person = await self.house.do(known)
        if not person or self.own.desk.is_lost(device):
            words = "This phone’s key is not in use here any more. Badge and PIN again, please."
            words = say_in(language_of(request))(words)
            return JSONResponse({"words": words}, status_code=403)
        return enter_session(self.house, self.own, request, device, person, {})

    async def beat(self, request: Request) -> Response:
        """Still here; the newest checkpoint and the laptop's clock for it."""
        sent = await self._sent(request)
        if isinstance(sent, Response):
            return sent
        read, device = sent
        self.own.heard[device] = self.house.clock()
        waiting = read.get("waiting")

        def told(production: Production, now_ms: int) -> dict[str, Any] | None:
            if not owner_of(production, device):
                return None
            self.own.look(production, now_ms)
            if waiting == 0:
                self.own.all_sent(production, device, now_ms)
            names = {"names": _names(production)} if read.get("names") is True else {}
            return {"ms": now_ms, **names, **place_of(production, device)}

        found = await self.house.do(told)
        status = 401 if found is None else 200
        return JSONResponse(found or {"words": "Who is this?"}, status_code=status)

    async def _sent(self, request: Request) -> tuple[dict[str, Any], str] | Response:
        """What a device that has shown its key sent, and which it is; or the answer why not."""
        try:
            read = await read_json(request)
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        device = self.own.device_of(request, now_ms=self.house.clock())
        if not device:
            return JSONResponse({"words": "Who is this?"}, status_code=401)
        return read, device

    # A showing is answered.

    async def here(self, request: Request) -> Response:
        """The two characters: they say that somebody is here, not that they looked."""
        sent = await self._sent(request)
        if isinstance(sent, Response):
            return sent
        read, device = sent

        def check(production: Production, _now: int) -> None:
            person = owner_of(production, device)
            looking = looking_at(production, word(read, "weapon"))
            if looking is None or looking.over or person not in looking.waiting_for:
                raise StaleAnswerError("nobody asks you about that showing any more")
            self._check_here(looking.shown.entry, person, word(read, "here"))
            self.own.passed.add((device, looking.shown.entry))

        try:
            await self.house.do(check)
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        return JSONResponse({})

    def _check_here(self, showing: str, person: str, here: str) -> None:
        right = self.own.here_of(showing)
        what = f"{showing} {person}"
        self.own.desk.try_once(what)
        if here.strip().upper() != right:
            raise NotHereError(
                "these are not the two characters of this showing",
                hint="they stand on the device of whoever shows it",
            )
        self.own.desk.tried_well(what)

    async def enter(self, request: Request) -> Response:
        """Take in what was signed on a phone."""
        try:
            read = await read_json(request)
            entry = parse_entry(word(read, "entry").encode())
            if _asks_for_pin(entry):
                # A PIN is stretched for a long time, so not in the thread that serves all.
                await run_in_threadpool(self._check_pin, entry, word(read, "pin"))
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        device = entry.body.device

        def take(production: Production, now_ms: int) -> tuple[dict[str, Any], int]:
            try:
                taken = self._take(production, entry, now_ms)
            except (ChainHoleError, ChainRepeatError, ChainBranchError, SeenError) as error:
                # Its place in the chain is another by now; the phone signs it anew by itself.
                words = {"words": error.message.replace("`", ""), "again": True}
                return {**words, **place_of(production, device)}, 200
            except ProvesafeError as error:
                if not is_there(production, device):
                    raise
                answer = told_error(error, language_of(request), **place_of(production, device))
                return json.loads(bytes(answer.body)), answer.status_code
            return _told(taken), 200

        try:
            told, status = await self.house.do(take)
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        return JSONResponse(told, status_code=status)

    def _check_pin(self, entry: Entry, pin: str) -> None:
        """A key in a phone that lies about must not be enough for what asks for a PIN."""
        for one in entry.body.statements:
            if one.grade == "own":
                self.house.desk.check_pin(one.person, pin, now_ms=self.house.clock())

    def _take(self, production: Production, entry: Entry, now_ms: int) -> Taken:
        device = entry.body.device
        if self.own.desk.is_lost(device):
            raise LostDeviceError("this phone was told to be lost", hint="use another one")
        known = production.writer.devices.get(device)
        if known is None or entry.body.links[0].seq > known.seq:
            # What was sent before was looked at before, and is only answered again.
            for one in _acts(entry):
                self._check(production, entry, one, now_ms)
        self.own.heard[device] = now_ms
        said = tuple((str(one.get("act", "")), _weapon(one)) for one in _acts(entry))
        self.own.together.make_way(production, device, said, now_ms)
        taken = take_signed(production, entry.raw, now_ms=now_ms)
        if not taken.again and now_ms - _signed_ms(entry) > custody.LATE_SECONDS * 1000:
            self.own.late[device] = self.own.late.get(device, 0) + 1
        return taken

    def _check(
        self, production: Production, entry: Entry, act: dict[str, Any], now_ms: int
    ) -> None:
        """An answer is about the showing whose characters were read; a late one is only late."""
        name, fields = str(act.get("act", "")), act.get("f")
        if name in NOT_BY_HAND:
            raise InputError(f"`{name}` is not entered from a phone")
        late = now_ms - _signed_ms(entry) > custody.LATE_SECONDS * 1000
        if name != "answer" or late or not isinstance(fields, dict):
            return
        weapon = str(fields.get("weapon", ""))
        looking, here = looking_at(production, weapon), entry.fields.get("here")
        if looking is None or looking.over:
            raise StaleAnswerError(
                f"something else was entered about {weapon} since you were shown it",
                hint="ask to be shown it again",
            )
        said = here if isinstance(here, str) else ""
        self._check_here(looking.shown.entry, str(fields.get("by", "")), said)


def enter_session(
    house: House,
    own: OwnDevices,
    request: Request,
    device: str,
    person: str,
    told: dict[str, Any],
) -> Response:
    """Give a device that has shown its key a session, for its person's pages too."""
    now_ms = house.clock()
    own.heard[device] = now_ms
    response = JSONResponse(told)
    keep_cookie(response, OWN, own.desk.begin(device, now_ms=now_ms), request)
    keep_cookie(response, VISIT, house.desk.begin_visit(person, now_ms=now_ms), request)
    return response


def checkpoint_of(production: Production) -> str:
    """The newest checkpoint, as the log signed it."""
    note = production.store.checkpoint_at(production.writer.tree.size)
    return "" if note is None else note.decode()


def place_of(production: Production, device: str) -> dict[str, Any]:
    """Where a device's chain stands, and what it may say that it saw."""
    known = production.writer.devices.get(device)
    chain = {"seq": known.seq, "last": known.last} if known is not None else None
    return {"chain": chain, "checkpoint": checkpoint_of(production)}


def _told(taken: Taken) -> dict[str, Any]:
    return {
        "entry": taken.entry,
        "index": taken.index,
        "decision": taken.decision,
        "answers": [one.decision for one in taken.decisions],
        "points": [reason_words(each) for one in taken.decisions for each in one.reasons],
    }


def _now(
    production: Production,
    own: OwnDevices,
    device: str,
    person: str,
    now_ms: int,
    language: str,
) -> dict[str, Any]:
    """What the fragment shows."""
    asked = []
    for looking in asks_about(production, person):
        showing = looking.shown.entry
        here = own.here_of(showing) if (device, showing) in own.passed else ""
        asked.append(asked_of(production, looking, person, here=here, language=language))
    marks = []
    for weapon in production.state.weapons:
        shown = looking_at(production, weapon)
        if shown is not None and not shown.over and shown.shown.text("by") == person:
            marks.append((weapon, own.here_of(shown.shown.entry)))
    return {
        "name": name_of(production, person),
        "asked": asked,
        "mine": mine_of(production, person, now_ms=now_ms, here=marks, language=language),
        "together": [
            {
                "ticket": one.id,
                "by": name_of(production, one.giver),
                "weapon": one.weapon,
                "not_taken": not_taken(one.weapon, person),
            }
            for one in own.together.waiting_for(device)
        ],
        "lost": [
            {"device": one, "name": name_of(production, whose)}
            for one, whose in sorted(production.owners.items())
            if one != device and is_there(production, one) and own.desk.is_lost(one)
        ],
        "joins": [
            {"ticket": one.id, "mark": one.mark, "name": name_of(production, one.person)}
            for one in own.joining(now_ms)
            if one.person != person
        ],
    }


def _names(production: Production) -> dict[str, Any]:
    """Which weapons there are and who has joined: what a report needs that is made without us."""
    return {
        "weapons": sorted(production.state.weapons),
        "people": [[one, name_of(production, one)] for one in sorted(production.state.people)],
    }


def _acts(entry: Entry) -> list[dict[str, Any]]:
    acts = entry.fields.get("acts")
    return [one for one in acts if isinstance(one, dict)] if isinstance(acts, list) else []


def _asks_for_pin(entry: Entry) -> bool:
    return bool({str(one.get("act", "")) for one in _acts(entry)} & PIN_ACTS)


def _weapon(act: dict[str, Any]) -> str:
    fields = act.get("f")
    return str(fields.get("weapon", "")) if isinstance(fields, dict) else ""


def _signed_ms(entry: Entry) -> int:
    """When it was signed, by the laptop's clock as far as the phone knows."""
    at, skew = entry.fields.get("t"), entry.fields.get("skew")
    return (at if isinstance(at, int) else 0) + (skew if isinstance(skew, int) else 0)


@cache
def _worker() -> str:
    """The script that keeps the shell; it changes whenever anything of the shell does."""
    text = (STATIC / "own" / "worker.js").read_text("utf-8")
    digest = hashlib.sha256(text.encode())
    for path in SHELL[1:]:
        digest.update((STATIC / path.removeprefix("/static/")).read_bytes())
    digest.update((STATIC.parent / "templates" / "own-phone.html").read_bytes())
    return text.replace("@DIGEST@", digest.hexdigest()[:16]).replace(
        "@SHELL@", json.dumps(list(SHELL))
    )
