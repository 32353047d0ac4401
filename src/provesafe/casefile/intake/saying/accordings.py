"""`According to NAME`, `in the words of NAME`, `by NAME’s account`: attribution without a verb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provesafe.casefile.intake.lexicon import DETERMINERS, DOCUMENTS, ROLES, wordset
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.saying.clauses import begins_anew, clause_end, trim
from provesafe.casefile.intake.saying.phrases import Range, is_finite

__all__ = [
    "according_content",
    "accordings",
    "account_phrase",
    "plain_phrase",
    "reported_content",
]

Pieces = Sequence[Piece]
_OPENINGS = (("according", "to"), ("in", "the", "words", "of"), ("in", "the", "view", "of"))
_ACCOUNTS = wordset(
    "account telling version view words recollection opinion estimate memory reckoning count "
    "calculation recall"
)


def accordings(pieces: Pieces) -> Iterator[tuple[int, int]]:
    """Where such an attribution begins and where what it names does."""
    for row, one in enumerate(pieces):
        for words in _OPENINGS:
            if tuple(other.low for other in pieces[row : row + len(words)]) == words:
                yield row, row + len(words)
        if one.low == "per" and (row == 0 or pieces[row - 1].text == ","):
            yield row, row + 1
        if one.low in ("by", "in") and _account_of(pieces, row):
            yield row, row + 1


def _account_of(pieces: Pieces, row: int) -> bool:
    """`by NAME’s account`: a possessive, then the word for what they told."""
    for place in range(row + 1, min(row + 6, len(pieces))):
        if pieces[place].kind != "word":
            return False
        if pieces[place].low in _ACCOUNTS:
            owner = pieces[place - 1]
            theirs = row == 0 and owner.low in ("his", "her", "their")
            return theirs or (owner.possessive and owner.capital)
    return False


def account_phrase(pieces: Pieces, row: int, first: int) -> Range | None:
    """`By NAME’s account the rifle was hollow`: no further than the word for what they told."""
    if first != row + 1 or pieces[row].low == "per":
        return None
    last = next(n for n in range(first, len(pieces)) if pieces[n].low in _ACCOUNTS)
    return first, last + 1


def plain_phrase(pieces: Pieces, first: int) -> Range | None:
    """The words from `first` to the next mark."""
    last = first
    while last < len(pieces) and pieces[last].kind == "word" and last - first < 10:
        last += 1
    return (first, last) if last > first else None


def according_content(pieces: Pieces, row: int, phrase: Range) -> tuple[Range, Range | None]:
    """Whom it names, and what is attributed to them, if anything is.

    `According to the star, NAME left` names the star alone, though a role and a name may be one.
    """
    content = _content(pieces, row, phrase)
    comma = next((n for n in range(*phrase) if pieces[n].text == ","), None)
    if content is None and row == 0 and comma is not None:
        phrase = (phrase[0], comma)
        content = _content(pieces, row, phrase)
    return phrase, content


def _content(pieces: Pieces, row: int, phrase: Range) -> Range | None:
    """After the comma if the attribution opens its sentence, else before it."""
    if pieces[row].low in ("by", "in") and pieces[row + 1].low != "the":
        end = next(n for n in range(row, len(pieces)) if pieces[n].low in _ACCOUNTS) + 1
        begins = end + (end < len(pieces) and pieces[end].text == ",")
        content = trim(pieces, begins, _led_end(pieces, begins)) if row == 0 else (0, 0)
        return content if content[0] < content[1] else None
    if row == 0:
        comma = _comma_after(pieces, phrase[1])
        if comma is None:
            return None
        content = trim(pieces, comma + 1, _led_end(pieces, comma + 1))
    elif _quote_follows(pieces, phrase[1]):
        after = phrase[1] + (pieces[phrase[1]].text == ",")
        content = (after, after + 1)
    else:
        head = max((n + 1 for n in range(row - 1) if begins_anew(pieces, n)), default=0)
        content = trim(pieces, head, row)
    return content if content[0] < content[1] else None


def _led_end(pieces: Pieces, first: int) -> int:
    """Where what an opening attribution covers ends: after a semicolon the publication goes on."""
    last = clause_end(pieces, first)
    return next((row for row in range(first, last) if pieces[row].text == ";"), last)


def reported_content(pieces: Pieces, row: int) -> Range | None:
    """What `it was claimed` attributes to nobody: after its "that", before it, or around it."""
    begins = next((n for n in range(row - 1, max(-1, row - 5), -1) if pieces[n].low == "it"), None)
    if begins is None:
        return None
    after = row + 1
    if after < len(pieces) and pieces[after].low in ("that", "there"):
        first = after + (pieces[after].low == "that")
    elif begins > 0 and pieces[begins - 1].text == "," and after < len(pieces):
        if pieces[after].text != ",":
            return trim(pieces, 0, begins - 1) if pieces[after].text in ".;" else None
        first = after + 1
    else:
        return None
    content = trim(pieces, first, clause_end(pieces, first))
    return content if content[0] < content[1] else None


def _quote_follows(pieces: Pieces, row: int) -> bool:
    row += row < len(pieces) and pieces[row].text == ","
    return row < len(pieces) and pieces[row].kind == "quote"


def _comma_after(pieces: Pieces, first: int) -> int | None:
    """The comma after which the content begins: past what only describes who is named."""
    commas = [n for n in range(first, len(pieces)) if pieces[n].text == ","]
    if not commas:
        return None
    if len(commas) > 1 and commas[0] + 1 < commas[1]:
        if _names_another(pieces, first, commas):
            return commas[0]
        between = pieces[commas[0] + 1 : commas[1]]
        described = between[0].low in DETERMINERS | {"who", "which"} or between[0].stem in ROLES
        named = between[0].low in ("who", "which") or not is_finite(between)
        if described and named:
            return commas[1]
    return commas[0]


def _names_another(pieces: Pieces, first: int, commas: Sequence[int]) -> bool:
    """`According to the affidavit, the armorer, NAME, took …`: a paper is nobody's armorer."""
    paper = any(one.stem in DOCUMENTS for one in pieces[max(0, first - 8) : first])
    after = pieces[commas[1] + 1] if commas[1] + 1 < len(pieces) else None
    role = pieces[commas[1] - 1].stem in ROLES
    return paper and role and after is not None and after.capital
