"""Transcripts: who speaks is written before the words, line by line.

A text is a transcript when at least three of its lines, and half of its paragraphs, begin with a
name or a role and a colon, and one of them speaks twice: a note, an update and a correction are no
speakers. Of a subtitle file (SRT, WebVTT) one such line will do; its numbers, times, styles and
tags are hidden, for they are no words, and a dash before a line is a speaker nobody names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import AUXILIARIES, FORMS, MAYBE_NOUN, wordset
from provesafe.casefile.intake.page.clean import Hidden

__all__ = ["Turn", "hidden_in_subtitles", "turns_of"]

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d\d[.,]\d{3}"
_TIMES = rf"{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*(?:\n|$)"
_CUE = re.compile(rf"^(?:\d{{1,6}}[ \t]*\r?\n)?{_TIMES}", re.MULTILINE)
_NAMED_CUE = re.compile(rf"(?:(?<=\n\n)|(?<=\n\r\n))(?!NOTE\b)[^\n]{{1,60}}\n{_TIMES}")
_HEAD = re.compile(r"\A\s*\ufeff?WEBVTT[^\n]*(?:\n|$)")
_BLOCK = re.compile(
    r"^(?:NOTE|STYLE|REGION)\b.*?(?:\r?\n(?=\s*\r?\n)|\Z)", re.MULTILINE | re.DOTALL
)
_VOICE = re.compile(r"(<v(?:\.[\w.-]+)?[ \t]+)[^<>\n]{1,60}(>)")
_NUMBER_ALONE = re.compile(r"^\d{1,6}[ \t]*\r?\n(?=\s*$)", re.MULTILINE)
_TURN = re.compile(
    r"^[ \t]*(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?[ \t]+)?(?:>>[ \t]*|-[ \t]*)?"
    r"(?:(?P<who>[A-Z][\w.’' -]{0,40}?)(?:,[ \t]*[A-Z][\w .’'-]{1,30})?"
    r"(?:[ \t]*\([^)\n]{1,40}\))?:|(?P<letter>[QA])\.)[ \t]+(?P<words>\S[^\n]*)$",
    re.MULTILINE,
)
_WHOLE_LINE = re.compile(r"(?:(?<=[.?!”\"]\n)|(?<=\n\n))[“\"A-Z][^\n]{40,}[.?!”\"](?=\n|$)")
_EXAMINED_BY = re.compile(r"^[ \t]*BY (?P<who>[A-Z][\w.’' -]{0,40}):[ \t]*$", re.MULTILINE)
_ASIDE = re.compile(r"\s*[(\[][^()\[\]\n]{2,80}[)\]]\s*")
_DASHED = re.compile(r"^[ \t]*[-–][ \t]*(?P<words>\S[^\n]*)$", re.MULTILINE)
_NO_SPEAKERS = wordset(
    "note notes update updates correction corrections clarification editor’s editor's caption "
    "photo photograph picture pictures image images source sources read related watch "
    "advertisement age occupation date dated signed address name subject to from re cc fact "
    "facts tags exclusive breaking live listen credit credits more time location place present "
    "status"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker's words; stretches of the shown text. Lines that follow without a name belong."""

    who: tuple[int, int] | None
    """The name before it; None where a dash is all there is."""
    words: tuple[int, int]
    parts: tuple[tuple[int, int], ...]
    """The words paragraph by paragraph, or subtitle by subtitle."""


def hidden_in_subtitles(raw: str) -> tuple[Hidden, ...]:
    """Numbers, times and marks of a subtitle file; nothing if it is none."""
    cues = [match.span() for match in _CUE.finditer(raw)]
    if len(cues) < 2:
        return ()
    stretches = [*cues, *(match.span() for match in _NUMBER_ALONE.finditer(raw))]
    tags: list[tuple[int, int]] = []
    head = _HEAD.match(raw)
    if head is not None:
        stretches.append(head.span())
        stretches += [match.span() for match in _NAMED_CUE.finditer(raw)]
        stretches += [match.span() for match in _BLOCK.finditer(raw)]
        for match in _VOICE.finditer(raw):
            tags += [match.span(1), match.span(2)]
    found: list[Hidden] = []
    every = [(start, -end, "subtitle time") for start, end in stretches]
    every += [(start, -end, "voice tag") for start, end in tags]
    for start, end, reason in sorted(every):
        if not found or start >= found[-1].end:
            found.append(Hidden(start=start, end=-end, reason=reason))
    return tuple(found)


def turns_of(text: str, *, subtitles: bool) -> tuple[Turn, ...]:
    """The turns of a transcript, in order; nothing if the text is none."""
    heads = [one for one in _TURN.finditer(text) if _may_speak(_label(one))]
    if not subtitles and not _is_transcript(text, heads):
        return ()
    if not heads:
        return ()
    starts: list[tuple[int, tuple[int, int] | None, int]] = [
        (one.start(), _who(text, one), one.start("words")) for one in heads
    ]
    if subtitles:
        starts += [
            (one.start(), None, one.start("words"))
            for one in _DASHED.finditer(text)
            if not any(head.start() == one.start() for head in heads)
        ]
        starts.sort(key=lambda one: one[0])
        begins = len(text) - len(text.lstrip())
        if begins < starts[0][0]:
            starts.insert(0, (begins, None, begins))
    found: list[Turn] = []
    for row, (_, who, begins) in enumerate(starts):
        limit = starts[row + 1][0] if row + 1 < len(starts) else len(text)
        words = text[begins:limit].rstrip()
        if words:
            place = (begins, begins + len(words))
            found.append(Turn(who=who, words=place, parts=tuple(_parts(text, place))))
    return tuple(found)


def _label(head: re.Match[str]) -> str:
    return head["who"] or head["letter"] or ""


def _who(text: str, head: re.Match[str]) -> tuple[int, int] | None:
    """The name before a turn: of `Q.` who is said to examine, of `A.` the witness if called so."""
    if head["who"] is not None:
        return head.span("who")
    if head["letter"] == "Q":
        by = list(_EXAMINED_BY.finditer(text, 0, head.start()))
        return by[-1].span("who") if by else None
    witness = re.search(r"^[ \t]*(THE WITNESS)(?=:)", text, re.MULTILINE)
    return witness.span(1) if witness else None


def _may_speak(label: str) -> bool:
    words = label.lower().split()
    if any(word in AUXILIARIES or (word in FORMS and word not in MAYBE_NOUN) for word in words):
        return False  # `He tells us:` begins a sentence
    return words[0] not in _NO_SPEAKERS and words[-1] not in _NO_SPEAKERS


def _is_transcript(text: str, heads: list[re.Match[str]]) -> bool:
    paragraphs = len(re.findall(r"[^\s][^\n]*(?:\n[^\n]*\S[^\n]*)*", text))
    if paragraphs < len(heads):  # a page whose lines no blank ones part
        paragraphs = len([line for line in text.splitlines() if line.strip()])
    prose = [one for one in _WHOLE_LINE.finditer(text) if not _TURN.match(text, one.start())]
    if len(prose) > len(heads):
        return False  # an article, line by line, in which some lines are answers
    labels = {_label(head).lower() for head in heads}
    return len(heads) >= 3 and 2 * len(heads) >= paragraphs and len(labels) < len(heads)


def _parts(text: str, place: tuple[int, int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = place[0]
    for match in (*re.compile(r"\n\s*\n").finditer(text, *place), None):
        end = match.start() if match else place[1]
        part = text[start:end]
        if part.strip() and not _ASIDE.fullmatch(part) and not _EXAMINED_BY.fullmatch(part.strip()):
            lead = len(part) - len(part.lstrip())
            found.append((start + lead, start + len(part.rstrip())))
        start = match.end() if match else end
    return found
