"""What of a crawled text a reader sees, with the way back to every code point of the file.

Cleaning never rewrites the source: the result is the text as shown, a map from each of its code
points to the raw one, and the list of what is hidden with the reason why. Nothing else changes;
what looks odd but might be somebody's words stays.

reason         what is hidden
link debris    the tail or head of a torn link: `#x/rust">`, `?id=1" target="_blank">`, `<a href="…`
tag            markup that is whole: `<p class="x">`, `<!-- … -->`, `[embed]…[/embed]`
voice tag      what a subtitle file has around a speaker's name: `<v `, `>`
control        characters without width, soft hyphens, a byte-order mark, half of a torn space
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import wordset
from provesafe.casefile.intake.page.garbled import meant_at

__all__ = ["Hidden", "Shown", "clean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A stretch `[start, end)` of the raw text that a reader does not see."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The text as shown; `at[i]` is the raw place of its code point i, `at[len(text)]` the end."""

    raw: str
    text: str
    at: tuple[int, ...]
    ends: tuple[int, ...]
    """Where the raw form of code point i ends: an entity is one shown code point, several raw."""
    hidden: tuple[Hidden, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The raw stretch of a shown one; `start < end`."""
        return self.at[start], self.ends[end - 1]


_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,400})?/?>", re.DOTALL)
# Tags between which a reader sees a new paragraph.
_BREAKS = wordset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote section article header footer main aside "
    "table tr figure figcaption hr title body head nav form dd dt"
)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_EMBED = re.compile(r"\[(embed|caption|gallery|video|audio)\b[^\]\n]{0,300}\][^\[\n]{0,300}\[/\1\]")
# What stays of a link whose opening was lost: an address or a path up to its closing quote and
# bracket, with or without further attributes. It starts at a mark no word starts with.
_TORN_TAIL = re.compile(
    r"""(?:https?://|www\.|//|[\#/?&=])[^\s"“”<>]{0,300}"(?:\s+[\w:-]+\s*=\s*"[^"<>\n]{0,200}")*\s*/?>"""
)
_TORN_ATTRIBUTES = re.compile(
    r"""[^\s"“”<>]{0,200}"(?:\s+(?:target|rel|class|href|title|id|style|alt|data-[\w-]+)\s*=\s*"[^"<>\n]{0,200}")+\s*/?>"""
    r"""|(?<!\S)(?:target|rel|class|href|title|style|data-[\w-]+)\s*=\s*"[^"<>\n]{0,200}"\s*/?>"""
)
# What stays of a link whose end was lost: everything from the bracket to the end of the address.
_TORN_HEAD = re.compile(r"""<a\s+(?:[\w:-]+\s*=\s*)?"?[^\s"<>“”]{0,300}(?=\s|$)""")
_WITHOUT_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t\x0b\x0c"
_ENTITY = re.compile(r"&(?:\#(\d{1,7})|\#[xX]([0-9A-Fa-f]{1,6})|([a-zA-Z]{2,8}));")
_NAMED = {
    "nbsp": " ", "amp": "&", "quot": '"', "apos": "'", "lt": "<", "gt": ">", "ldquo": "“",
    "rdquo": "”", "lsquo": "‘", "rsquo": "’", "hellip": "…", "mdash": "—", "ndash": "–",
    "eacute": "é", "shy": "\u00ad", "bull": "•", "middot": "·",
}  # fmt: skip
_PATTERNS = (
    (_TAG, "tag"),
    (_EMBED, "tag"),
    (_TORN_TAIL, "link debris"),
    (_TORN_ATTRIBUTES, "link debris"),
    (_TORN_HEAD, "link debris"),
)


def clean(raw: str, *, hidden: tuple[Hidden, ...] = ()) -> Shown:
    """Hide what is not text.

    Args:
        raw: the file, decoded; no newline or byte-order mark was changed.
        hidden: stretches known to be hidden already, as an HTML reader gives them.
    """
    found = _merge(raw, hidden)
    text: list[str] = []
    at: list[int] = []
    ends: list[int] = []
    controls: list[Hidden] = []
    place, row = 0, 0
    while place < len(raw):
        if row < len(found) and place == found[row].start:
            for character in _instead(raw, found[row]):
                text.append(character)
                at.append(place)
                ends.append(place)
            place = found[row].end
            row += 1
            continue
        shown, width = _one(raw, place)
        if shown in _WITHOUT_WIDTH or (shown == "Â" and raw[place + 1 : place + 2].isspace()):
            controls.append(Hidden(start=place, end=place + width, reason="control"))
        elif shown != "\r" or raw[place + 1 : place + 2] != "\n":
            text.append("\n" if shown == "\r" else " " if shown in _SPACES else shown)
            at.append(place)
            ends.append(place + width)
        place += width
    at.append(len(raw))
    every = sorted((*found, *controls), key=lambda one: one.start)
    return Shown(raw=raw, text="".join(text), at=tuple(at), ends=tuple(ends), hidden=tuple(every))


def _merge(raw: str, known: tuple[Hidden, ...]) -> list[Hidden]:
    """What is hidden, in order and without overlap; what comes first in the patterns wins."""
    taken = sorted(known, key=lambda one: one.start)
    covered = bytearray(len(raw) + 1)
    for one in taken:
        covered[one.start : one.end] = b"\x01" * (one.end - one.start)
    for pattern, reason in _PATTERNS:
        for match in pattern.finditer(raw):
            if not any(covered[match.start() : match.end()]):
                taken.append(Hidden(start=match.start(), end=match.end(), reason=reason))
                covered[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return sorted(taken, key=lambda one: one.start)


def _instead(raw: str, hidden: Hidden) -> str:
    """What a reader sees for it: a new paragraph, or the colon after a speaker's name."""
    if hidden.reason == "voice tag":
        return ": " if raw[hidden.end - 1] == ">" else ""
    name = _TAG_NAME.match(raw, hidden.start)
    return "\n\n" if name is not None and name[1].lower() in _BREAKS else ""


def _one(raw: str, place: int) -> tuple[str, int]:
    """The shown character at `place` and how many raw ones it takes."""
    first = raw[place]
    if first == "&":
        match = _ENTITY.match(raw, place)
        if match:
            shown = _entity(match)
            if shown:
                return shown, len(match[0])
    return meant_at(raw, place) or (first, 1)


def _entity(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED.get(match[3], "")
    code = int(match[1]) if match[1] else int(match[2], 16)
    printable = 32 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if printable else ""
