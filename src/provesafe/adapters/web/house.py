"""What every page needs: the record's writer, the desk, who listens, what the list says now.

value = await house.do(lambda production, now_ms: …)          look, in the writer's thread
where = await house.press(form, lambda production, now_ms: …)  enter, at most once for each form
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from starlette.requests import Request

from provesafe.adapters.web.desk import Desk
from provesafe.adapters.web.serving.hub import Hub
from provesafe.adapters.web.serving.writer import Job, Writer
from provesafe.adapters.web.visitors import CREW, LAPTOP, VISIT, Visitor, language_of, way_of
from provesafe.service import DayTimes, Decision, Listing, Production, Reason, Remedy, name_of

__all__ = ["DemoBadge", "Encrypted", "House", "reason_words", "role_name", "told_of"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBadge:
    """A badge that the demo's pages press for whoever tries them out."""

    code: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Encrypted:
    """The encrypted way to this laptop."""

    link: str
    """Where other devices find it, `https://…`."""
    by_name: str
    """The same by the cart's name on its network."""
    certificate: bytes
    """Of the set's own authority, in DER."""
    fingerprint: str
    """SHA-256 of it, as devices show it."""
    ends: str
    """The day on which it ends."""


@dataclass(slots=True, kw_only=True)
class House:
    """One production being served."""

    writer: Writer
    desk: Desk
    hub: Hub
    title: str
    kind: str
    origin: str
    folder: Path
    times: DayTimes
    clock: Callable[[], int]
    names: frozenset[str]
    """The names this laptop goes by on its networks, in small letters."""
    demo: tuple[DemoBadge, ...] = ()
    demo_pin: str = ""
    addresses: tuple[str, ...] = ()
    """Where other devices find it, `http://…`, the likeliest first."""
    encrypted: Encrypted | None = None
    """None where only the plain way is served."""
    at_end: list[Callable[[], None]] = field(default_factory=list)
    """What is ended when pages are served no more."""
    here_of: Callable[[str], str] = field(default=lambda _showing: "")
    """What whoever shows a weapon reads out to own phones, by the entry; empty for nothing."""
    latest: Listing = field(
        default_factory=lambda: Listing(
            lines=(), owed=(), stops=(), incidents=(), as_of_ms=0, entries=0
        )
    )
    """The list as it stood after the last change."""

    async def do(self, job: Job[_T]) -> _T:
        """Have something looked at or done by the record's writer."""
        return await asyncio.wrap_future(self.writer.submit(job))

    async def press(self, form: Mapping[str, list[str]], job: Job[str]) -> str:
        """Do what a form asks for, once; where to go then, the same each time it is sent.

        Args:
            form: as it was read; `once` in it names this very form.
            job: enters, and says where to go.
        """
        once = form.get("once", [""])[0]

        def at_most_once(production: Production, now_ms: int) -> str:
            if once and (led := self.desk.led_to(once)):
                return led
            leads_to = job(production, now_ms)
            if once:
                self.desk.pressed(once, leads_to)
            return leads_to

        return await self.do(at_most_once)

    async def visitor(self, request: Request) -> Visitor:
        """Who is asking."""
        cookies = request.cookies
        person = ""
        if token := cookies.get(VISIT):
            person = self.desk.person_of_visit(token, now_ms=self.clock())
        is_crew = cookies.get(CREW) == self.desk.secret(CREW)
        is_laptop = cookies.get(LAPTOP) == self.desk.secret(LAPTOP)
        language, way = language_of(request), way_of(request)
        if not person:
            return Visitor(is_crew=is_crew, is_laptop=is_laptop, language=language, way=way)

        def known(production: Production, _now_ms: int) -> Visitor:
            found = production.state.people.get(person)
            return Visitor(
                person=person,
                name=name_of(production, person),
                roles=tuple(role_name(one) for one in found.roles) if found else (),
                is_crew=is_crew,
                is_laptop=is_laptop,
                language=language,
                way=way,
            )

        return await self.do(known)

    def called(self, weapon: str) -> str:
        """A weapon as people here call it: its id, and its nickname where it has one."""
        nickname = self.desk.nickname(weapon)
        return f"{weapon} “{nickname}”" if nickname else weapon

    def show(self, ms: int | None) -> str:
        """A moment as the wall clock shows it, with its date if that is another day's."""
        return "" if not ms else self.times.show_from(ms // 60_000 * 60_000, self.clock())


def role_name(role: str) -> str:
    """A role word as people say it."""
    spoken = role.removeprefix("x-").replace("-", " ")
    return spoken.replace(" ad", " AD") if spoken.endswith(" ad") else spoken


def reason_words(reason: Reason) -> dict[str, Any]:
    """An open point as pages show it."""
    return {
        "rule": reason.id,
        "weight": reason.weight,
        "say": reason.say,
        "mends": reason.remedy.words if reason.remedy else "",
        "mend": _mend(reason.remedy) if reason.remedy else {},
        "template": reason.template,
        "spoken": dict(reason.spoken),
        "source": ", ".join(one for one in (reason.document, reason.section) if one),
    }


def _mend(remedy: Remedy) -> dict[str, Any]:
    """What would close an open point, in its parts: who, what, to whom, with what, how long."""
    return {
        "who": remedy.who,
        "act": remedy.act,
        "whom": remedy.whom,
        "things": list(remedy.things),
        "wait": remedy.wait_seconds,
    }


def told_of(decision: Decision, times: DayTimes) -> dict[str, Any]:
    """A decision as a page tells it, in JSON's types, so that it can be kept and told again."""
    told: dict[str, Any] = {
        "decision": decision.decision,
        "points": [reason_words(one) for one in decision.reasons],
        "advice": [reason_words(one) for one in decision.advice],
        "opens": [
            {
                "say": one.say,
                "template": one.template,
                "spoken": dict(one.spoken),
                "due": times.show(one.due_ms) if one.due_ms else "",
            }
            for one in decision.opens
        ],
    }
    return json.loads(json.dumps(told))  # type: ignore[no-any-return]
