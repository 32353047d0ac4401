"""What each page of the case room shows: values from the case, put into its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from provesafe.adapters.casepapers import chapters, chapters_html, entries_of_case
from provesafe.adapters.web.caseroom.highlight import pieces_of
from provesafe.adapters.web.caseroom.room import Room, place_link
from provesafe.adapters.web.caseroom.waiting import FIELDS_SAID, STATES, correctable, waiting_lines
from provesafe.casefile import (
    Account,
    Case,
    Cite,
    EntryRef,
    difference_title,
    entries_of,
    line_words,
    matrix_of,
    place_words,
    record_side,
    spans_of,
)
from provesafe.errors import InputError

__all__ = ["PAGES", "line", "message", "source"]

_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _page(room: Room, template: str, **context: Any) -> str:
    case = room.case()
    return _TEMPLATES.get_template(template).render(
        case=case, report=room.report(), by=room.by, **context
    )


def message(room: Room, *, heading: str, words: str, hint: str) -> str:
    """A page that says one thing, and what to do now."""
    said = [one[:1].upper() + one[1:].replace("`", "") for one in (words, hint) if one]
    return _page(room, "message.html", heading=heading, said=said)


def _opening(room: Room, _request: Request) -> str:
    case = room.case()
    counted = [
        ("sources", len(case.sources), "/sources"),
        (
            "lines that wait for you",
            sum(one == "waiting" for one in case.states.values()),
            "/stage",
        ),
        ("accounts and entries", len(case.accounts), "/accounts"),
        ("differences", len(case.differences), "/differences"),
        ("duties", len(case.duties), "/duties"),
        ("people with a sheet", len(case.sheets), "/people"),
        ("things in no source", len(case.gaps), "/gaps"),
    ]
    when = room.clocks().show(case.incident_ms) if case.incident_ms is not None else ""
    return _page(room, "case.html", counted=counted, when=when)


def _sources(room: Room, _request: Request) -> str:
    show = room.clocks().show
    rows = [
        {
            "source": one,
            "taken": show(one.acquired.taken_ms),
            "lines": sum(each.source == one.id for each in room.case().accounts),
            "waiting": sum(
                state == "waiting" and each.startswith(f"{one.id}.")
                for each, state in room.case().states.items()
            ),
        }
        for one in room.case().sources
    ]
    return _page(room, "sources.html", rows=rows)


def source(room: Room, request: Request) -> str:
    """A source's text with what rests on it, or a record's entries that are pointed at."""
    case = room.case()
    found = case.source(request.path_params["source"])
    if found is None:
        raise InputError("there is no such source in this case")
    if found.kind == "record":
        show = room.clocks().show
        entries = [
            (one, show(one.recorded_ms)) for one in entries_of_case(case) if one.source == found.id
        ]
        return _page(room, "record.html", source=found, entries=entries)
    every = [one for one in (*case.accounts, *case.waiting) if one.source == found.id]
    at = _stretch(request.query_params.get("at", ""))
    pieces = pieces_of(room.text(found.id), found, every, at)
    lines = [(one, line_words(case, one, room.clocks().show)) for one in every]
    return _page(room, "source.html", source=found, pieces=pieces, lines=lines)


def _stretch(words: str) -> tuple[int, int] | None:
    first, _, last = words.partition("-")
    if first.isdecimal() and last.isdecimal() and int(first) < int(last) < 10**9:
        return int(first), int(last)
    return None


def _stage(room: Room, request: Request) -> str:
    done, _, what = request.query_params.get("done", "").rpartition("-")
    return _page(
        room,
        "stage.html",
        groups=waiting_lines(room.case()),
        done=f"{done}: {what}, by {room.by}" if done else "",
    )


def line(room: Room, request: Request) -> str:
    """A line to be taken over with changes."""
    found = correctable(room.case(), request.path_params["line"])
    if found is None:
        raise InputError("there is no such line that can be changed")
    return _page(room, "line.html", line=found, said_of=FIELDS_SAID)


def _differences(room: Room, _request: Request) -> str:
    case, show = room.case(), room.clocks().show
    cards = []
    for one in case.differences:
        sides: list[dict[str, Any]] = []
        told: set[Cite] = set()
        for line_id in one.lines:
            account = case.account(line_id)
            if account is not None:
                told |= set(account.cites)
                sides.append(_side(case, account, show))
        for cite in one.cites:
            around = _around(sides, cite) if len(sides) > 1 else None
            if around is not None and cite not in told:
                around["within"].append(_words_of(cite))
            elif cite not in told:
                sides.append(_bare(cite))
        if one.rule == "D5" and not entries_of(one.cites):
            sides.append({"words": record_side(one), "places": [], "cites": (), "within": []})
        cards.append({"one": one, "title": difference_title(one), "sides": sides})
    besides = [
        {
            "one": one,
            "side": _side(case, account, show),
            "entries": [(_words_of(each), _place(each)) for each in one.entries],
        }
        for one in case.besides
        if (account := case.account(one.line)) is not None
    ]
    return _page(room, "differences.html", cards=cards, besides=besides, states=STATES)


def _side(case: Case, account: Account, show: Callable[[int], str]) -> dict[str, Any]:
    return {
        "words": line_words(case, account, show),
        "places": [_place(cite) for cite in account.cites],
        "cites": account.cites,
        "within": [],
    }


def _bare(cite: Cite) -> dict[str, Any]:
    """A place that no line of the difference holds: its words alone."""
    return {
        "words": f"“{_words_of(cite)}”",
        "places": [_place(cite)],
        "cites": (),
        "within": [],
    }


def _around(sides: Sequence[dict[str, Any]], cite: Cite) -> dict[str, Any] | None:
    """The side whose own words hold a place."""
    if isinstance(cite, EntryRef):
        return None
    for side in sides:
        for span in spans_of(side["cites"]):
            if span.source == cite.source and span.start <= cite.start and cite.end <= span.end:
                return side
    return None


def _words_of(cite: Cite) -> str:
    return cite.words if isinstance(cite, EntryRef) else " ".join(cite.exact.split())


def _place(cite: Cite) -> tuple[str, str]:
    return place_words(cite), place_link(cite)


def _duties(room: Room, _request: Request) -> str:
    matrix = matrix_of(room.case(), room.clocks().show)
    rows = [
        {
            "row": row,
            "cells": [
                {
                    "words": cell.words,
                    "places": [(_words_of(cite), *_place(cite)) for cite in cell.cites],
                }
                for cell in row.cells
            ],
        }
        for row in matrix.rows
    ]
    return _page(room, "duties.html", columns=matrix.columns, rows=rows)


def _views(room: Room, _request: Request) -> str:
    show = room.clocks().show
    rows = [(show(at), by, page) for at, by, page in reversed(room.views.listed())]
    return _page(room, "views.html", rows=rows[:500], count=len(rows))


def _chapter(title: str, number: str) -> Callable[[Room, Request], str]:
    """A page that shows one chapter of the report, its places leading into the sources."""

    def make(room: Room, _request: Request) -> str:
        report = room.report()
        links = {
            one.number: f"/source/{one.source}#e{one.entry}"
            if one.entry is not None
            else f"/source/{one.source}?at={one.start}-{one.end}#at"
            for one in report.references
        }
        body = chapters_html(chapters(report, number), links=links, bare=True)
        return _page(room, "chapter.html", title=title, body=body)

    return make


def _whole(room: Room, _request: Request) -> str:
    report = room.report()
    return _page(room, "report.html", body=chapters_html(report.sections, links={}))


PAGES: Mapping[str, Callable[[Room, Request], str]] = {
    "/": _opening,
    "/sources": _sources,
    "/stage": _stage,
    "/accounts": _chapter("Accounts", "2"),
    "/timeline": _chapter("Timeline", "3"),
    "/differences": _differences,
    "/duties": _duties,
    "/people": _chapter("Sheets", "7"),
    "/gaps": _chapter("Not recorded", "5"),
    "/report": _whole,
    "/views": _views,
}
"""Every page without a part of its own in its address."""
