"""The chart as an SVG picture, in black and greys alone; the table beside it says the same.

    pale band        when it may have been, by all lines together
    thick line       what one line states: solid for an entry or an instrument, long strokes for a
                     publication's own voice, short strokes for what somebody said, dots for what
                     was told second-hand or is expected
    cap              an end that is stated; an arrow where a side is open
    empty diamond    not placed: nobody recorded when, or not so that it can be placed
    bracket          a line that ties two events: "45 to 60 minutes after"

Under the hours stands what lasted: from when until when something was in a weapon, who had it.

The calendar is not to scale: only the days that are spoken of have a place, and a gap between them
says how many days it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from provesafe.casefile.lanes.calendar import DAY, clock_words, date_words
from provesafe.casefile.lanes.chart import Chart, Lasting, Mark
from provesafe.casefile.timeline import Bounds, Constraint

__all__ = ["between_words", "picture"]

WIDTH = 1_000
LEFT, RIGHT = 360, 860
"""Between them stands the time; left of it the words, right of it the brackets."""
ROW, HEAD, FOOT = 34, 78, 26
WORDS_MAX = 46
TICKS_MAX = 13
_INK, _PALE, _EDGE, _FAINT = "#111111", "#dddddd", "#6b6b6b", "#4a4a4a"
_DASHES = {
    "publication": "14 5",
    "said": "6 4",
    "second-hand": "1.5 4.5",
    "expected": "1.5 4.5",
    "opinion": "1.5 4.5",
}
_FONT = 'font-family="Atkinson Hyperlegible, Legible, sans-serif"'


def picture(chart: Chart, *, title: str = "Timeline") -> str:
    """Draw the chart; the same chart gives the same text.

    Args:
        chart: what is shown.
        title: what the picture is called.
    """
    body: list[str] = []
    top = 0
    hours, days, unplaced = (chart.lane(one) for one in ("hours", "calendar", "unplaced"))
    if hours:
        axis = _hours_axis(hours)
        top = _lane(body, top, "Hours around the occurrence", hours, axis, chart)
        top = _lasting(body, top, chart.lasting, axis)
    if days:
        top = _lane(body, top, "Calendar, not to scale", days, _days_axis(days), chart)
    if unplaced:
        top = _unplaced(body, top, unplaced)
    count = f"{len(chart.marks)} events; the table says the same in words"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 8}" role="img"'
        f' aria-label="{escape(title)}: {count}" {_FONT} font-size="15" fill="{_INK}">'
    )
    return "".join(
        [
            opening,
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH}" height="{top + 8}" fill="#ffffff"/>',
            *body,
            "</svg>",
        ]
    )


_Axis = tuple[Callable[[int], float], tuple[tuple[float, str], ...], tuple[tuple[float, str], ...]]
"""Where a minute stands; the ticks with their words; the gaps with theirs."""


def _hours_axis(marks: Sequence[Mark]) -> _Axis:
    ends = _ends(marks)
    first = min(ends) // 60 * 60
    last = max(max(ends) // 60 * 60 + 60, first + 120)
    scale = (RIGHT - LEFT) / (last - first)

    def at(minute: int) -> float:
        return LEFT + (minute - first) * scale

    step = next(
        hours for hours in (1, 2, 3, 6, 12, 24) if (last - first) // 60 <= hours * TICKS_MAX
    )
    ticks = []
    for minute in range(first, last + 1, 60):
        if minute // 60 % step == 0:
            words = clock_words(minute)
            ticks.append((at(minute), words[11:] if minute % DAY else words[5:10]))
    return at, tuple(ticks), ()


def _days_axis(marks: Sequence[Mark]) -> _Axis:
    days = sorted({minute // DAY for minute in _ends(marks)})
    slot = (RIGHT - LEFT) / len(days)
    place = {day: LEFT + slot * number for number, day in enumerate(days)}

    def at(minute: int) -> float:
        # Only ends are asked for, and every end has a slot of its own.
        return place[minute // DAY] + slot * (0.08 + 0.84 * (minute % DAY) / DAY)

    gaps = tuple(
        (place[after], f"{after - day - 1}") for day, after in pairwise(days) if after - day > 1
    )
    return at, tuple((place[day] + slot / 2, date_words(day * DAY)) for day in days), gaps


def _ends(marks: Sequence[Mark]) -> list[int]:
    each = [one.follows for one in marks] + [bounds for one in marks for _, bounds in one.stated]
    return [
        minute
        for bounds in each
        for minute in (bounds.earliest, bounds.latest)
        if minute is not None
    ]


def _lane(
    out: list[str], top: int, name: str, marks: Sequence[Mark], axis: _Axis, chart: Chart
) -> int:
    at, ticks, gaps = axis
    bottom = top + HEAD + ROW * len(marks)
    out.append(_text(8, top + 22, name, bold=True))
    for x, words in ticks:
        out.append(_line(x, top + HEAD - 6, x, bottom, _PALE, 1))
        out.append(
            f'<text x="{x:.1f}" y="{top + HEAD - 10}" font-size="12" fill="{_FAINT}"'
            f' transform="rotate(-38 {x:.1f} {top + HEAD - 10})">{escape(words)}</text>'
        )
    for x, days in gaps:
        out.append(_line(x - 3, bottom, x + 1, top + HEAD, _EDGE, 1.2))
        out.append(_line(x + 1, bottom, x + 5, top + HEAD, _EDGE, 1.2))
        out.append(_text(x, bottom + 14, f"{days} d", size=11, anchor="middle"))
    rows = {one.number: top + HEAD + ROW * row + ROW // 2 for row, one in enumerate(marks)}
    for one in marks:
        _mark(out, one, rows[one.number], at)
    _brackets(out, chart, rows)
    return bottom + FOOT


def _lasting(out: list[str], top: int, lasting: Sequence[Lasting], axis: _Axis) -> int:
    """What stood meanwhile; what goes beyond the hours drawn has an arrow there."""
    if not lasting:
        return top
    at, ticks, _ = axis
    first, bottom = top + 36, top + 36 + ROW * len(lasting)
    out.append(_text(8, top + 22, "What stood meanwhile", bold=True))
    for x, _words in ticks:
        out.append(_line(x, first, x, bottom, _PALE, 1))
    for row, one in enumerate(lasting):
        y = first + ROW * row + ROW // 2
        out.append(_text(36, y + 5, _short(one.words)))
        _stated(out, _within(one.during, at), y, at, "")
    return bottom + FOOT


def _within(bounds: Bounds, at: Callable[[int], float]) -> Bounds:
    """The ends that have a place in the picture; a side that goes on beyond it is open."""

    def kept(minute: int | None) -> int | None:
        return minute if minute is not None and LEFT <= at(minute) <= RIGHT else None

    return Bounds(earliest=kept(bounds.earliest), latest=kept(bounds.latest))


def _mark(out: list[str], mark: Mark, y: int, at: Callable[[int], float]) -> None:
    out.append(_text(8, y + 5, f"{mark.number}"))
    out.append(_text(36, y + 5, _short(mark.happening.words)))
    _band(out, mark.follows, y, at)
    dash = _DASHES.get(mark.happening.basis, "")
    for number, (_, bounds) in enumerate(mark.stated):
        _stated(out, bounds, y - 4 + 5 * number, at, dash)


def _band(out: list[str], bounds: Bounds, y: int, at: Callable[[int], float]) -> None:
    if bounds.earliest is None and bounds.latest is None:
        out.append(_diamond(LEFT + 8, y))
        return
    left = LEFT if bounds.earliest is None else at(bounds.earliest)
    right = RIGHT if bounds.latest is None else at(bounds.latest)
    width = max(right - left, 6.0)
    out.append(
        f'<rect x="{left:.1f}" y="{y - 12}" width="{width:.1f}" height="24" fill="{_PALE}"'
        f' stroke="{_EDGE}" stroke-width="1"/>'
    )


def _stated(out: list[str], bounds: Bounds, y: int, at: Callable[[int], float], dash: str) -> None:
    left = LEFT if bounds.earliest is None else at(bounds.earliest)
    right = RIGHT if bounds.latest is None else at(bounds.latest)
    if right - left < 6:
        right = left + 6
    out.append(_line(left, y, right, y, _INK, 3.2, dash))
    for x, is_open, way in ((left, bounds.earliest is None, -1), (right, bounds.latest is None, 1)):
        if is_open:
            out.append(
                f'<path d="M{x - 7 * way:.1f} {y - 5}L{x:.1f} {y}L{x - 7 * way:.1f} {y + 5}"'
                f' fill="none" stroke="{_INK}" stroke-width="2"/>'
            )
        else:
            out.append(_line(x, y - 5, x, y + 5, _INK, 2))


def _brackets(out: list[str], chart: Chart, rows: dict[int, int]) -> None:
    shown = [one for one in chart.between if one[0] in rows and one[1] in rows]
    for number, (event, other, line, _) in enumerate(shown):
        x = RIGHT + 14 + 14 * (number % 3)
        high, low = sorted((rows[event], rows[other]))
        out.append(
            f'<path d="M{x - 8} {high}H{x}V{low}H{x - 8}" fill="none" stroke="{_INK}"'
            ' stroke-width="1.4"/>'
        )
        words = between_words(line, short=True)
        out.append(_text(x + 5, (high + low) // 2 + 4, words, size=11))


def between_words(line: Constraint, *, short: bool = False) -> str:
    """How far one event lies after another: `45 to 60 minutes after`.

    Args:
        line: the line that ties them.
        short: with the unit's first letters, for a picture.
    """
    unit = "min" if short else "minutes"
    match line.least, line.most:
        case int(least), int(most) if most < 0 or (most == 0 and least < 0):
            return f"{_either(-most, -least)} {unit} before"
        case int(least), int(most):
            return f"{_either(least, most)} {unit} after"
        case int(least), None:
            return "after" if least in (0, 1) else f"at least {least} {unit} after"
        case None, int(most):
            if most > 0:
                return f"at most {most} {unit} after"
            return "before" if most in (0, -1) else f"at least {-most} {unit} before"
    return "in some order"


def _either(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def _unplaced(out: list[str], top: int, marks: Sequence[Mark]) -> int:
    out.append(_text(8, top + 22, "Not placed", bold=True))
    for row, one in enumerate(marks):
        y = top + 46 + ROW * row
        out.append(_text(8, y + 5, f"{one.number}"))
        out.append(_text(36, y + 5, _short(one.happening.words)))
        out.append(_diamond(LEFT + 8, y))
        said = " / ".join(f"“{_short(each.words)}”" for each in one.happening.unplaced)
        words = f"stated as {said}" if said else "nobody recorded when"
        out.append(_text(LEFT + 24, y + 5, words, size=12))
    return top + 46 + ROW * len(marks)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    if len(plain) <= WORDS_MAX:
        return plain
    return plain[: WORDS_MAX - 1].rstrip() + "…"


def _diamond(x: float, y: int) -> str:
    return (
        f'<path d="M{x} {y - 8}L{x + 8} {y}L{x} {y + 8}L{x - 8} {y}Z" fill="#ffffff"'
        f' stroke="{_INK}" stroke-width="2"/>'
    )


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dash: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
        f' stroke-width="{width}"{dashed}/>'
    )


def _text(
    x: float, y: float, words: str, *, bold: bool = False, size: int = 14, anchor: str = "start"
) -> str:
    weight = ' font-weight="700"' if bold else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight}{where}>{escape(words)}</text>'
