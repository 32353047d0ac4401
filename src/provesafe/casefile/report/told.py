"""Chapters on what was said: accounts by speaker, differences, what is not recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from provesafe.casefile.model import (
    OCCURRED,
    Account,
    Beside,
    Case,
    Difference,
    EntryRef,
    Gap,
    entries_of,
)
from provesafe.casefile.report.blocks import (
    Block,
    Grid,
    Points,
    References,
    Said,
    Section,
)
from provesafe.casefile.report.charting import event_words
from provesafe.casefile.report.wordings import Clock, line_words, quoted, role_of, source_words

__all__ = ["accounts", "difference_title", "differences", "gaps", "record_side"]

RULES: Mapping[str, str] = MappingProxyType(
    {
        "D1": "one states it and another states that it was not so",
        "D2": "one matter, two values",
        "D3": "times that cannot all hold",
        "D4": "amounts or durations that do not overlap",
        "D5": "an account beside the record",
        "D6": "one speaker, later other words",
        "D7": "words put in by an editor, or another wording than the quoted one",
        "D8": "what was told of the contents, and a round spoken of",
        "D9": "expectations and opinions of several",
        "D10": "what is usually done, and that day",
    }
)
"""What each rule puts side by side; none says who is right."""


def accounts(case: Case, refs: References, clock: Clock) -> Iterator[Section]:
    """Chapter 2: what was said, by speaker, with the chain through which it came."""
    said = [one for one in case.accounts if one.basis in ("said", "expected", "opinion")]
    yield Section(
        number="2",
        title="Accounts",
        level=1,
        blocks=(
            Said(
                words="Each account stands under whoever observed it. Printed by many, an "
                "interview stays one account of one observer."
            ),
        ),
    )
    by_speaker: dict[tuple[str, str], list[Account]] = {}
    for one in said:
        paper = source_words(case, one.source) if one.form == "own voice" else ""
        known = case.party(one.observer) if one.observer and not paper else None
        # Two people of one role are two speakers; whom nobody names could be anybody.
        key = paper or role_of(case, one.observer), known.id if known and known.role else ""
        by_speaker.setdefault(key, []).append(one)
    for number, ((speaker, _), lines) in enumerate(by_speaker.items(), start=1):
        items = tuple(
            Said(words=line_words(case, one, clock), cites=refs(one.cites)) for one in lines
        )
        title = speaker[:1].upper() + speaker[1:]
        yield Section(
            number=f"2.{number}", title=title or "Somebody", level=2, blocks=(Points(items=items),)
        )
    if not said:
        none = Points(items=(Said(words="Nobody has been taken in as saying anything."),))
        yield Section(number="2.1", title="None held", level=2, blocks=(none,))
    yield Section(
        number=f"2.{len(by_speaker) + 1 + (not said)}",
        title="What is held of each event",
        level=2,
        blocks=(_held(case),),
    )


def _held(case: Case) -> Block:
    """How many observers stand behind each slot of what was said to have happened."""
    spoken = {
        about.event
        for one in case.accounts
        if one.basis in ("said", "expected", "opinion")
        for about in one.about
    }
    rows = tuple(
        (
            Said(words=event_words(event)),
            Said(words=_of_it(one.slot)),
            Said(words="; ".join(_value(case, *each) for each in one.values)),
            Said(words=one.held),
            Said(words="; ".join(", ".join(lines) for lines in one.roots)),
        )
        for one in case.standings
        if one.event in spoken
        and one.held != "nothing held"
        and (event := case.event(one.event)) is not None
    )
    if not rows:
        return Said(words="No line that was taken over speaks of an event.")
    return Grid(
        caption="Counted by observers, not by papers; which of them is right is not said here",
        head=("Event", "Of it", "As stated, in which lines", "Held", "Lines by observer"),
        rows=rows,
    )


def _of_it(slot: str) -> str:
    return "that it took place" if slot == OCCURRED else slot


def _value(case: Case, value: str, lines: Sequence[str]) -> str:
    """A value and its lines: a party by role, anything else in marks."""
    word = value.removeprefix("not ")
    said = role_of(case, word) if case.party(word) else quoted(word)
    if word == OCCURRED:
        said = "it took place"
    return f"{'not ' if value != word else ''}{said} ({', '.join(lines)})"


def difference_title(one: Difference) -> str:
    """What a difference is, by its rule: `D10: what is usually done, and that day`."""
    return f"{one.rule}: {RULES.get(one.rule, 'lines side by side')}"


def differences(case: Case, refs: References, clock: Clock) -> Iterator[Section]:
    """Chapter 4: texts side by side; each account beside the record. Nothing is resolved."""
    lead = "Fixed rules put these side by side. Which is right is not said here."
    yield Section(number="4", title="Differences", level=1, blocks=(Said(words=lead),))
    for number, one in enumerate(case.differences, start=1):
        blocks: list[Block] = [_side_by_side(case, one, refs, clock)]
        about = f"About {one.about}. " if one.about else ""
        state = f"State: {one.state}" + (f", entered by {one.by}" if one.by else "")
        blocks.append(Said(words=f"{about}{state}{': ' + quoted(one.note) if one.note else ''}"))
        yield Section(
            number=f"4.{number}", title=difference_title(one), level=2, blocks=tuple(blocks)
        )
    if not case.differences:
        none = Points(items=(Said(words="No rule puts any two lines side by side."),))
        yield Section(number="4.1", title="None", level=2, blocks=(none,))
    if case.besides:
        yield Section(
            number=f"4.{len(case.differences) + 1}",
            title="Accounts beside the record",
            level=2,
            blocks=(_besides(case, refs, clock),),
        )


def _side_by_side(case: Case, one: Difference, refs: References, clock: Clock) -> Points:
    items = []
    told: set[int] = set()
    for line_id in one.lines:
        line = case.account(line_id)
        if line is not None:
            numbers = refs(line.cites)
            told |= set(numbers)
            items.append(Said(words=line_words(case, line, clock), cites=numbers))
    for cite in one.cites:
        numbers = refs((cite,))
        if not told & set(numbers):
            words = cite.words if isinstance(cite, EntryRef) else cite.exact
            items.append(Said(words=quoted(words), cites=numbers))
    if one.rule == "D5" and not entries_of(one.cites):
        items.append(Said(words=record_side(one)))
    return Points(items=tuple(items) or (Said(words="The lines are no longer in the file."),))


def record_side(one: Difference) -> str:
    """What the record has beside an account of which it holds no entry: `The record: no entry`."""
    return f"The record, on this: {one.about.rpartition(': ')[2] or 'no entry'}"


def _besides(case: Case, refs: References, clock: Clock) -> Grid:
    return Grid(
        caption="Each account beside the entries of the record",
        head=("Account", "What it is about", "Beside the record", "Entries"),
        rows=tuple(_beside_row(case, one, refs, clock) for one in case.besides),
    )


def _beside_row(case: Case, one: Beside, refs: References, clock: Clock) -> tuple[Said, ...]:
    line = case.account(one.line)
    words = line_words(case, line, clock) if line else one.line
    cites = refs(line.cites) if line else ()
    entries = "; ".join(quoted(each.words) for each in entries_of(one.entries))
    return (
        Said(words=words, cites=cites),
        Said(words=_of_it(one.slot)),
        Said(words=one.result),
        Said(words=entries or "none", cites=refs(one.entries)),
    )


def gaps(case: Case, refs: References, clock: Clock) -> Section:
    """Chapter 5: what no source held says, and who could fill it."""
    lead = "Not recorded in any source held."
    if not case.gaps:
        none = Said(words="Nothing that is asked of an occurrence is missing from every source.")
        return Section(number="5", title="Not recorded", level=1, blocks=(none,))
    rows = tuple(_gap_row(one, refs, clock) for one in case.gaps)
    head = ("What", "Who could fill it, with what", "Asked")
    grid = Grid(caption="In no source held", head=head, rows=rows)
    return Section(number="5", title="Not recorded", level=1, blocks=(Said(words=lead), grid))


def _gap_row(gap: Gap, refs: References, clock: Clock) -> tuple[Said, ...]:
    fillers = "; ".join(f"{one.who}: {one.what}" for one in gap.fillers)
    asked = "; ".join(clock(one.asked_ms) for one in gap.fillers if one.asked_ms is not None)
    return (
        Said(words=gap.what, cites=refs(gap.cites)),
        Said(words=fillers or "nobody has been thought of"),
        Said(words=asked or "not asked"),
    )
