"""What a history comes to: the sources, what was decided of each line, and what was entered.

`kept_of` is a fold over steps and looks at nothing else. A line that nobody decided is in no table
here: it waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast, get_args

from provesafe.casefile.keeping.steps import Step, StepError
from provesafe.casefile.model.findings import Comment
from provesafe.casefile.model.inquiry import Authority, Investigation, Request, Status
from provesafe.casefile.model.line import Decided
from provesafe.casefile.model.source import (
    Acquisition,
    Protection,
    Published,
    Source,
    SourceKind,
)

__all__ = ["Kept", "kept_of", "next_id"]

DECISIONS = ("accepted", "corrected", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the history of a case comes to."""

    title: str
    zone: str
    real: str
    opened_ms: int
    as_of_ms: int
    """Of the last step."""
    status: Status
    sources: tuple[Source, ...]
    taken: Mapping[str, Step]
    """The step that took in each source."""
    decided: Mapping[str, tuple[Decided, ...]]
    """What was decided of each line, in order."""
    entered: tuple[Step, ...]
    """Events, constraints and conditions that somebody entered."""
    comments: tuple[Comment, ...]
    authorities: tuple[Authority, ...]
    requests: tuple[Request, ...]
    investigations: tuple[Investigation, ...]
    steps: int


def kept_of(steps: Sequence[Step]) -> Kept:
    """Fold a history.

    Raises:
        StepError: it does not begin with `opened`, or a step is about something that is not there.
    """
    if not steps or steps[0].what != "opened":
        raise StepError("a history begins with the step that opened the case")
    first = steps[0]
    authorities = tuple(_authority(one) for one in steps if one.what == "authority")
    taken = {one.on: one for one in steps if one.what == "taken"}
    return Kept(
        title=first.text("title"),
        zone=first.text("zone"),
        real=first.text("real") or "real",
        opened_ms=first.at_ms,
        as_of_ms=steps[-1].at_ms,
        status=_status(steps, ""),
        sources=tuple(_source(one) for one in taken.values()),
        taken=MappingProxyType(taken),
        decided=MappingProxyType(_decided(steps)),
        entered=tuple(one for one in steps if one.what in ("event", "constraint", "condition")),
        comments=tuple(_comment(one) for one in steps if one.what == "comment"),
        authorities=authorities,
        requests=tuple(_requests(steps)),
        investigations=tuple(_investigation(one, steps) for one in steps if _is_look(one)),
        steps=len(steps),
    )


def next_id(steps: Iterable[Step], what: str) -> str:
    """The id that the next source, event, comment, … gets: a letter and a number.

    Args:
        steps: the history.
        what: the kind of step that brings it in.
    """
    letter = _LETTERS[what]
    return f"{letter}{1 + sum(one.what == what for one in steps)}"


_LETTERS = MappingProxyType(
    {
        "taken": "S",
        "event": "X",
        "constraint": "K",
        "condition": "N",
        "comment": "M",
        "authority": "A",
        "request": "R",
        "investigation": "I",
    }
)


def _is_look(step: Step) -> bool:
    return step.what == "investigation"


def _word(value: str, allowed: object, otherwise: str) -> str:
    return value if value in get_args(allowed) else otherwise


def _source(step: Step) -> Source:
    published = step.text("published")
    return Source(
        id=step.on,
        kind=cast(SourceKind, _word(step.text("kind"), SourceKind, "document")),
        title=step.text("title"),
        sha256=step.text("sha256"),
        bytes_count=step.number("bytes_count") or 0,
        file=step.text("file"),
        media_type=step.text("media_type"),
        acquired=Acquisition(
            by=step.by,
            from_whom=step.text("from_whom"),
            taken_ms=step.number("taken_ms") or step.at_ms,
            how=step.text("how"),
        ),
        published=Published(edtf=published, how="given", by=step.by) if published else Published(),
        language=step.text("language"),
        protection=cast(Protection, _word(step.text("protection"), Protection, "parties")),
        licence=step.text("licence"),
        code_points=step.number("code_points") or 0,
        copy_of=step.text("copy_of"),
        origin=step.text("origin"),
        entries=step.number("entries") or 0,
        checked=step.text("checked"),
    )


def _decided(steps: Iterable[Step]) -> dict[str, tuple[Decided, ...]]:
    found: dict[str, tuple[Decided, ...]] = {}
    for step in steps:
        if step.what in DECISIONS:
            pairs = step.listed("changed")
            one = Decided(
                what=cast(Literal["accepted", "corrected", "dropped"], step.what),
                by=step.by,
                at_ms=step.at_ms,
                note=step.text("note"),
                changed=tuple(zip(pairs[::2], pairs[1::2], strict=False)),
            )
            found[step.on] = (*found.get(step.on, ()), one)
    return found


def _comment(step: Step) -> Comment:
    given = step.number("given_ms")
    return Comment(
        id=step.text("id"),
        party=step.text("party"),
        on=step.on,
        text=step.text("text"),
        given_ms=step.at_ms if given is None else given,
        entered_by=step.by,
    )


def _authority(step: Step) -> Authority:
    return Authority(
        id=step.on,
        name=step.text("name"),
        instrument=step.text("instrument"),
        reference=step.text("reference"),
        lead=step.text("lead") == "yes",
    )


def _requests(steps: Sequence[Step]) -> Iterable[Request]:
    for step in steps:
        if step.what != "request":
            continue
        answers = [one for one in steps if one.what == "answer" and one.on == step.on]
        last = answers[-1] if answers else None
        yield Request(
            id=step.on,
            of=step.text("of"),
            what=step.text("what"),
            asked_ms=step.at_ms,
            by=step.text("authority") or step.by,
            gap=step.text("gap"),
            answered_ms=last.at_ms if last else None,
            answer=last.text("text") if last else "",
            given=tuple(dict.fromkeys(one for each in answers for one in each.listed("given"))),
        )


def _investigation(step: Step, steps: Sequence[Step]) -> Investigation:
    signed = [one for one in steps if one.what == "signed" and one.on == step.on]
    last = signed[-1] if signed else None
    return Investigation(
        id=step.on,
        title=step.text("title"),
        purpose=step.text("purpose"),
        authority=step.text("authority"),
        sources=step.listed("sources"),
        opened_ms=step.at_ms,
        status=_status(steps, step.on),
        signed_by=last.by if last else "",
        analysis=last.text("analysis") if last else "",
        conclusions=last.text("conclusions") if last else "",
    )


def _status(steps: Iterable[Step], investigation: str) -> Status:
    """The last that was entered, of the case or of one investigation."""
    found = [
        one.text("status")
        for one in steps
        if one.what == "status" and one.text("investigation") == investigation
    ]
    return cast(Status, _word(found[-1] if found else "open", Status, "open"))
