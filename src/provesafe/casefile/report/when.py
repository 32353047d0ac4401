"""Chapter 3: what may have been when, in which orders, and what stood meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from provesafe.casefile.lanes import Chart, Spoken, picture
from provesafe.casefile.lanes.chart import range_words
from provesafe.casefile.lanes.picture import between_words
from provesafe.casefile.model import Case, Stated
from provesafe.casefile.report.blocks import (
    Block,
    Drawing,
    Grid,
    Points,
    References,
    Said,
    Section,
)
from provesafe.casefile.report.charting import chart_of
from provesafe.casefile.report.wordings import quoted
from provesafe.casefile.timeline import Bounds, Order

__all__ = ["timeline"]


def timeline(case: Case, refs: References) -> Section:
    """Chapter 3: what may have been when; the picture and the table say the same."""
    chart = chart_of(case)
    if not chart.marks and not case.conditions:
        none = Said(words="No event has been taken in.")
        return Section(number="3", title="Timeline", level=1, blocks=(none,))
    blocks: list[Block] = [
        Said(
            words="Nothing is dated by guess. Bounds are those that all lines together leave; of "
            "two events that no line ties, the order is not recorded, whatever stands first here."
        ),
        Drawing(svg=picture(chart), words=f"Timeline of {len(chart.marks)} events; table below"),
        _marks_grid(chart),
    ]
    if chart.between:
        blocks.append(_between(chart))
    blocks.append(_impossible(chart))
    if len(chart.marks) > 1:
        blocks.append(_orders(chart))
    blocks += [_conditions(case, refs)] if case.conditions else []
    return Section(number="3", title="Timeline", level=1, blocks=tuple(blocks))


def _marks_grid(chart: Chart) -> Grid:
    lanes = {"hours": "hours", "calendar": "calendar", "unplaced": "not placed"}
    rows = tuple(
        (
            Said(words=str(one.number)),
            Said(words=one.happening.words),
            Said(
                words="; ".join(
                    [
                        *(
                            f"{quoted(span.words)} ({span.place}): {range_words(bounds)}"
                            for span, bounds in one.stated
                        ),
                        *(
                            f"{quoted(span.words)} ({span.place}): cannot be placed"
                            for span in one.happening.unplaced
                        ),
                    ]
                )
                or "no line says when"
            ),
            Said(words=range_words(one.follows)),
            Said(words=lanes[one.lane]),
        )
        for one in chart.marks
    )
    head = ("No.", "Event", "As stated", "By all lines together", "Lane")
    return Grid(caption="Events", head=head, rows=rows)


def _between(chart: Chart) -> Points:
    return Points(
        items=tuple(
            Said(
                words=f"Event {event}: {between_words(line)} event {other}, by "
                f"{quoted(span.words)} ({span.place})"
            )
            for event, other, line, span in chart.between
        )
    )


def _impossible(chart: Chart) -> Points:
    if not chart.impossible:
        return Points(items=(Said(words="All times stated can hold together."),))
    more = "" if chart.impossible_complete else " There are more such sets than are listed."
    return Points(
        items=tuple(
            Said(words=f"These cannot all hold; which of them does not is not said here: {each}.")
            for each in (_each(one) for one in chart.impossible)
        )
        + ((Said(words=more.strip()),) if more else ())
    )


def _each(spans: Sequence[Spoken]) -> str:
    return "; ".join(f"{quoted(one.words)} ({one.place})" for one in spans)


def _orders(chart: Chart) -> Grid:
    """Every pair of events: what each surely follows, and where the order is not recorded."""
    rows = tuple(
        (
            Said(words=str(one.number)),
            Said(words=_numbers(one.only("before"))),
            Said(words=_numbers(one.only("same"))),
            Said(words=_numbers(one.only("after"))),
            Said(words=_numbers(one.only("before", "same", "after"))),
            Said(
                words="; ".join(
                    f"{' or '.join(_ORDERS[order] for order in orders)}: {_numbers(numbers)}"
                    for orders, numbers in one.others
                    if len(orders) == 2
                )
            ),
        )
        for one in chart.orders
    )
    head = ("No.", "Before it", "Its minute", "After it", "Order not recorded", "In part")
    return Grid(caption="Possible orders: of each event, the others", head=head, rows=rows)


_ORDERS: Mapping[Order, str] = MappingProxyType(
    {"before": "before", "same": "its minute", "after": "after"}
)


def _numbers(numbers: Sequence[int]) -> str:
    """Numbers in a few words.

    >>> _numbers((1, 2, 3, 7))
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _conditions(case: Case, refs: References) -> Grid:
    """States, apart from events: what was in a weapon and who had it, from when until when."""
    rows = tuple(
        (
            Said(words=one.subject or "not recorded"),
            Said(words=quoted(one.condition), cites=refs(one.cites)),
            Said(words=_end(one.begins)),
            Said(words=_end(one.ends)),
            Said(words=one.basis + (", after the incident" if one.after_incident else "")),
        )
        for one in case.conditions
    )
    head = ("Of what", "What stood", "From", "Until", "Basis")
    return Grid(
        caption="Conditions: what stood, from the receipt of one entry to that of the next",
        head=head,
        rows=rows,
    )


def _end(stated: Stated | None) -> str:
    if stated is None:
        return "no entry ends or begins it"
    return range_words(Bounds(earliest=stated.earliest, latest=stated.latest))
