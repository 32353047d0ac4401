"""Records to look back at, for tests: a small house with rules of its own, read as an audit does.

day = small_day()          a morning in which several rules are not met
report = looked_at(day)    what an audit says of it
"""

from __future__ import annotations

from functools import cache

from in_memory import Day, House, book_of, own_book
from provesafe.adapters.rulebooks import fact_phrases, rulebook_signature
from provesafe.monitor import ColumnProgram
from provesafe.rulebook import Rulebook
from provesafe.service import AuditReport, Seen, audit_seen, read_record

__all__ = ["CREW", "OWN", "STRICTER", "looked_at", "seen_of", "small_day"]

_SOURCE = 'source = { document = "ours", section = "1", standing = "house" }'

_SHOWN = f"""
[[rule]]
id = "shown"
title = "Shown to whoever takes it"
on = "handed_over(w, g, r)"
require = "ONCE shown(w, g, r)"
duty = ["g"]
weight = "danger"
force = "override"
say.en = "{{r}} has not been shown {{w}} by {{g}}."
remedy = {{ act = "show", weapon = "{{w}}", by = "{{g}}", to = "{{r}}" }}
{_SOURCE}
"""
_CLEANED = f"""
[[rule]]
id = "cleaned"
title = "Cleaned after it was fired"
on = "fired(w, p, _)"
require = "EVENTUALLY[0,1h] cleaned(w)"
duty = ["@armorer"]
weight = "paper"
force = "override"
say.en = "{{w}} has been fired and has to be cleaned."
remedy = {{ act = "clean", weapon = "{{w}}", by = "@armorer" }}
{_SOURCE}
"""
_NEVER = f"""
[[rule]]
id = "told"
title = "Somebody is told of a live round"
on = "live_round_found(l)"
require = "FALSE"
duty = ["@armorer"]
weight = "danger"
force = "never"
say.en = "{{l}} has a live round."
{_SOURCE}
"""

CREW = {
    "ada": ("armorer",),
    "basil": ("first-ad",),
    "cleo": ("performer",),
    "jonas": ("producer",),
}


@cache
def _book(rules: str, name: str) -> Rulebook:
    return own_book(rules, name=name)


OWN = _book(_SHOWN + _CLEANED + _NEVER, "own")
STRICTER = _book(
    _SHOWN.replace("ONCE shown", "ONCE[0,60s] shown"),
    "stricter",
)


def small_day(*books: Rulebook) -> Day:
    """A morning: shown and given, given by the first AD unshown, fired, cleaned late, refused."""
    day = House.of(*(books or (OWN,))).begin(CREW)
    day.at("d1 08:00").report("receive_weapon", weapon="colt-2", kind="real", serial="A1", by="ada")
    day.at("d1 08:10").report("open_set_up", set_up="3C", by="basil")
    day.report("use_in", weapon="colt-2", set_up="3C", by="ada")
    day.report("draw", weapon="colt-2", by="ada", place="truck")
    day.at("d1 08:20").report(
        "show", weapon="colt-2", by="ada", to="cleo", contents="empty", means="looked"
    )
    day.at("d1 08:25").report("hand_over", weapon="colt-2", by="ada", to="cleo", in_sight="yes")
    day.report("fire", weapon="colt-2", by="cleo", count=1)
    day.at("d1 08:30").report("return_weapon", weapon="colt-2", by="cleo", to="ada")
    day.report("put_down", weapon="colt-2", by="ada", place="cart")
    day.at("d1 08:40").report("pick_up", weapon="colt-2", by="basil")
    day.ask("hand_over", weapon="colt-2", by="basil", to="cleo", in_sight="yes")
    day.report("hand_over", weapon="colt-2", by="basil", to="cleo", in_sight="yes")
    # Cleaned in its hour, and entered late: the second view has it.
    day.at("d1 10:00").report("clean", weapon="colt-2", by="ada", happened="d1 08:50")
    day.at("d1 10:05").report("wrap", day=20260302, by="basil")
    return day


def seen_of(day: Day, *, until: str = "") -> Seen:
    """The record as an audit reads it."""
    books = day.house.books
    return read_record(
        list(day.house.store.entries()),
        kind="production",
        origin=day.production.writer.origin,
        book_of=book_of(books),
        until=lambda times, last: times.parse_date(until) if until else max(last, day.now_ms),
    )


def looked_at(day: Day, *, seen: Seen | None = None) -> AuditReport:
    """What an audit says of it, explained."""
    signature = rulebook_signature()
    return audit_seen(
        seen or seen_of(day),
        source="dry-creek",
        program_of=lambda book: ColumnProgram(book.rules, signature=signature),
        signature=signature,
        phrases=fact_phrases(),
        explained=True,
    )
