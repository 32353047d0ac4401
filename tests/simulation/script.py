"""What people do on a simulated day: a clean day, and everything that people do to a clean day.

They leave out steps, swap them, put the wrong name, count one round too few, enter late, correct
themselves, call STOP, want to see it again, put a weapon down and look away. Each entry of the
script says what is tried; what comes of it is the program's affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from made_days.day import clean_day
from provesafe.service.day import DayFile, read_day

__all__ = ["Line", "script_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that somebody does."""

    act: str
    items: tuple[Mapping[str, Any], ...]
    at_ms: int
    asked: bool
    happened_ms: int | None = None
    slips: tuple[str, ...] = field(default=())


def script_of(seed: int, rng: Random) -> tuple[DayFile, list[Line]]:
    """The clean day of a seed, as a day file and as people really do it."""
    day = read_day(clean_day(seed).tables, source=f"seed {seed}")
    lines = [
        Line(act=one.name, items=one.items, at_ms=one.at_ms, asked=one.kind == "request")
        for one in (*day.tables, *day.acts)
    ]
    tables, acts = lines[: len(day.tables)], lines[len(day.tables) :]
    return day, [*tables, *_spoiled(acts, day, rng)]


def _spoiled(lines: list[Line], day: DayFile, rng: Random) -> Iterator[Line]:
    people = [str(row["id"]) for row in day.people]
    kept_for_later: list[Line] = []
    lines = list(lines)
    for place in range(len(lines)):
        if rng.random() < 0.03 and place + 1 < len(lines):
            first, second = lines[place : place + 2]
            lines[place] = replace(second, at_ms=first.at_ms, slips=("too early",))
            lines[place + 1] = replace(first, at_ms=second.at_ms, slips=("too late",))
        line = lines[place]
        if rng.random() < 0.04:
            continue
        if rng.random() < 0.03 and not line.asked:
            # Entered some steps later, with the time it happened.
            kept_for_later.append(replace(line, happened_ms=line.at_ms, slips=("entered late",)))
            continue
        yield _with_slip(line, people, rng)
        yield from _beside(line, people, rng)
        if kept_for_later and rng.random() < 0.3:
            yield replace(kept_for_later.pop(0), at_ms=line.at_ms)


def _with_slip(line: Line, people: list[str], rng: Random) -> Line:
    """The line, now and then with the wrong name or a number that is out by one."""
    fields = dict(line.items[0])
    if rng.random() < 0.04:
        names = [name for name in ("by", "to", "person") if isinstance(fields.get(name), str)]
        if names and line.act not in ("enrol", "hold_meeting"):
            fields[rng.choice(names)] = rng.choice(people)
            return replace(line, items=(fields,), slips=(*line.slips, "the wrong person"))
    if rng.random() < 0.12:
        for name in ("checked", "found", "spent", "count"):
            number = fields.get(name)
            if isinstance(number, int) and number > 1:
                fields[name] = number - 1
                return replace(line, items=(fields,), slips=(*line.slips, "one too few"))
    return line


def _beside(line: Line, people: list[str], rng: Random) -> Iterator[Line]:
    """What somebody else does meanwhile."""
    if rng.random() > 0.06:
        return
    fields = line.items[0]
    weapon, who = fields.get("weapon"), rng.choice(people)
    others: list[tuple[str, dict[str, Any]]] = [
        ("stop", {"by": who, "words": "wait"}),
        ("raise_concern", {"concern": f"c-{rng.randrange(10**6)}", "by": who, "words": "loud"}),
        ("keep_alive", {}),
        ("refuse_work", {"by": who}),
        ("answer_concern", {"concern": "c-1", "by": "jonas", "words": "seen to"}),
    ]
    if isinstance(weapon, str):
        others += [
            ("lose_sight", {"weapon": weapon, "by": who}),
            ("put_down", {"weapon": weapon, "by": who, "place": "cart", "watched": "no"}),
            ("answer", {"weapon": weapon, "by": who, "what": "was told, not shown"}),
            ("tell", {"weapon": weapon, "by": "ada", "to": who, "words": "it is empty"}),
            ("ask_to_see", {"weapon": weapon, "by": who}),
            ("quarantine", {"weapon": weapon, "by": who}),
            ("discharge", {"weapon": weapon, "by": who, "how": "not-known", "hurt": 0}),
        ]
    act, given = rng.choice(others)
    yield Line(act=act, items=(given,), at_ms=line.at_ms, asked=False, slips=("meanwhile",))
    if act == "stop":
        done = {"by": rng.choice(("basil", who))}
        yield Line(act="resume", items=(done,), at_ms=line.at_ms, asked=True, slips=("meanwhile",))
