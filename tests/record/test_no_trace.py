"""Two mornings that differ in who left what, when and in which order: can anything tell them apart?

Each morning is a whole one: phones press other things at the same desk, two concerns come in over
the page, noon comes, the bundle is made. Both sources of chance are made alike, so that whatever
still differs is a trace. What looks at a morning looks at everything there is: entries, neighbours,
checkpoints, bundle, every file, every row of the desk's database, what was printed and logged.

That the look can find something is tested too: each planted leak must be found.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from in_memory import Day, House
from provesafe.adapters.days import pouring, spool
from provesafe.adapters.days.pouring import enter_what_was_left
from provesafe.adapters.keys import WEAKEST, generate_key, save_key
from provesafe.adapters.production_keys import CONCERNS, LAPTOP
from provesafe.adapters.web import public
from provesafe.adapters.web.desk import Desk
from provesafe.adapters.web.house import House as WebHouse
from provesafe.adapters.web.serving.hub import Hub
from provesafe.adapters.web.serving.writer import Writer
from provesafe.custody import Adoption
from provesafe.ledger import pack_bundle
from provesafe.rulebook import Rulebook
from provesafe.service import coverage_of
from provesafe.service.drafting import act_draft
from provesafe.service.record import left as entering

KEY = generate_key().named(CONCERNS)
ONE, OTHER = "the aisle is blocked", "nobody showed me the second one"


def leave(folder: Path, words: str, *, once: str = "") -> None:
    """Leave words in a box whose chance is theirs, not the moment's: alike in both mornings."""
    chance = sha256(words.encode()).digest()
    spool.leave(folder, words, once=once, random=lambda count: chance[:count])


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """Who left which concern at which minute, in which order; and what else was pressed."""

    author: str
    minute: int
    order: tuple[str, str]
    presses_before: int
    """How many of the morning's other presses came first."""


EARLY = Morning(author="ada", minute=8 * 60, order=(ONE, OTHER), presses_before=0)
LATE = Morning(author="cleo", minute=11 * 60 + 59, order=(OTHER, ONE), presses_before=3)


def post(app: Callable[..., object], path: str, form: dict[str, str], *, author: str) -> int:
    """Send a form from somebody's phone, with their cookie; the answer's status."""
    body, statuses = urlencode(form).encode(), list[int]()
    headers = {
        "host": "localhost",
        "content-type": "application/x-www-form-urlencoded",
        "user-agent": f"{author}'s phone",
        "cookie": f"ps_visit={author}",
        "sec-fetch-site": "same-origin",
        "origin": "http://localhost",
    }
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": (f"10.0.0.{len(author)}", 1),
        "server": ("localhost", 80),
    }

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(int(str(message["status"])))

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return statuses[0]


def never(adoption: Adoption) -> Rulebook:
    """No rulebook is taken on in these mornings."""
    raise AssertionError(f"`{adoption.rulebook}` was asked for")


def spend(path: Path, morning: Morning) -> tuple[Day, WebHouse, int]:
    """Spend it, up to noon and the bundle."""
    path.mkdir()
    for name in (LAPTOP, CONCERNS):
        save_key(
            KEY.key.named(name), path / "keys" / f"{name}.json", passphrase="", strength=WEAKEST
        )
    os.utime(path, (1000, 1000))
    day = House.of().with_concerns(KEY).begin({"ada": ("armorer",), "cleo": ("performer",)})
    production = day.production
    desk = Desk(path / "desk.sqlite")
    os.utime(path, (1000, 1000))

    def clock() -> int:
        return day.now_ms

    house = WebHouse(
        writer=Writer(production, book_of=never, clock=clock, changed=lambda _: None),
        desk=desk,
        hub=Hub(),
        title="Dry Creek",
        kind="training",
        origin=production.writer.origin,
        folder=path,
        times=production.times,
        clock=clock,
        names=frozenset({"localhost"}),
    )
    app = Starlette(routes=list(public.routes(house)))
    for press in range(4):
        if press == morning.presses_before:
            for place, words in enumerate(morning.order):
                day.at(f"d1 {morning.minute // 60:02}:{morning.minute % 60:02}")
                # Sent twice, as a phone with a poor connection does.
                form = {"words": words, "once": f"{morning.author}-{place}"}
                assert {post(app, "/concern", form, author=morning.author) for _ in "12"} == {303}
        desk.pressed(f"press-{press}", "/weapon/colt-2")
    day.at("d1 12:00")
    enter_what_was_left(path, production, now_ms=day.now_ms)
    # Before the desk's own file is closed, which the folder's date would show.
    dated = path.stat().st_mtime_ns
    desk.close()
    return day, house, dated


def look(day: Day, house: WebHouse, dated: int, said: str) -> dict[str, object]:
    """Everything that anybody can look at afterwards, by what it is."""
    path, production = house.folder, day.production
    files = sorted(one for one in path.rglob("*") if one.is_file())
    with sqlite3.connect(path / "desk.sqlite") as desk:
        tables = [row[0] for row in desk.execute("select name from sqlite_master")]
        rows = [desk.execute(f"select * from {one}").fetchall() for one in tables if "_" not in one]
    return {
        "entries": list(day.house.store.entries()),
        "checkpoints": list(day.house.store.checkpoints()),
        "people": day.house.disclosures.people(),
        "coverage": coverage_of(production.entered),
        "bundle": list(
            pack_bundle(
                day.house.store.entries(),
                checkpoint=list(day.house.store.checkpoints())[-1],
                seals={},
                log_signer=production.log,
            )
        ),
        "files": [(str(one.relative_to(path)), one.stat().st_size) for one in files],
        "spool": ((path / "spool").read_bytes(), (path / "spool").stat().st_mtime_ns),
        "folder": dated,
        "desk": (tables, rows),
        "said": said,
    }


Spend = Callable[[Morning], dict[str, object]]


@pytest.fixture
def spent(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> Spend:
    """Spend a morning with chance made alike, and look at everything it left."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(secrets.SystemRandom, "shuffle", lambda _, found: found.sort())
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    if public.__dict__["leave"] is spool.leave:
        monkeypatch.setattr(public, "leave", leave)

    def one(morning: Morning) -> dict[str, object]:
        monkeypatch.setenv("USER", morning.author)
        monkeypatch.setattr(time, "time_ns", lambda: morning.minute * 60_000_000_000)
        caplog.clear()
        capfd.readouterr()
        day, house, dated = spend(tmp_path / morning.author, morning)
        printed = capfd.readouterr()
        own = [one for one in caplog.records if one.name != "asyncio"]
        logged = [one.getMessage() for one in own]
        return look(day, house, dated, "".join([printed.out, printed.err, *logged]))

    return one


def differing(first: dict[str, object], second: dict[str, object]) -> set[str]:
    """Where two mornings can be told apart."""
    return {name for name in first if first[name] != second[name]}


def test_author_order_and_minute_cannot_be_told(spent: Spend) -> None:
    """Nothing anywhere differs between two mornings that differ in all three."""
    early, late = spent(EARLY), spent(LATE)
    assert differing(early, late) == set()
    entries = early["entries"]
    assert isinstance(entries, list)
    assert [raw.count(b'"raise_concern"') for raw in entries if b"raise_concern" in raw] == [2]


def noted_at_the_desk(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The page remembers what it was sent among the other presses."""

    def and_note(folder: Path, words: str, *, once: str = "") -> None:
        leave(folder, words, once=once)
        desk = Desk(folder / "desk.sqlite")
        desk.pressed("one form", "/concern?done=1")
        desk.close()

    monkeypatch.setattr(public, "leave", and_note)


def dated(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The spool's file is dated by whoever wrote to it last."""
    write = spool._write

    def and_date(folder: Path, part: Path, boxes: list[bytes]) -> None:
        write(folder, part, boxes)
        ns = time.time_ns()
        os.utime(folder / "spool", ns=(ns, ns))

    monkeypatch.setattr(spool, "_write", and_date)


def signed(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Each concern ends with whose machine it came from."""

    def by(folder: Path, words: str, *, once: str = "") -> None:
        leave(folder, f"{words} ({os.environ['USER']})", once=once)

    monkeypatch.setattr(public, "leave", by)


def in_order(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """They come out as they went in."""
    pour, kept = spool.pour, list[str]()

    def in_turn(folder: Path, words: str, *, once: str = "") -> None:
        if words not in kept:
            kept.append(words)
        leave(folder, words, once=once)

    def as_left(folder: Path, key: object) -> spool.Poured:
        poured = pour(folder, key)  # type: ignore[arg-type]
        found, kept[:] = tuple(kept), []
        return replace(poured, concerns=found)

    monkeypatch.setattr(public, "leave", in_turn)
    monkeypatch.setattr(pouring, "pour", as_left)


def logged(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """A line of a log says who sent something."""

    def and_log(folder: Path, words: str, *, once: str = "") -> None:
        logging.getLogger("provesafe").info("a form from %s", os.environ["USER"])
        leave(folder, words, once=once)

    monkeypatch.setattr(public, "leave", and_log)


def stamped(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The entry says when the concern was left."""
    draft = act_draft

    def with_minute(acts: object) -> object:
        made = draft(acts)  # type: ignore[arg-type]
        payload = {**made.payload, "left": time.time_ns() // 1_000_000}
        return type(made)(entry_class=made.entry_class, payload=payload)

    monkeypatch.setattr(entering, "act_draft", with_minute)


def named_by_its_form(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The entry is called after the form on somebody's phone."""

    def by_form(folder: Path, words: str, *, once: str = "") -> None:
        name = sha256(once.encode()).digest()
        spool.leave(folder, words, once=once, random=lambda count: name[:count])

    monkeypatch.setattr(public, "leave", by_form)


def kept_in_a_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """A draft of the words stays beside the spool until the next one."""

    def and_keep(folder: Path, words: str, *, once: str = "") -> None:
        (folder / ".draft").write_text(words)
        leave(folder, words, once=once)

    monkeypatch.setattr(public, "leave", and_keep)


@pytest.mark.parametrize(
    ("leak", "where"),
    [
        (noted_at_the_desk, "desk"),
        (dated, "spool"),
        (signed, "entries"),
        (in_order, "entries"),
        (logged, "said"),
        (stamped, "bundle"),
        (kept_in_a_file, "files"),
        (named_by_its_form, "entries"),
    ],
)
def test_each_planted_leak_is_found(
    spent: Spend,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    leak: Callable[[pytest.MonkeyPatch, Path], None],
    where: str,
) -> None:
    """The same look finds each of eight ways to leave a trace, in its place."""
    leak(monkeypatch, tmp_path)
    assert where in differing(spent(EARLY), spent(LATE))


def test_the_entry_stands_in_nobodys_chain(spent: Spend, tmp_path: Path) -> None:
    """It is signed by the key for concerns alone, rests on nobody, and verifies."""
    entries = spent(EARLY)["entries"]
    assert isinstance(entries, list)
    (concerns,) = [raw for raw in entries if b"raise_concern" in raw]
    assert b'"dev":"concerns"' in concerns
    assert b"rests_on" not in concerns
    assert concerns.decode().count("\u2014 ") == 1
