"""Pieces of a paragraph: words, marks and quotations, and the sentences they form.

A quotation is one piece whatever it holds, so that no rule about a sentence looks inside somebody's
words by mistake. Curly, straight and doubled single marks open one; so do single marks in a text
that uses no double ones. A quotation that never closes runs to the end of its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from provesafe.casefile.intake.lexicon import FORMS, MAYBE_NOUN

__all__ = [
    "Piece",
    "Quotation",
    "Sentence",
    "pieces_of",
    "quotations_of",
    "sentences_of",
    "uses_single_marks",
    "words_of",
]

_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Mx|Dr|St|Sgt|Lt|Capt|Gov|Sen|Rep|Gen|Col|Prof|Jr|Sr|Inc|Ltd|Co|Corp|No|vs|Jan|Feb|"
    "Rs|Hwy|Rte|Sec|Art|Fig|Blvd|Pvt|Adv|Maj|Brig|Adm|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Det|Dist|Atty|Asst|Cmdr|Cpl|Ofc|Supt|Insp|Rev|Hon|Fr|Const|Mt|Ave|Rd|etc|approx|dept"
)
_PIECE = re.compile(
    r"(?<![\w.])@\w[\w.]*\w|(?:[A-Z]\.){2,}|\b[A-Z]\.(?=\s[A-Z])|\b[ap]\.m\.|"
    rf"\b(?:{_ABBREVIATIONS})\.(?=\s)|"
    r"[^\W\d_]{3,}\.(?:com|org|net|ie|news|tv|co\.[a-z]{2})\b|"
    r"[^\W\d_]+(?:[’'‘-][^\W\d_]+|[-’']\d+)*(?:[’'](?=\s|$|[,.;:!?]))?|"
    r"[$£€]?\d[\d,.:]*\d(?:st|nd|rd|th|m|pm|am|%)?(?:-[^\W\d_]+)*|[$£€]?\d(?:st|nd|rd|th|m|pm|am|%)?(?:-[^\W\d_]+)*|"
    r"…|\.\.\.|--|[^\w\s]"
)
_WORDLIKE = frozenset("$£€") | {"@"}
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[’'‘-](?=[^\W_]))*")
_ENDS_SHORT = re.compile(
    rf"(?:\b(?:{_ABBREVIATIONS}|U\.S|U\.K)|\b(?-i:[A-Z])|\b[ap]\.m|\bi\.e|\be\.g)\.$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\b(?:Jr|Sr|Inc|Ltd|Co|Corp|etc|dept)\.$", re.IGNORECASE)
"""What ends a name, and so may end a sentence as well."""
_STOPS = ".?!…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """`[start, end)` with its marks, `[first, last)` between them, in the shown text."""

    start: int
    end: int
    first: int
    last: int
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A word, a mark, or a whole quotation; `low` is its text in small letters, ’ for '."""

    text: str
    start: int
    end: int
    kind: Literal["word", "mark", "quote"]
    quotation: Quotation | None = None
    low: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", self.text.lower().replace("'", "’").replace("‘", "’"))

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper() or (self.text[:1] == "@" and len(self.text) > 1)

    @property
    def possessive(self) -> bool:
        """Whether it ends in 's or in a plural's apostrophe."""
        return self.low.endswith(("’s", "’"))

    @property
    def stem(self) -> str:
        """`low` without a possessive ending."""
        return self.low.removesuffix("’s").removesuffix("’")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence `[start, end)` and its pieces."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def words_of(text: str) -> list[str]:
    """The words of a text, numbers left out."""
    return _WORD.findall(text)


def pieces_of(text: str, start: int, end: int) -> list[Piece]:
    """Words and marks of `[start, end)`, quotation marks among the marks."""
    return [
        Piece(
            text=match[0],
            start=match.start(),
            end=match.end(),
            kind="word" if match[0][0].isalnum() or match[0][0] in _WORDLIKE else "mark",
        )
        for match in _PIECE.finditer(text, start, end)
    ]


_SINGLE_OPENS = re.compile(r"(?:(?<=\s)|(?<=[(\[—–:])|\A)[‘'](?=[A-Z][^‘’'\n]*[\s’'])")
_DOUBLE_OPENS = re.compile(r"[“„«]|‘‘|(?:(?<=\s)|\A)(?:\"|'')(?=\S)")


def uses_single_marks(text: str) -> bool:
    """Whether single marks open quotations here: there are no double ones, or far fewer.

    Where single marks quote, double ones stand inside them; elsewhere it is the other way round.
    """
    doubles = len(_DOUBLE_OPENS.findall(text))
    if not doubles:
        return not re.search(r"[“”\"«]", text)
    return len(_SINGLE_OPENS.findall(text)) > 2 * doubles


def quotations_of(text: str, start: int, end: int, *, single: bool) -> tuple[Quotation, ...]:
    """The quotations of a paragraph, outermost only, in order.

    Args:
        text: the shown text.
        start, end: the paragraph.
        single: whether single marks open a quotation here (the text uses no double ones).
    """
    found: list[Quotation] = []
    place = start
    while place < end:
        width = _opens(text, place, start, single=single)
        if not width:
            place += 1
            continue
        closing = _closing(text, place, width, end)
        if closing is None:
            if text[place] in "'‘`" and width == 1 and not _left_open(text, place, start):
                place += 1
                continue
            stop = _unclosed_end(text, place + width, end)
            last = place + width + len(text[place + width : stop].rstrip())
            found.append(
                Quotation(start=place, end=stop, first=place + width, last=last, closed=False)
            )
            place = stop
            continue
        last, after = closing
        found.append(Quotation(start=place, end=after, first=place + width, last=last, closed=True))
        place = after
    return tuple(found)


def _opens(text: str, place: int, start: int, *, single: bool) -> int:
    """How many characters an opening mark takes here; 0 if none opens."""
    mark = text[place]
    if mark in "“„«":
        return 1
    if mark == '"':
        return 0 if _only_closes(text, place, start) else 1
    if text.startswith(("‘‘", "``", "''"), place):
        return 2
    if (single and mark in "‘'") or mark == "`":
        before = text[place - 1] if place > start else " "
        after = text[place + 1 : place + 2]
        spaced = mark == "‘" and text[place + 2 : place + 3].isupper()  # `‘ Nobody looked’`
        if (before.isspace() or before in "([—–:") and after and (not after.isspace() or spaced):
            return 1
    return 0


def _closing(text: str, place: int, width: int, end: int) -> tuple[int, int] | None:
    """(end of the words, end of the closing mark); None if it does not close here."""
    mark = text[place]
    if width == 1 and mark in "‘'`":
        return _single_closing(text, place, end)
    spot = place + width
    while spot < end:
        here = text[spot]
        if mark == '"' == here and _only_opens(text, spot):
            return None
        if here in "”»" or (
            here == '"' and (mark != "“" or not text[spot + 1 : spot + 2].isalnum())
        ):
            return spot, spot + 1
        if width == 2 and text.startswith(("’’", "''"), spot):
            return spot, spot + 2
        if here == "“" and mark == "“":
            return None
        spot += 1
    return None


def _only_opens(text: str, place: int) -> bool:
    """Whether a straight mark can open only: a space before it, a word after it."""
    return text[place - 1].isspace() and text[place + 1 : place + 2].isalnum()


def _only_closes(text: str, place: int, start: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return place > start and (before.isalnum() or before in ".,?!…") and not after.isalnum()


def _left_open(text: str, place: int, start: int) -> bool:
    """`‘It was cold.`, the first words of a paragraph: the quotation goes on in the next one."""
    return text[place] == "‘" and not text[start:place].strip() and text[place + 1].isupper()


def _single_closing(text: str, place: int, end: int) -> tuple[int, int] | None:
    """Where a single mark closes: after a stop, or within a few words of its opening."""
    short: tuple[int, int] | None = None
    spot = place + 1
    while spot < end:
        if text[spot] in "’'":
            before, after = text[spot - 1], text[spot + 1 : spot + 2]
            if not after.isalnum() and not before.isspace():
                if before in ",.?!…":
                    return spot, spot + 1
                if short is None:
                    short = (spot, spot + 1)
        elif short is not None and text[spot] == "‘" and text[spot - 1].isspace():
            return short  # the next one opens
        spot += 1
    if short is not None and len(words_of(text[place : short[0]])) <= 8:
        return short
    return None


def _unclosed_end(text: str, first: int, end: int) -> int:
    """An unclosed quotation ends before the next opening mark, else with its paragraph."""
    another = next(
        (
            place
            for place in range(first, end)
            if text[place] == "“" or (text[place] == '"' and _only_opens(text, place))
        ),
        end,
    )
    attributed = _SAID_AFTER.search(text, first, another) if another < end else None
    return attributed.start() + 1 if attributed else another


_SAID_AFTER = re.compile(
    r",\s(?:he|she|they|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3})\s(?:said|says|added|recalled|wrote)\b"
)


def sentences_of(
    text: str, start: int, end: int, quotations: tuple[Quotation, ...]
) -> tuple[Sentence, ...]:
    """The sentences of a paragraph; a quotation's own stops end one only at its close."""
    cuts = [*_cuts(text, start, end, quotations), end]
    found: list[Sentence] = []
    begin = start
    for cut in cuts:
        last = begin + len(text[begin:cut].rstrip())
        if last > begin:
            pieces = tuple(_with_quotations(text, begin, last, quotations))
            if pieces:
                found.append(Sentence(start=begin, end=last, pieces=pieces))
        begin = cut
    return tuple(found)


def _with_quotations(
    text: str, start: int, end: int, quotations: tuple[Quotation, ...]
) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for one in quotations:
        if one.start >= start and one.end <= end:
            pieces += pieces_of(text, place, one.start)
            whole = text[one.start : one.end]
            pieces.append(
                Piece(text=whole, start=one.start, end=one.end, kind="quote", quotation=one)
            )
            place = one.end
    return pieces + pieces_of(text, place, end)


def _cuts(text: str, start: int, end: int, quotations: tuple[Quotation, ...]) -> list[int]:
    cuts: list[int] = []
    opening = {one.start: one for one in quotations}
    place = start
    while place < end:
        one = opening.get(place)
        if one is not None:
            place = one.end
            following = _skip_space(text, place, end)
            inner = text[one.first : one.last].rstrip()
            if _ends_with_quotation(text, inner, following, end):
                cuts.append(following)
            continue
        if text[place] in _STOPS:
            after = place + 1
            while after < end and (text[after] in _STOPS or text[after] in "’)]”"):
                after += 1
            following = _skip_space(text, after, end)
            if _GLUED.match(text, place - 3, end) or (
                after < following < end
                and _begins_sentence(text, following)
                and not _is_short(text, start, place, following)
            ):
                cuts.append(following)
            place = max(place + 1, after)
            continue
        place += 1
    return cuts


_GLUED = re.compile(r"[a-z]{3}[.?!][A-Z][a-z]+\s")
"""`a cow.The inquiry`: where two paragraphs were run together."""


def _skip_space(text: str, place: int, end: int) -> int:
    while place < end and text[place].isspace():
        place += 1
    return place


def _begins_sentence(text: str, place: int) -> bool:
    return text[place].isupper() or text[place].isdigit() or text[place] in "“\"[‘'`«("


def _is_short(text: str, start: int, stop: int, following: int) -> bool:
    """Whether the full stop at `stop` ends an abbreviation rather than a sentence."""
    if text[stop] != ".":
        return False
    if text[following] in '“"' and _AFTER_NAME.search(text[max(start, stop - 8) : stop + 1]):
        return False
    if text[max(start, stop - 3) : stop].lower() == " no":
        return text[following].isdigit()
    if not _ENDS_SHORT.search(text[max(start, stop - 8) : stop + 1]):
        return False
    clock = text[stop - 2 : stop + 1] == ".m."
    return not (clock and text[following].isupper()) or bool(_DAY_OR_ZONE.match(text, following))


_DAY_OR_ZONE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May\s\d|June|July|Aug|Sept|Oct|Nov|Dec"
    r"|(?:[ECMP][SD]?T|GMT|BST|UTC|A[EW][SD]T)\b"
)
"""`at 9:42 p.m. Wednesday`: the sentence goes on."""
_ATTRIBUTED = re.compile(r"\s*,?\s*([^“\".?!;:]{1,90}?)(?=[.,;:“\"]|$)")


def _ends_with_quotation(text: str, inner: str, following: int, end: int) -> bool:
    """Whether the sentence ends where this quotation closes."""
    if not inner or inner[-1] not in _STOPS or following >= end:
        return False
    if not _begins_sentence(text, following):
        return False
    if inner[-1] == ".":
        return True
    match = _ATTRIBUTED.match(text, following, end)
    if not match:
        return True
    words = [word.lower() for word in words_of(match[1])]
    said = any(word in FORMS and word not in MAYBE_NOUN for word in words[:8])
    return not (said and len(words) <= 12)
