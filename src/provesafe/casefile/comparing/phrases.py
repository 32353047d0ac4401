"""What a line's words show of what kind of line it is; the one home of these word lists.

practice      says what is usually done, not what was done on one occasion
expectation   says what may still follow
round         speaks of a round in a weapon, or of a weapon that was loaded

They sort lines so that a rule can put them side by side. What a line means is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = [
    "acts_in",
    "inserted_names",
    "is_expectation",
    "is_practice",
    "rounds_in",
]

_PRACTICE = re.compile(
    r"""\b(?:always|never|usually|normally|routinely|typically|generally|every\stime|as\sa\srule|
    nine\stimes\sout\sof\sten|most\sof\sthe\stime|(?:\d{1,3}|[a-z-]+)\s(?:percent|per\scent)\sof\sthe\stime|
    (?:protocols?|custom|practice)\s(?:of|in|on))\b|\d%\sof\sthe\stime""",
    re.VERBOSE,
)
_HABIT = re.compile(r"\b(?:would|always|usually|normally|never|every)\b")
# The acts of which a practice may be stated, by their verbs in any form.
_ACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "hand-over",
        re.compile(r"\b(?:hand|hands|handed|handing|give|gives|gave|pass|passes|passed)\b"),
    ),
    ("aim", re.compile(r"\b(?:point|points|pointed|pointing|aim|aims|aimed|aiming)\b")),
    (
        "check",
        re.compile(r"\b(?:check|checks|checked|inspect|inspects|inspected|look|looks|looked)\b"),
    ),
    ("loading", re.compile(r"\b(?:load|loads|loaded|loading)\b")),
    ("call", re.compile(r"\b(?:call|calls|called|announce|announces|announced)\b")),
)
_ROUND = re.compile(
    r"\b(?:live|real)\s(?:rounds?|ammunition|bullets?|cartridges?)\b|\bwas\sloaded\b|\bbullets?\b"
)
_FOLLOWS = re.compile(
    r"\b(?:charged?|charges|prosecut\w+|indict\w*|culpable|liable|sued|arrest\w*|convict\w*|blamed?)\b"
)
_EXPECTS = re.compile(
    r"\b(?:may|might|could|would|will|likely|unlikely|expects?|decision|decisions|decide[ds]?)\b"
)
_OPEN_DECISION = re.compile(r"\bno\s(?:\w+\s)?decisions?\b|\bnot\s(?:yet\s)?decided\b")
_NAME_PUT_IN = re.compile(r"\[[^\]\n]*[A-Z][^\]\n]*\]")


def is_practice(words: str) -> bool:
    """Whether they say what is usually done."""
    return bool(_PRACTICE.search(words)) and bool(_HABIT.search(words))


def is_expectation(words: str) -> bool:
    """Whether they say what may follow for somebody, or that it is not decided."""
    return bool(_OPEN_DECISION.search(words)) or bool(
        _FOLLOWS.search(words) and _EXPECTS.search(words)
    )


def acts_in(words: str) -> Iterator[str]:
    """The kinds of act they speak of, in the order of the list."""
    for act, verb in _ACTS:
        if verb.search(words):
            yield act


def rounds_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a stretch of a text speaks of a round, or of a weapon that was loaded."""
    for match in _ROUND.finditer(text, start, end):
        yield match.span()


def inserted_names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where within a quotation somebody else put a name in square brackets."""
    for match in _NAME_PUT_IN.finditer(text[start:end]):
        yield start + match.start(), start + match.end()
