"""The report's own minute at the terminal, and the ordinary day after it: what `make run` shows.

The people are invented. Four short scenes in at most 25 lines: the minute as it was reported, the
same minute done right, the same minute afterwards, and one byte changed in a copy of its record.
Then an ordinary day, one line for each set-up.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from provesafe.adapters.cli.words import NOT_YET, NOTHING_OPEN, handed_line, mends_words
from provesafe.adapters.wiring import RECORD, adoptions, open_rehearsal, verify_production
from provesafe.custody import contents_words
from provesafe.errors import ProvesafeError
from provesafe.service import (
    Afterwards,
    DayFile,
    Decision,
    Production,
    Reason,
    Rehearsal,
    afterwards,
    parse_day_file,
    rehearse,
)

__all__ = ["tell_story"]

WIDTH = 118
SHOWN_REASONS = 4


def tell_story(examples: Path) -> Iterator[str]:
    """The lines of the story, from the day files in `examples`."""
    with tempfile.TemporaryDirectory() as kept:
        yield _title("The minute: told empty, directed to aim at a person, handed by someone else")
        yield from _asked(*_play(examples / "minute" / "told-empty.toml"))
        yield _title("The same minute done right")
        yield from _done_right(*_play(examples / "minute" / "done-right.toml"))
        yield _title("The same minute afterwards: what was entered; nobody is judged")
        folder = Path(kept) / "record"
        production, _ = _play(examples / "minute" / "afterwards.toml", into=folder)
        yield from _afterwards(production, afterwards(production, "colt-2"))
        yield _title("One byte changed in a copy of that record")
        yield from _changed(folder)
    yield _title("An ordinary day: Dry Creek, a small western")
    yield from _day(*_play(examples / "days" / "dry-creek.toml"))


def _play(path: Path, *, into: Path | None = None) -> tuple[Production, Rehearsal]:
    day: DayFile = parse_day_file(path.read_text("utf-8"), source=path.name)
    books = adoptions(day.rulebooks, day.watched, day.settings, beside=path.parent)
    with open_rehearsal(day, into=into) as production:
        return production, rehearse(production, day, books)


def _asked(production: Production, rehearsal: Rehearsal) -> Iterator[str]:
    label, clock = production.people.label, production.times.show
    held = [one.decisions[0] for one in rehearsal.refused]
    directed = next(one for one in held if one.act == "direct")
    given = next(one for one in held if one.act == "hand_over")
    by, to = label(str(given.fields["by"])), label(str(given.fields["to"]))
    words = f"{by} tells {to} “it is empty” and is about to hand it over"
    yield f"{clock(given.at_ms)}  {words}: {_answer(given)}"
    chosen = [*directed.reasons[:1], *_told_apart(given.reasons)]
    for reason in chosen:
        yield _cut(f"  {reason.weight:<7}{reason.say}")
        yield _cut(f"         {mends_words(reason)}{reason.document}, {reason.section}")
    rest = len(given.reasons) + len(directed.reasons) - len(chosen)
    yield f"  and {rest} more: provesafe rehearse examples/minute/told-empty.toml"


def _told_apart(reasons: Sequence[Reason]) -> list[Reason]:
    """A few reasons that say different things: who hands it, shown, contents, and one on paper."""
    wanted = ("handed-by-qualified", "show-to-receiver", "opened-and-presented", "paper-current")
    found = {reason.rule: reason for reason in reasons}
    return [found[rule] for rule in wanted if rule in found][:SHOWN_REASONS]


def _done_right(production: Production, rehearsal: Rehearsal) -> Iterator[str]:
    label, clock = production.people.label, production.times.show
    decisions = [d for played in rehearsal.played for d in played.decisions]
    shown = next(one for one in decisions if one.act == "show")
    given = next(one for one in decisions if one.act == "hand_over")
    saw = ", ".join(label(one) for one in shown.fields["to"])
    contents = contents_words(production.state.weapons["colt-2"])
    by, to = label(str(given.fields["by"])), label(str(given.fields["to"]))
    yield f"{clock(shown.at_ms)}  {by} shows colt-2 to {saw}: {contents}; each says “saw it”"
    yield f"{clock(given.at_ms)}  {by} to {to}: {_answer(given)}. {by} decides."


def _afterwards(production: Production, found: Afterwards) -> Iterator[str]:
    clock = production.times.show
    for one in found.entered:
        if one.late:
            yield _cut(
                f"  entered   {clock(one.said_ms)} (entered {clock(one.recorded_ms)}) {one.words}"
            )
    for record_open in (True, False):
        missing = [one.words for one in found.no_entry if one.record_open is record_open]
        if missing:
            lead = "no entry, record open" if record_open else "record could not receive"
            yield _cut(f"  {lead}: {' · '.join(missing)}")
    line = handed_line(found, label=production.people.label, clock=clock)
    yield _cut(f"  {line}")


def _changed(folder: Path) -> Iterator[str]:
    report = verify_production(folder)
    yield f"  as it was made: {report.tree_size} entries unchanged since signed"
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    data = bytearray((copy / RECORD).read_bytes())
    place = data.index(b"it is empty")
    data[place : place + 2] = b"It"
    (copy / RECORD).write_bytes(bytes(data))
    try:
        verify_production(copy)
    except ProvesafeError as error:
        yield _cut(f"  the copy: {error}")


def _day(production: Production, rehearsal: Rehearsal) -> Iterator[str]:
    label, clock = production.people.label, production.times.show
    scenes: list[tuple[str, list[Decision]]] = [("morning", [])]
    for played in rehearsal.played:
        for decision in played.decisions:
            if decision.act == "open_set_up":
                scenes.append((str(decision.fields["set_up"]), []))
            scenes[-1][1].append(decision)
            if decision.act == "close_set_up":
                scenes.append(("", []))
    scenes[-1] = ("wrap", scenes[-1][1])
    for name, decisions in scenes:
        asked = [one for one in decisions if one.decision != "noted"]
        if name and decisions:
            given = [
                f"{one.fields['weapon']} to {label(str(one.fields['to']))}"
                for one in asked
                if one.act == "hand_over"
            ]
            yield _scene(clock(decisions[0].at_ms), name, asked, given)
    requests = sum(1 for played in rehearsal.played if played.act.kind == "request")
    yield f"  {requests} asked, {len(rehearsal.refused)} not yet"


def _scene(began: str, name: str, asked: Sequence[Decision], given: Sequence[str]) -> str:
    held = sum(1 for one in asked if one.decision == "refuse")
    hands = f"; handed over: {', '.join(given)}" if given else ""
    answer = f"{held} not yet" if held else NOTHING_OPEN
    return _cut(f"  {began:<9}{name:<10}{len(asked)} asked, {answer}{hands}")


def _answer(decision: Decision) -> str:
    if decision.decision == "permit":
        return NOTHING_OPEN
    danger = sum(1 for reason in decision.reasons if reason.weight == "danger")
    paper = len(decision.reasons) - danger
    return click.style(NOT_YET, bold=True) + f" ({danger} danger, {paper} paper)"


def _title(words: str) -> str:
    return click.style(words, bold=True)


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
