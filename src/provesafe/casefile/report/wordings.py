"""How a line of a case is said: by role, by whom it came, in whose words; "said" is the only verb.

    The armorer entered at 09:14 that …
    The performer said, as quoted by Mesa Courier: “…”
    Mesa Courier states: “…”
    The first AD said, as quoted by Mesa Courier, that a person not named had said: “…”

Other people's words stand between quotation marks, always: what stands outside is ours, and may
hold none of the words of `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from provesafe.casefile.model import Account, Case, Cite, EntryRef, Stated

__all__ = [
    "NOBODY",
    "Clock",
    "line_words",
    "place_words",
    "quoted",
    "role_of",
    "source_words",
    "stated_words",
]

Clock: TypeAlias = Callable[[int], str]
"""Milliseconds since the epoch as the clock of the place shows them: `2026-03-02 09:14`."""

NOBODY = "a person not named"
_WITHHELD = "words withheld in this cut"


def role_of(case: Case, party: str) -> str:
    """What a party is called: their role; `NOBODY` for nobody."""
    found = case.party(party) if party else None
    return found.role if found and found.role else NOBODY


def source_words(case: Case, source: str) -> str:
    """What a source is called: its publication, else its title, else its id."""
    found = case.source(source)
    return (found.publication or found.title) if found else source


def place_words(cite: Cite) -> str:
    """Where a place is: `S1 210–240`, `S2 entry 14`."""
    if isinstance(cite, EntryRef):
        return f"{cite.source} entry {cite.entry}"
    return f"{cite.source} {cite.start}–{cite.end}"


def quoted(words: str) -> str:
    """Somebody else's words, between quotation marks; marks within them become single ones."""
    plain = " ".join(words.split())
    if not plain:
        return f"({_WITHHELD})"
    inner = re.sub(r"\"(?=\w)|“", "‘", plain)
    inner = re.sub(r"[”\"]", "’", inner)
    return f"“{inner}”"


def line_words(case: Case, line: Account, clock: Clock) -> str:
    """One line as a sentence.

    Args:
        case: what it belongs to.
        line: an account or an entry.
        clock: how moments are written.
    """
    if line.basis == "instrument":
        tool = line.instrument or "an instrument"
        lead = "After the incident, by" if line.after_incident else "By"
        return f"{lead} {tool}{_at(line.at_ms, clock)}: {quoted(line.text)}"
    if line.basis in ("entered then", "entered later"):
        return _entered_words(case, line, clock)
    kind = {"expected": " (an expectation)", "opinion": " (an opinion)"}.get(line.basis, "")
    return f"{_said_words(case, line)}{kind}"


def _entered_words(case: Case, line: Account, clock: Clock) -> str:
    entry = next((one for one in line.cites if isinstance(one, EntryRef)), None)
    at_ms = entry.recorded_ms if entry else line.at_ms
    when = f" at {clock(at_ms)}" if at_ms is not None else ""
    late = ""
    if line.at_ms is not None and at_ms is not None and line.at_ms // 60_000 != at_ms // 60_000:
        late = f", as having been at {clock(line.at_ms)},"
    by_means = f" (by: {line.means})" if line.means else ""
    after = "After the incident, " if line.after_incident else ""
    who = role_of(case, line.observer)
    lead = f"{after}{who if after else _first(who)} entered{when}{late}"
    return f"{lead} that {quoted(line.text)}{by_means}"


def _said_words(case: Case, line: Account) -> str:
    paper = source_words(case, line.source)
    through = _outlet(case, line.outlet)
    outlet = f"{through}, in {paper}" if through and through != paper else paper
    if line.form == "own voice":
        return f"{_first(paper)} states: {quoted(line.text)}"
    who = role_of(case, line.observer)
    to = f" to {role_of(case, line.recipient)}" if line.recipient else ""
    how = "as quoted by" if line.form in ("verbatim", "mixed") else "in the words of"
    through = f", {how} {outlet}" if line.form != "typed" else ""
    passed = [role_of(case, one) for one in line.through if _is_person(case, one)]
    if line.level > 1 or line.parent:
        teller = passed[-1] if passed else _teller(case, line)
        return f"{_first(teller)} said{through}, that {who} had said{to}: {quoted(line.text)}"
    if passed:
        through = f", passed on by {' and '.join(passed)}{through}"
    return f"{_first(who)} said{to}{through}: {quoted(line.text)}"


def _outlet(case: Case, outlet: str) -> str:
    """An outlet as it calls itself: it is a body, not a person."""
    found = case.party(outlet) if outlet else None
    if found is None or found.kind != "organisation":
        return outlet if found is None else found.role
    return next((one.text for one in case.names if one.party == found.id), found.role)


def _is_person(case: Case, party: str) -> bool:
    found = case.party(party)
    return found is not None and found.kind != "organisation"


def _teller(case: Case, line: Account) -> str:
    parent = case.account(line.parent) if line.parent else None
    return role_of(case, parent.observer) if parent else NOBODY


def stated_words(stated: Stated) -> str:
    """What a line states of a time: the words, and how it was placed."""
    placed = stated.edtf or "not placed"
    how = "" if stated.how in ("stated", "entered") else f", {stated.how}"
    return f"{quoted(stated.text)}: {placed}{how}"


def _at(ms: int | None, clock: Clock) -> str:
    return f" at {clock(ms)}" if ms is not None else ""


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]
