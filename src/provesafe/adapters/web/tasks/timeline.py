"""The day as lanes, one for each weapon, with what was entered about it; and the same as a table.

The drawing is made here, on the laptop, and is a picture of the entries, not of what happened: a
bar says who was entered as having it, a sign says that something was entered. Signs that would lie
on one another are drawn as one with their number; what was asked and not yet stands out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from provesafe import custody
from provesafe.adapters.saying import Say
from provesafe.adapters.web.tasks.building import Block, Scene
from provesafe.service import LogLine

__all__ = ["Lane", "Mark", "Span", "lanes_of", "lanes_svg", "timeline"]

WIDE = 1000
LEFT = 150
LANE = 64
TOP = 34
MERGE_PX = 14
"""Signs closer than this are one."""

_TAKES = {"draw": "by", "hand_over": "to", "return_weapon": "to", "pick_up": "by"}
_ENDS = frozenset({"put_away", "put_down", "leave_unattended", "hand_to_police", "send_back"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Somebody was entered as having it, from when to when."""

    who: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that was entered about it."""

    at_ms: int
    words: str
    asked_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One weapon."""

    name: str
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]


def timeline(scene: Scene) -> Sequence[Block]:
    """Today's lanes, and the same entries as a table."""
    say = scene.say
    lines = scene.log()
    end_ms = scene.production.now(scene.now_ms)
    lanes = lanes_of(lines, end_ms=end_ms, name=scene.name)
    show = scene.house.show
    rows = [
        (
            show(line.said_ms),
            show(line.at_ms) if line.late else "",
            line.act.text("weapon") if line.act.has("weapon") else "",
            say("asked, not yet: {words}", words=line.words) if line.asked_only else line.words,
            str(line.entry),
        )
        for line in lines
    ]
    heads = (say("At"), say("Entered"), say("Weapon"), say("What was entered"), say("Entry"))
    return (
        Block(
            heading=say("By weapon"),
            svg=lanes_svg(lanes, clock=scene.production.times.show, say=say) if lanes else "",
            words=() if lanes else (say("Nothing was entered about a weapon today."),),
        ),
        Block(heading=say("What was entered"), table=(heads, *rows)),
    )


def lanes_of(
    lines: Sequence[LogLine], *, end_ms: int, name: Callable[[str], str]
) -> tuple[Lane, ...]:
    """The lanes of a day's log, by weapon.

    Args:
        lines: in the order of the record.
        end_ms: up to when whoever has it last has it.
        name: gives a person's name for an id.
    """
    by_weapon: dict[str, list[LogLine]] = {}
    for line in lines:
        if line.act.has("weapon"):
            by_weapon.setdefault(line.act.text("weapon"), []).append(line)
    return tuple(
        Lane(
            name=weapon,
            spans=_spans(found, end_ms, name),
            marks=tuple(
                Mark(at_ms=one.said_ms, words=one.words, asked_only=one.asked_only) for one in found
            ),
        )
        for weapon, found in sorted(by_weapon.items())
    )


def lanes_svg(lanes: Sequence[Lane], *, clock: Callable[[int], str], say: Say) -> str:
    """The lanes as SVG to stand in a page; everything people typed in it is escaped.

    Args:
        lanes: at least one.
        clock: shows a moment as the wall clock does.
        say: how the page says its own words.
    """
    first = min(mark.at_ms for lane in lanes for mark in lane.marks)
    last = max(
        [mark.at_ms for lane in lanes for mark in lane.marks]
        + [span.end_ms for lane in lanes for span in lane.spans]
    )
    scale = (WIDE - LEFT - 20) / max(last - first, 1)

    def x(ms: int) -> float:
        return round(LEFT + (ms - first) * scale, 1)

    high = TOP + LANE * len(lanes) + 10
    title = escape(
        say(
            "What was entered, by weapon, from {first} to {last}; the table below has the same",
            first=clock(first // 60_000 * 60_000),
            last=clock(last // 60_000 * 60_000),
        )
    )
    parts = [f'<svg class="lanes" role="img" viewBox="0 0 {WIDE} {high}"><title>{title}</title>']
    parts += _hours(first, last, x, clock, high)
    for place, lane in enumerate(lanes):
        parts.append(_lane(lane, TOP + LANE * place, x))
    return "".join([*parts, "</svg>"])


def _spans(lines: Sequence[LogLine], end_ms: int, name: Callable[[str], str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    who, since = "", 0
    for line in lines:
        act = line.act
        if line.asked_only or (act.name not in _TAKES and act.name not in _ENDS):
            continue
        if who:
            spans.append(Span(who=name(who), start_ms=since, end_ms=max(line.said_ms, since)))
        who = _taker(act)
        since = line.said_ms
    if who:
        spans.append(Span(who=name(who), start_ms=since, end_ms=max(end_ms, since)))
    return tuple(spans)


def _taker(act: custody.Act) -> str:
    field = _TAKES.get(act.name)
    return act.text(field) if field and act.has(field) else ""


def _hours(
    first: int, last: int, x: Callable[[int], float], clock: Callable[[int], str], high: int
) -> list[str]:
    """A line for every hour, or for what divides the day into a handful."""
    step = 3_600_000
    while (last - first) / step > 10:
        step *= 2
    while (last - first) / step < 3 and step > 300_000:
        step //= 2
    parts = []
    moment = -(-first // step) * step
    while moment <= last:
        at = x(moment)
        parts.append(f'<path d="M{at} 22V{high}" class="hour"/>')
        parts.append(f'<text x="{at}" y="16" text-anchor="middle">{clock(moment)}</text>')
        moment += step
    return parts


def _lane(lane: Lane, y: int, x: Callable[[int], float]) -> str:
    parts = [
        f'<text x="6" y="{y + 26}" class="weapon">{escape(lane.name[:16])}</text>',
        f'<path d="M0 {y + LANE - 4}H{WIDE}" class="hour"/>',
    ]
    for span in lane.spans:
        start, end = x(span.start_ms), x(span.end_ms)
        width = max(end - start, 2)
        parts.append(
            f'<rect x="{start}" y="{y + 6}" width="{width:.1f}" height="26" class="has">'
            f"<title>{escape(span.who)}</title></rect>"
        )
        if width > 9 * len(span.who):
            parts.append(f'<text x="{start + 4}" y="{y + 25}">{escape(span.who)}</text>')
    for at, marks in _merged(lane.marks, x):
        parts.append(_sign(at, y + 44, marks))
    return "".join(parts)


def _merged(marks: Sequence[Mark], x: Callable[[int], float]) -> list[tuple[float, list[Mark]]]:
    """Signs by place; those closer than a sign is wide are one, but never asked with done."""
    found: list[tuple[float, list[Mark]]] = []
    for mark in sorted(marks, key=lambda one: one.at_ms):
        at = x(mark.at_ms)
        near = found and at - found[-1][0] < MERGE_PX
        if near and found[-1][1][0].asked_only == mark.asked_only:
            found[-1][1].append(mark)
        else:
            found.append((at, [mark]))
    return found


def _sign(at: float, y: int, marks: Sequence[Mark]) -> str:
    words = escape("; ".join(mark.words for mark in marks)[:400])
    if marks[0].asked_only:
        shape = f'<path d="M{at} {y - 9}L{at + 9} {y + 8}H{at - 9}Z" class="asked"/>'
    else:
        shape = f'<circle cx="{at}" cy="{y}" r="6" class="ink"/>'
    number = (
        f'<text x="{at + 8}" y="{y + 5}" class="number">{len(marks)}</text>'
        if len(marks) > 1
        else ""
    )
    return f"<g><title>{words}</title>{shape}{number}</g>"
