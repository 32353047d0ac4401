"""Transcripts: who speaks is written before the words, line by line.

A text is a transcript when at least three of its lines, and half of them, begin with a name or a
role and a colon. Numbers and times of subtitles (SRT, WebVTT) are hidden: they are no words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provesafe.casefile.intake.page.clean import Hidden

__all__ = ["Turn", "hidden_in_subtitles", "turns_of"]

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d\d[.,]\d{3}"
_CUE = re.compile(
    rf"^(?:\d{{1,6}}[ \t]*\r?\n)?{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*(?:\n|$)", re.MULTILINE
)
_HEAD = re.compile(r"\A\ufeff?WEBVTT[^\n]*(?:\n|$)(?:NOTE[^\n]*\n)*")
_NUMBER_ALONE = re.compile(r"^\d{1,6}[ \t]*\r?\n(?=\s*$)", re.MULTILINE)
_TURN = re.compile(
    r"^[ \t]*(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?[ \t]+)?(?:>>[ \t]*|-[ \t]*)?"
    r"(?P<who>[A-Z][\w.’' -]{1,40}?)(?:[ \t]*\([^)\n]{1,40}\))?:[ \t]+(?P<words>\S[^\n]*)$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker's words; stretches of the shown text. Lines that follow without a name belong."""

    who: tuple[int, int]
    words: tuple[int, int]


def hidden_in_subtitles(raw: str) -> tuple[Hidden, ...]:
    """Numbers and times of a subtitle file; nothing if it is none."""
    cues = [match.span() for match in _CUE.finditer(raw)]
    if len(cues) < 2:
        return ()
    head = _HEAD.match(raw)
    stretches = [*([head.span()] if head else []), *cues]
    stretches += [match.span() for match in _NUMBER_ALONE.finditer(raw)]
    found: list[Hidden] = []
    for start, end in sorted(stretches):
        if not found or start >= found[-1].end:
            found.append(Hidden(start=start, end=end, reason="subtitle time"))
    return tuple(found)


def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript, in order; nothing if the text is none."""
    heads = list(_TURN.finditer(text))
    lines = [line for line in text.split("\n") if line.strip()]
    if len(heads) < 3 or 2 * len(heads) < len(lines):
        return ()
    found: list[Turn] = []
    for row, head in enumerate(heads):
        limit = heads[row + 1].start() if row + 1 < len(heads) else len(text)
        words = text[head.start("words") : limit].rstrip()
        begins = head.start("words")
        found.append(Turn(who=head.span("who"), words=(begins, begins + len(words))))
    return tuple(found)
