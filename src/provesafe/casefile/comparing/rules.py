"""Which lines stand side by side, by ten fixed rules; it never says which is right.

    D1   one says that an act took place, another that it did not
    D2   one slot, two values
    D3   times that cannot all hold
    D4   quantities or durations of one thing with no number in common
    D5   a line beside the record: other values, or no entry (see `beside`)
    D6   one person, other words at another time
    D7   the quoted words beside the publication's rendering; a name put in by an editor
    D8   what somebody was told of the contents, beside what is said of a round
    D9   what different people expect may follow
    D10  what is said to be the practice, beside one occasion of that act

Two lines are put together where kind of event, slot and time could be the same; whether they are of
the same matter is for a person to say, and until then the difference is open. Free text is never
compared for its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from provesafe.casefile.comparing.assertions import Apart, Saying, apart, sayings, value_words
from provesafe.casefile.comparing.phrases import acts_in, inserted_names, is_practice, rounds_in
from provesafe.casefile.comparing.standings import Roots
from provesafe.casefile.model.findings import Beside, Difference
from provesafe.casefile.model.happening import OCCURRED, Event
from provesafe.casefile.model.line import Account
from provesafe.casefile.model.places import Cite, Span, spans_of
from provesafe.casefile.timeline import Constraint, When, impossible_sets

__all__ = ["Compared", "differences_of"]

PAIRS_MAX = 500
"""LIMIT: differences of one rule; more are no longer read by anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Everything the rules look at."""

    accounts: Sequence[Account]
    """Lines that were taken over, and entries."""
    events: Sequence[Event]
    constraints: Sequence[Constraint] = ()
    besides: Sequence[Beside] = ()
    roots: Roots

    def account(self, line: str) -> Account | None:
        """The line of that id; None for none."""
        return next((one for one in self.accounts if one.id == line), None)


def differences_of(given: Compared) -> tuple[Difference, ...]:
    """Every difference, in order of rule; each with an id that the same lines always give."""
    pairs = _pairs(given)
    found = [
        *_of_kind(pairs, "D1", _d1),
        *_of_kind(pairs, "D2", _d2),
        *_times(given),
        *_of_kind(pairs, "D4", _d4),
        *_beside(given),
        *_of_kind(pairs, "D6", _d6),
        *_of_kind(pairs, "D7", _d7),
        *_insertions(given),
        *_contents(given),
        *_expected(given),
        *_practices(given),
    ]
    return tuple({one.id: one for one in found}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two words on what may be one slot of one event."""

    first: Saying
    second: Saying
    how: Apart
    one_root: bool

    def slot_is(self, slot: str) -> bool:
        """Whether both speak of that slot."""
        return self.first.slot == slot


def _pairs(given: Compared) -> list[_Pair]:
    """Every two sayings of one slot that differ, where the events could be one."""
    events = {one.id: one for one in given.events}
    every = [one for one in sayings(given.accounts) if one.event in events]
    found = []
    for place, second in enumerate(every):
        for first in every[:place]:
            if first.slot != second.slot or first.account.id == second.account.id:
                continue
            how = apart(first, second)
            if how and _could_be_one(events[first.event], events[second.event], first, second):
                one_root = given.roots.one(first.account, second.account)
                found.append(_Pair(first=first, second=second, how=how, one_root=one_root))
    return found


def _could_be_one(one: Event, other: Event, first: Saying, second: Saying) -> bool:
    if one.id == other.id:
        return True
    entries = [each.account.form == "entry" for each in (first, second)]
    if any(entries) or one.kind != other.kind or one.expected or other.expected:
        return False  # A line beside an entry is D5; two entries of two times are two occasions.
    if one.weapon and other.weapon and one.weapon != other.weapon:
        return False
    (low, high), (least, most) = _window(one), _window(other)
    return not (
        (high is not None and least is not None and high < least)
        or (most is not None and low is not None and most < low)
    )


def _window(event: Event) -> tuple[int | None, int | None]:
    """Between which minutes its own lines put it."""
    lows = [one.earliest for one in event.times if one.earliest is not None]
    highs = [one.latest for one in event.times if one.latest is not None]
    return (min(lows) if lows else None), (max(highs) if highs else None)


def _of_kind(
    pairs: Iterable[_Pair], rule: str, wanted: Callable[[_Pair], bool]
) -> Iterator[Difference]:
    for pair in [one for one in pairs if wanted(one)][:PAIRS_MAX]:
        first, second = _in_order(pair)
        words = [" or ".join(value_words(one)) for one in (first, second)]
        about = f"{first.slot}: {words[0]} / {words[1]}"
        yield _made(
            rule, about, (first.account, second.account), event=first.event, slot=first.slot
        )


def _in_order(pair: _Pair) -> tuple[Saying, Saying]:
    """By when they were said, where both say; else as they stand."""
    firsts = [_said_at(one.account) for one in (pair.first, pair.second)]
    if None not in firsts and firsts[1] < firsts[0]:  # type: ignore[operator]  # neither is None
        return pair.second, pair.first
    return pair.first, pair.second


def _said_at(account: Account) -> int | None:
    return account.said.earliest if account.said is not None else None


def _d1(pair: _Pair) -> bool:
    return pair.slot_is(OCCURRED) and not pair.one_root


def _d2(pair: _Pair) -> bool:
    return pair.how != "quantities" and not pair.slot_is(OCCURRED) and not pair.one_root


def _d4(pair: _Pair) -> bool:
    return pair.how == "quantities" and not pair.one_root


def _d6(pair: _Pair) -> bool:
    return pair.one_root and not _d7(pair)


def _d7(pair: _Pair) -> bool:
    """One person in one source: once in their words, once in the publication's."""
    forms = {one.account.form for one in (pair.first, pair.second)}
    same = pair.first.account.source == pair.second.account.source
    return pair.one_root and same and "paraphrase" in forms and bool(forms & {"verbatim", "mixed"})


def _times(given: Compared) -> Iterator[Difference]:
    stated = [
        When(event=event.id, line=one.line, earliest=one.earliest, latest=one.latest)
        for event in given.events
        for one in event.times
        if one.earliest is not None or one.latest is not None
    ]
    cites = {one.line: one.cites for event in given.events for one in event.times}
    sets = impossible_sets([one.id for one in given.events], stated, given.constraints).sets
    for lines in sets[:PAIRS_MAX]:
        accounts = [one for one in map(given.account, lines) if one is not None]
        found = _made("D3", "times that cannot all hold", accounts)
        yield replace(
            found,
            id=_id("D3", lines, "", ""),
            lines=lines,
            cites=tuple(each for line in lines for each in cites.get(line, ()))
            or tuple(each for one in accounts for each in one.cites),
        )


def _beside(given: Compared) -> Iterator[Difference]:
    for one in given.besides:
        account = given.account(one.line)
        if one.result == "agrees" or account is None:
            continue
        found = _made("D5", f"{one.slot}: {one.result}", (account,), slot=one.slot)
        yield replace(found, cites=(*found.cites, *one.entries))


def _insertions(given: Compared) -> Iterator[Difference]:
    """D7 of one line: an editor's square brackets hold a name."""
    for account in given.accounts:
        names = [
            cite
            for cite in spans_of(account.insertions)
            if any(inserted_names(cite.exact, 0, len(cite.exact)))
        ]
        for name in names:
            found = _made("D7", "a name put in by an editor", (account,))
            yield replace(found, id=_id("D7", (account.id,), "", str(name.start)), cites=(name,))


def _contents(given: Compared) -> Iterator[Difference]:
    """D8: the places that speak of telling, and those that speak of a round."""
    assurances = [one for one in given.events if one.kind == "assurance"]
    taken = {one.event for account in given.accounts for one in account.about}
    told = [cite for one in assurances if one.id in taken for cite in one.cites]
    rounds: list[Cite] = []
    lines: dict[str, Account] = {}
    for account in given.accounts:
        places = [each for cite in spans_of(account.cites) for each in _rounds(cite)]
        other = [one for one in account.about if one.slot == "contents" and _loaded(one.value)]
        rounds += places
        if other and not places:
            rounds += account.cites
        if places or other or any(one.event in {e.id for e in assurances} for one in account.about):
            lines[account.id] = account
    if told and rounds:
        found = _made("D8", "told of the contents, and a round spoken of", tuple(lines.values()))
        yield replace(found, cites=_ordered((*told, *rounds)))


def _loaded(value: str) -> bool:
    return any(word in value.casefold().split() for word in ("live", "unknown", "mixed", "loaded"))


def _rounds(cite: Span) -> Iterator[Span]:
    for start, end in rounds_in(cite.exact, 0, len(cite.exact)):
        yield replace(
            cite,
            start=cite.start + start,
            end=cite.start + end,
            exact=cite.exact[start:end],
            prefix=(cite.prefix + cite.exact[:start])[-len(cite.prefix) :] if cite.prefix else "",
            suffix=(cite.exact[end:] + cite.suffix)[: len(cite.suffix)],
        )


def _expected(given: Compared) -> Iterator[Difference]:
    """D9: what two or more people expect, none of it set against what took place."""
    parents = {one.parent for one in given.accounts}
    expecting = [
        one
        for one in given.accounts
        if one.basis in ("expected", "opinion") and one.id not in parents
    ]
    if len({one.observer for one in expecting if one.observer}) >= 2:
        yield _made("D9", "what may follow", expecting)


def _practices(given: Compared) -> Iterator[Difference]:
    """D10: each practice, and after it every place that speaks of one occasion of that act."""
    practices = [
        one for one in given.accounts if not one.parent and is_practice(" ".join(one.text.split()))
    ]
    spoken = {one.id: one.cites for one in practices}
    for practice in practices:
        for act in acts_in(practice.text):
            occasions = [
                event
                for event in given.events
                if _occasion(event, act) and not _only_within(event, spoken.values())
            ]
            if occasions:
                cites = _ordered([cite for one in occasions for cite in one.cites])
                found = _made(
                    "D10", f"practice and that day: {act}", (practice, *_lines_on(given, occasions))
                )
                yield replace(found, cites=(*practice.cites, *cites))
                break


def _occasion(event: Event, act: str) -> bool:
    if event.expected:
        return False
    return event.kind == act or (act == "aim" and event.kind == "direction")


def _only_within(event: Event, practices: Iterable[Sequence[Cite]]) -> bool:
    """Whether every place that speaks of it stands within a line of practice."""
    spans = spans_of(event.cites)
    lines = [each for cites in practices for each in spans_of(cites)]
    return bool(spans) and all(
        any(
            line.source == one.source and line.start <= one.start and one.end <= line.end
            for line in lines
        )
        for one in spans
    )


def _lines_on(given: Compared, events: Sequence[Event]) -> tuple[Account, ...]:
    ids = {one.id for one in events}
    return tuple(
        one
        for one in given.accounts
        if any(each.event in ids and not each.practice for each in one.about)
    )


def _ordered(cites: Iterable[Cite]) -> tuple[Cite, ...]:
    """By source and place, each once."""
    return tuple(sorted(dict.fromkeys(cites), key=_place))


def _place(cite: Cite) -> tuple[str, int, int]:
    if isinstance(cite, Span):
        return cite.source, cite.start, cite.end
    return cite.source, cite.entry, 0


def _made(
    rule: str, about: str, accounts: Sequence[Account], *, event: str = "", slot: str = ""
) -> Difference:
    lines = tuple(one.id for one in accounts)
    return Difference(
        id=_id(rule, lines, event, slot),
        rule=rule,
        about=about,
        lines=lines,
        cites=tuple(cite for one in accounts for cite in one.cites),
        event=event,
        slot=slot,
    )


def _id(rule: str, lines: Sequence[str], event: str, slot: str) -> str:
    """The same lines give the same id, so that what a person said of it stays with it."""
    told = "\n".join((rule, event, slot, *sorted(lines)))
    return f"{rule}-{sha256(told.encode()).hexdigest()[:8]}"
