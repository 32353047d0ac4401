"""The ready-made day to try things out: a day file whose clock ends now.

It is an ordinary day file (docs/reference/day-file.md) with places for times, played through the
same gate as any other, into a production whose record says *demo* in its own name for ever. The
badges are given like any others; the pages press them for whoever tries it out.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import argon2

from provesafe import custody
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.web.house import DemoBadge, role_name
from provesafe.adapters.wiring import adoptions, keep_texts, new_production
from provesafe.errors import ConflictError, InputError
from provesafe.service import (
    Ask,
    DayAct,
    DayFile,
    Production,
    Report,
    adopt,
    ask,
    badge_digest,
    introduce,
    name_of,
    new_badge_code,
    parse_day_file,
    read_act,
    report,
    zone_of,
)

__all__ = ["DEMO_PIN", "demo_badges", "demo_day", "make_demo"]

DEMO_PIN = "000000"
EVENING_MINUTES = 200
"""How long before now the demo's shooting day turned."""

_TIME = re.compile(r"@-(\d+):(\d\d)@")


class NotADemoError(ConflictError):
    """The folder holds a production that is not a demo."""

    code = "web.not_a_demo"


def demo_day(now_ms: int, *, zone: str) -> DayFile:
    """The demo's day, ending now.

    Args:
        now_ms: the laptop's clock.
        zone: the laptop's time zone, by its IANA name.
    """
    place = zone_of(zone)
    now = datetime.fromtimestamp(now_ms // 1000, tz=UTC).replace(second=0)
    starts = (now - timedelta(minutes=EVENING_MINUTES)).astimezone(place)

    def wall(found: re.Match[str]) -> str:
        moment = now - timedelta(minutes=int(found[1]), seconds=-int(found[2]))
        there = moment.astimezone(place)
        days = (there.date() - starts.date()).days + 1
        return f"d{days} {there:%H:%M:%S}"

    text = (Path(__file__).parent / "demo-day.txt").read_text("utf-8")
    text = _TIME.sub(wall, text)
    for mark, value in {
        "@STARTS@": f"{starts:%Y-%m-%d}",
        "@ZONE@": zone,
        "@TURNS@": f"{starts:%H:%M}",
        "@TODAY@": f"{starts:%Y%m%d}",
        "@YEAR-END@": f"{now.year + 1}-12-31",
    }.items():
        text = text.replace(mark, value)
    return parse_day_file(text, source="demo-day.txt")


def make_demo(folder: Path, *, now_ms: int, zone: str) -> Production:
    """Make a demo production in a folder, played up to now, with a badge and a PIN for everybody.

    Args:
        folder: made where it is not there.
        now_ms: the laptop's clock.
        zone: the laptop's time zone.

    Raises:
        ConflictError: the folder holds a production already.
    """
    try:
        day = demo_day(now_ms, zone=zone)
    except InputError:
        # In the hour that the zone's clocks go through twice, no day file can tell which is meant.
        day = demo_day(now_ms, zone="UTC")
    entries = [*day.tables, *day.acts]
    first_ms = min(entry.at_ms for entry in entries)
    production = new_production(
        folder,
        title=day.production,
        times=day.times,
        kind="demo",
        passphrase="",
        at_ms=first_ms,
        # Nothing in a demo has to outlast a power cut, and it is ready sooner.
        durable=False,
    )
    here = Path(__file__).parent
    books = adoptions(day.rulebooks, day.watched, day.settings, beside=here)
    keep_texts(folder, books, beside=here)
    for row in day.people:
        introduce(production, str(row["id"]), str(row.get("name", "")))
    _enter(production, day.tables)
    adopt(production, books, by=production.people.id_of(day.keeper), now_ms=first_ms)
    _enter(production, day.acts)
    _give_badges(production, folder, now_ms=now_ms)
    return production


def demo_badges(production: Production, folder: Path) -> tuple[DemoBadge, ...]:
    """Everybody's badge in a demo, for its pages to press.

    Raises:
        NotADemoError: the record's own name does not say *demo*.
    """
    if not production.writer.origin.startswith("demo."):
        raise NotADemoError(
            f"`{folder}` holds a production that is not a demo", hint="leave `--demo` out"
        )
    desk = Desk(folder / DESK)
    try:
        given = [one for one in desk.badges() if not one.ended]
    finally:
        desk.close()
    return tuple(
        DemoBadge(
            code=one.code,
            name=name_of(production, one.person),
            role=role_name(production.state.people[one.person].roles[0]),
        )
        for one in given
        if production.state.people.get(one.person) and production.state.people[one.person].roles
    )


def _enter(production: Production, entries: Sequence[DayAct]) -> None:
    for entry in entries:
        acts = tuple(read_act(production, entry.name, item) for item in entry.items)
        if entry.kind == "request":
            ask(production, Ask(acts=acts), now_ms=entry.at_ms)
        else:
            report(production, Report(acts=acts), now_ms=entry.at_ms)


def _give_badges(production: Production, folder: Path, *, now_ms: int) -> None:
    # A demo's PIN is no secret: its hash may be cheap.
    desk = Desk(
        folder / DESK,
        pin_cost=argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1),
    )
    people = [one.id for one in production.state.people.values() if one.enrolled]
    keeper = next(one for one in people if "producer" in production.state.people[one].roles)
    try:
        acts = []
        for person in people:
            code = new_badge_code(secrets.token_bytes)
            desk.give_badge(code, person)
            desk.set_pin(person, DEMO_PIN)
            fields = {"person": person, "badge": badge_digest(code), "by": keeper}
            acts.append(custody.parse_act("give_badge", fields))
        report(production, Report(acts=tuple(acts)), now_ms=now_ms)
    finally:
        desk.close()
