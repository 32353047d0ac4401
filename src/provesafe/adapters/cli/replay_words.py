"""A day replayed against a protocol file, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import click

from provesafe.adapters.cli.proof_words import ended_lines
from provesafe.prover import Course, DayEntry, Gone
from provesafe.service import FileReplay

__all__ = ["file_replay_lines"]

WHY = {
    "other act": "nothing of it is in the file",
    "other person": "in the file somebody else does it",
    "other words": "in the file it is done otherwise",
}


def file_replay_lines(found: FileReplay, shown: Mapping[int, str]) -> Iterator[str]:
    """Where the day and the file part, what has gone wrong, which sets have begun, what is left.

    Args:
        found: the replay.
        shown: when each entry was made, by its index.
    """
    course, protocol = found.course, found.answer.protocol
    uses = f", {course.uses} uses of it one after another" if course.uses > 1 else ""
    followed = f"{len(course.taken)} entries of the day followed"
    yield click.style(f"{found.weapon}, by {protocol.title}: {followed}{uses}", bold=True)
    yield from _departures(course, shown)
    if not course.happened:
        yield f"nothing of the {found.answer.listed} failures the file lists shows in the record"
    else:
        listed = f"of the {found.answer.listed} failures the file lists"
        yield click.style(f"gone wrong, as far as the record shows, {listed}", bold=True)
        yield from (line for one in course.happened for line in _gone(one, course, shown))
    yield from ended_lines(found.sets, found.left, sure=False)
    yield from _rest(found, shown)


def _departures(course: Course, shown: Mapping[int, str]) -> Iterator[str]:
    if not course.departures:
        yield "the day never left the file"
        return
    yield click.style("where the day left the file", bold=True)
    for one in course.departures:
        yield f"  {_when(one.entry, shown)}  {one.say} [entry {one.entry.index}]"
        for wants in one.wants:
            yield f"         {wants}"


def _gone(one: Gone, course: Course, shown: Mapping[int, str]) -> Iterator[str]:
    use = f", use {one.use}" if course.uses > 1 else ""
    yield f"  {_when(one.entry, shown)}  {one.say} [{one.failure}{use}]"
    if one.entered:
        yield f"         entry {one.entry.index}"
    else:
        yield (
            f"         no entry of it; without this, or as much else, the file has no way to "
            f"entry {one.entry.index}, `{one.entry.act.name}`"
        )


def _rest(found: FileReplay, shown: Mapping[int, str]) -> Iterator[str]:
    """What of the record the file says nothing of."""
    course = found.course
    for one in course.waiting:
        yield f"entered before its place in the file, which never came: {', '.join(one.parts)}"
        yield f"  {_when(one.entry, shown)} [entry {one.entry.index}]"
    by_why: dict[str, Counter[str]] = {}
    for other in course.unlisted:
        name = other.entry.act.name
        if other.why == "other person":
            name = f"{name} by {_role(other.entry)}"
        by_why.setdefault(other.why, Counter())[name] += 1
    if by_why:
        yield click.style("of the record, the file has no step for", bold=True)
    for why, counts in sorted(by_why.items()):
        listed = ", ".join(
            f"{name} {count}×" if count > 1 else name for name, count in sorted(counts.items())
        )
        yield f"  {WHY[why]}: {listed}"
    for weapon, count in found.others.items():
        yield f"  of another weapon, {weapon}: {count}"
    if found.not_gone_ahead:
        yield f"  asked for, and did not go ahead: {found.not_gone_ahead}"


def _role(entry: DayEntry) -> str:
    roles = entry.roles.get(entry.act.text("by"), ()) if entry.act.has("by") else ()
    return f"the {roles[0].replace('-', ' ').replace(' ad', ' AD')}" if roles else "somebody"


def _when(entry: DayEntry, shown: Mapping[int, str]) -> str:
    return shown[entry.index]
