"""The paragraphs of a text and what each is: credit, heading, body, advert, promotion.

Only body paragraphs hold accounts. A paragraph is called an advert or a promotion when it asks the
reader to do something and says nothing else: no quotation with a speaker, no end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from provesafe.casefile.intake.lexicon import wordset

__all__ = ["Block", "Credit", "blocks_of", "credit_of"]

Stretch = tuple[int, int]
BlockKind = Literal["credit", "heading", "body", "advert", "promotion"]

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ASKS = wordset(
    "subscribe buy shop get click download join order save follow watch read see listen "
    "discover try check enter win visit learn protect sign register donate stream tap claim "
    "book start unlock compare invest"
)
_PROMOTES = re.compile(
    r"(?:>>|»|►|\*\s)?\s*(?:read (?:more|next|also|on)|related(?: stories| articles)?\s*:|see also|"
    r"advertisement|sponsored|promoted|share this|follow us|sign up|subscribe|©|copyright|watch:|"
    r"listen:|photo(?:s|graph)?\s*(?:by|:|credit)|image(?:s)?\s*(?:by|:|credit)|more (?:from|on)|"
    r"this (?:story|article) (?:was|has been|is)|click here|tags?:|filed under|comments?$|"
    r"story continues|article continues|continue reading|most read|trending|newsletter|"
    r"skip to (?:main )?content|(?:accept|manage) (?:all )?cookies|"
    r"(?:we|this (?:web)?site) uses? cookies|the views expressed (?:here|in this)|"
    r"all rights reserved|this material may not be|home\s*[»>|]|post views|"
    r"must read|recommended for you|(?:got|have) a (?:story|news tip|tip)\?|"
    r"download (?:the|our) app|"
    r"\(this (?:story|report|article)|"
    r"a version of this (?:story|article)|(?:you|readers) (?:may|might) also (?:like|enjoy))",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:said|says|told|according|added|stated)\b")
_LEADS = re.compile(
    r"\b(?:said|says|told|according|added|stated|statement|reads?|wrote|writes|posted|sent|replied|"
    r"e-?mail(?:ed)?|letter|message|tweeted|continued|asked|explained|recalled|answered|reply)\b"
)
_QUOTE = re.compile(r"[“”\"]|‘‘|''")
_CAPITAL = r"(?!(?:At|For|Via|From|On|Of|And)\b)[A-Z][\w.’'-]*"
_NAME = rf"{_CAPITAL}(?:\s+(?:{_CAPITAL}|de|van|von|der|la|del|bin|al))*"
_CREDIT = re.compile(
    r"\s*(?i:(?:(?:original|this)?\s*(?:article|story|post|report|written|words|reporting|source)?"
    r"\s*:?\s*)?\bby:?)\s+"
    rf"(?P<who>{_NAME}(?:\s*(?:,|and|&)\s+{_NAME})*?)"
    r"(?:\s*(?:,|\||/|–|—|-|\b(?i:at|for|via|from|on|of)\b)\s*(?P<where>[A-Z0-9][^\n]{1,60}?))?"
    r"\s*[.|]?\s*"
)
_SOURCE = re.compile(
    r"\s*(?i:source|originally (?:published|appeared)(?: (?:on|at|in|by))?|via|"
    r"first (?:published|appeared)(?: (?:on|at|in|by))?)"
    r"\s*:?\s+(?P<where>[A-Z][^\n]{1,60}?)\s*\.?\s*"
)
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.’' ]{2,40}(?:,\s*[A-Z][A-Za-z.]+(?:\s[A-Z][a-z]+)?)?"
    r"(?:,\s*[A-Z][a-z]+\.?\s\d{1,2})?,?\s*(?:\([A-Z][\w ]{1,20}\)\s*)?[—–-]{1,2}\s+(?=[A-Z“\"‘])"
    r"|\s*\([A-Z][\w ]{1,20}\)\s+[A-Z][A-Z ]{2,30}(?:,\s[A-Z][a-z]+\.?\s\d{1,2})?"
    r"\s*[—–-]{1,2}\s+(?=[A-Z])"
    r"|\s*(?:[•*·▪●-]\s*)?(?:\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?\s*[—–:-]{1,2}\s*)"
    r"|\s*[•*·▪●]\s+"
    r"|\s*(?!(?:NOTE|UPDATE|CORRECTION)\b)[A-Z][A-Z’' -]{2,30}:\s+(?=[A-Z][a-z]*\b)"
    r"|\s*[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2}(?:,\s*[A-Z][A-Za-z.]+)?\s*"
    r"\((?:[A-Z]{2,6}|[A-Z][a-z]+)\)\s*[—–-]{1,2}\s+(?=[A-Z“\"‘])"
    r"|\s*(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}\s*)?\((?:[A-Z][\w ]{1,25})\)\s*[—–-]{1,2}\s+(?=[A-Z“\"‘])"
    r"|\s*[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2}(?:,\s[A-Z][\w.]+)?\s—\s(?=(?:The|A|An|“)\b|“)"
)
_BEFORE_LINE = re.compile(
    r"\s*date\s\d{4}-\d\d-\d\d\s+|\s*Image (?:copyright|source)\b[^\n]{1,80}?\bImage caption\s+"
)
"""What a crawler, or a picture, leaves before the words of a line."""
_LEAD_BLOCKS = 8
"""How far down a credit line may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph `[start, end)` of the shown text; a body's words begin at `body`."""

    start: int
    end: int
    body: int
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who is named as author, and where it was first published; stretches of the shown text."""

    line: tuple[int, int]
    who: tuple[int, int] | None
    where: tuple[int, int] | None


def blocks_of(text: str, *, page: bool = False) -> tuple[Block, ...]:
    """Every paragraph that is not blank, in order.

    Args:
        text: the shown text.
        page: whether it was a page, where only tags end a paragraph.
    """
    found: list[Block] = []
    stretches = _paragraphs(text, page=page)
    for start, end in stretches:
        kind = _kind(text[start:end], first=len(found) < _LEAD_BLOCKS)
        if kind == "heading" and found and end == stretches[-1][1] and _cut_off(text[start:end]):
            kind = "body"
        body = start
        for lead in (_BEFORE_LINE, _BEFORE_LINE, _DATELINE) if kind == "body" else ():
            found_lead = lead.match(text, body, end)
            body = found_lead.end() if found_lead else body
        found.append(Block(start=start, end=end, body=body, kind=kind))
    return tuple(found)


def credit_of(text: str, blocks: tuple[Block, ...]) -> Credit | None:
    """The first credit line near the top, read."""
    for block in blocks[:_LEAD_BLOCKS]:
        if block.kind == "credit":
            line = text[block.start : block.end]
            match = _CREDIT.fullmatch(line) or _SOURCE.fullmatch(line)
            if match:
                groups = match.groupdict()
                return Credit(
                    line=(block.start, block.end),
                    who=_place(match, "who", block.start) if groups.get("who") else None,
                    where=_place(match, "where", block.start) if groups.get("where") else None,
                )
    return None


def _cut_off(line: str) -> bool:
    """`The clerk said that the log was ke`: the last line of a page that was not kept whole."""
    quoted = bool(_QUOTE.match(line))
    return len(_WORD.findall(line)) > 7 and (quoted or bool(_SAYS.search(line)))


def _place(match: re.Match[str], group: str, offset: int) -> tuple[int, int]:
    return offset + match.start(group), offset + match.end(group)


def _stretches(text: str, between: re.Pattern[str], first: int, last: int) -> list[Stretch]:
    found: list[Stretch] = []
    start = first
    for match in (*between.finditer(text, first, last), None):
        end = match.start() if match else last
        inner = text[start:end]
        if inner.strip():
            lead = len(inner) - len(inner.lstrip())
            found.append((start + lead, start + len(inner.rstrip())))
        start = match.end() if match else end
    return found


def _paragraphs(text: str, *, page: bool) -> list[Stretch]:
    """Stretches between blank lines; where lines were not broken at a width, each line of them.

    Crawled pages end a paragraph with one newline here and with two there; what somebody wrote or
    printed at a width goes on in the next line.
    """
    stretches = _stretches(text, _BLANK_LINE, 0, len(text))
    if page:
        return stretches
    every = [_stretches(text, _NEWLINE, start, end) for start, end in stretches]
    if sum(len(lines) > 1 for lines in every) > 1 and _broken(text, every):
        return stretches
    found: list[Stretch] = []
    for lines in every:
        found += _goes_on(text, _unwrapped(text, lines) if len(stretches) < 3 else lines)
    return found


def _broken(text: str, every: list[list[Stretch]]) -> bool:
    """Whether most lines that another follows end within a sentence."""
    several = [lines for lines in every if len(lines) > 1]
    before = [line for lines in several for line in lines[:-1]]
    width = max(end - start for lines in several for start, end in lines)
    inside = sum(text[end - 1] not in _STOPS and end - start > 0.6 * width for start, end in before)
    return width <= _WIDTH_MAX and 2 * inside > len(before)


def _goes_on(text: str, lines: list[Stretch]) -> list[Stretch]:
    """Lines, those joined of which the second begins small within a sentence."""
    found: list[Stretch] = []
    for start, end in lines:
        if found and text[start].islower() and text[found[-1][1] - 1] not in _STOPS:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _unwrapped(text: str, lines: list[Stretch]) -> list[Stretch]:
    """Paragraphs of a text whose lines were broken at a width, as a PDF's are; else the lines.

    A paragraph, and a heading, ends with a line that is shorter than the width.
    """
    widths = [end - start for start, end in lines]
    width = max(widths, default=0)
    stops = [text[end - 1] in _STOPS for _, end in lines]
    broken = sum(
        1 for long, stop in zip(widths, stops, strict=True) if long > 0.75 * width and not stop
    )
    if not 45 <= width <= _WIDTH_MAX or 3 * broken < len(lines):
        return lines
    found: list[Stretch] = []
    fresh = True
    for start, end in lines:
        if fresh or not found:
            found.append((start, end))
        else:
            found[-1] = (found[-1][0], end)
        fresh = end - start < 0.75 * width
    return found


_WIDTH_MAX = 140
"""No text is broken at a greater width."""
_BLANK_LINE = re.compile(r"\n\s*\n")
_NEWLINE = re.compile(r"\n")
_STOPS = frozenset('.?!”"’…)')


def _kind(paragraph: str, *, first: bool) -> BlockKind:
    words = _WORD.findall(paragraph)
    if not words:
        return "promotion"
    if first and len(words) <= 16 and _is_credit(paragraph):
        return "credit"
    speaks = bool(_QUOTE.search(paragraph)) and bool(_SAYS.search(paragraph))
    if _PROMOTES.match(paragraph) and not speaks:
        return "promotion"
    ends = paragraph[-1]
    if not speaks and _is_advert(words, ends):
        return "advert"
    sentence_ends = ends in ".?!…”\"’')" or (ends == ":" and bool(_LEADS.search(paragraph)))
    if not sentence_ends and len(words) <= 22 and not _DATELINE.match(paragraph):
        return "heading"
    return "body"


def _is_credit(paragraph: str) -> bool:
    match = _CREDIT.fullmatch(paragraph)
    if match:
        return match["who"][0].isupper() and not _QUOTE.search(paragraph)
    return bool(_SOURCE.fullmatch(paragraph))


def _is_advert(words: list[str], ends: str) -> bool:
    if len(words) > 20 or not any(word.lower() in _ASKS for word in words):
        return False
    capitals = sum(word[0].isupper() for word in words) / len(words)
    asks_first = words[0].lower() in _ASKS
    titled = capitals > 0.6 and ends not in '.?”"’)'
    return (titled and (asks_first or ends in ":!>")) or (asks_first and ends in ":>»!")
