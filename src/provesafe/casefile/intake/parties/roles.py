"""What stands before a name and says who it is: `armorer NAME` · `the film’s armorer, NAME`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import (
    AUXILIARIES,
    FORMS,
    GROUPS,
    MAYBE_NOUN,
    ORGANISATION_WORDS,
    ROLES,
    SUBORDINATORS,
    TITLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.parties.trades import (
    CHILDREN,
    HUMAN,
    NO_ROLE_AFTER_THE,
    begins_of,
    is_determined,
    names_a_trade,
    opens_sentence,
    surely_a_trade,
)

__all__ = ["body_before", "role_before"]

Place = tuple[int, int]
Pieces = Sequence[Piece]
_ITSELF = wordset("himself herself itself themselves")


def body_before(pieces: Pieces, first: int) -> Place | None:
    """What a body is, before its name: `the production company, NAME`, also without comma."""
    if first < 2:
        return role_before(pieces, first)
    comma = pieces[first - 1].text == ","
    row = first - 1 - comma
    begins = begins_of(pieces, row + 1)
    owned = is_determined(pieces, begins)
    if comma:
        return (pieces[begins].start, pieces[row].end) if owned and begins <= row else None
    kind = pieces[row].low in GROUPS | ORGANISATION_WORDS and not pieces[row].capital
    if kind and begins < row and (owned or opens_sentence(pieces, begins)):
        return pieces[begins].start, pieces[row].end
    return role_before(pieces, first, is_person=True)


def role_before(pieces: Pieces, first: int, *, is_person: bool = False) -> Place | None:
    """A role in small letters right before a name, or before it and a comma or a colon.

    Args:
        pieces: the paragraph.
        first: the first piece of the name.
        is_person: whether the name is known to be a person's; then any word that ends like a trade
            will do.
    """
    row = first - 1
    if row >= 0 and re.fullmatch(r"\d{1,3}-year-old", pieces[row].low):
        row -= 1  # `Her daughter, 11-year-old NAME`
    if row < 0:
        return None
    if pieces[row].low in ("a", "an", "one") and row > 0 and pieces[row - 1].text == ",":
        row -= 1  # `The organist, a Miss NAME`
    if pieces[row].text == ",":
        found = _before_comma(pieces, row, is_person=is_person)
        return found or _in_court(pieces, row) or _one_of_them(pieces, row)
    if pieces[row].text == ":":
        return _before_colon(pieces, row)
    if pieces[row].kind != "word" or pieces[row].possessive:
        return None
    if CHILDREN.fullmatch(pieces[row].text):
        return pieces[row].start, pieces[row].end
    called = _called(pieces, row)
    if called >= 0:
        return _so_called(pieces, called)
    if pieces[row].low == "and":
        return _shared(pieces, row)
    plural = _plural_role(pieces[row]) and pieces[row].low != "stars"
    plural = plural and not pieces[row].capital
    trade = plural or pieces[row].low in ROLES | TITLES or surely_a_trade(pieces[row])
    trade = trade or pieces[row].low.split("-")[-1] in ROLES
    begins = begins_of(pieces, row)
    if not trade and is_person and row > 0:
        # `the dolly grip NAME`, `key hair stylist NAME`: how words for a trade end.
        trade = names_a_trade(pieces[row]) and (begins < row or is_determined(pieces, row))
    if not trade and pieces[row].low in _BY_WHAT and row > 0:
        trade = begins < row and not pieces[row - 1].capital  # `effects man NAME`
    return (pieces[begins].start, pieces[row].end) if trade else None


_BY_WHAT = wordset("man woman lady boy girl guy hand key lead lady learner")
"""What is a trade with another word before it: `best boy`, `cellar hand`."""
_CALLED = wordset("called named identified known")


def _called(pieces: Pieces, row: int) -> int:
    """`a man called NAME`, `the driver, named locally as NAME`: the word for who it is, or -1."""
    begins = row
    if pieces[row].low == "as":
        while begins > 0 and row - begins < 6 and pieces[begins].low not in _CALLED:
            begins -= 1
    if pieces[begins].low not in _CALLED:
        return -1
    begins -= 1
    while begins >= 0 and (
        pieces[begins].text == ","
        or pieces[begins].low in AUXILIARIES | {"who", "later", "since"}
        or pieces[begins].low.endswith("ly")
    ):
        begins -= 1
    return begins


def _so_called(pieces: Pieces, row: int) -> Place | None:
    """The phrase for whoever is called so, with what stands before it and a comma."""
    if row < 0 or not (names_a_trade(pieces[row]) or pieces[row].low in HUMAN):
        return None
    begins = begins_of(pieces, row)
    opening = begins - 2
    if is_determined(pieces, begins) and opening > 0 and pieces[opening].text == ",":
        outer = _before_comma(pieces, opening)  # `NAME’s apprentice, a young man called NAME`
        if outer is not None:
            return outer[0], pieces[row].end
    return pieces[begins].start, pieces[row].end


def _plural_role(piece: Piece) -> bool:
    """`executive producers NAME and NAME`."""
    return piece.low.endswith("s") and piece.low[:-1] in ROLES


def _shared(pieces: Pieces, conjunction: int) -> Place | None:
    """`producers NAME and NAME`: the second has the role of both."""
    row = conjunction - 1
    while row >= 0 and conjunction - row < 12:
        one = pieces[row]
        if _plural_role(one) and (not one.capital or opens_sentence(pieces, row)):
            begins = begins_of(pieces, row)
            return (pieces[begins].start, one.end) if row < conjunction - 1 else None
        if not (one.capital or one.text == ","):
            return None
        row -= 1
    return None


_COURT = wordset("prosecuting defending presiding mitigating")


def _in_court(pieces: Pieces, comma: int) -> Place | None:
    """`Prosecuting, NAME said`: a part in a trial, told by a participle."""
    if [one.low for one in pieces[max(0, comma - 2) : comma]] == ["in", "mitigation"]:
        return pieces[comma - 2].start, pieces[comma - 1].end
    one = pieces[comma - 1] if comma > 0 else None
    if one is None or one.low not in _COURT or (comma > 1 and pieces[comma - 2].text not in ".?!”"):
        return None
    return one.start, one.end


def _before_comma(pieces: Pieces, comma: int, *, is_person: bool = False) -> Place | None:
    """`the film’s armorer, NAME` · `the owner of the tent, NAME` · `the actor who fell, NAME`."""
    row = comma - 1
    if row > 0 and pieces[row].low in _ITSELF:
        row -= 1
    for head in (row, _before_relative(pieces, row), _head_of(pieces, row)):
        if head < 0 or pieces[head].kind != "word" or not names_a_trade(pieces[head]):
            continue
        begins = begins_of(pieces, head)
        at_head = opens_sentence(pieces, begins) and not pieces[begins].low.endswith("ing")
        unowned = pieces[head].low == "counsel"  # it takes no article
        if begins > 1 and pieces[begins - 2].low in ("through", "via"):
            return None  # `Through an attorney, NAME denied it`
        if is_determined(pieces, begins) or ((at_head or unowned) and head < row):
            return pieces[begins].start, pieces[comma - 1].end
        if head == row:
            return None
    return _described(pieces, row, comma) if is_person else None


def _described(pieces: Pieces, row: int, comma: int) -> Place | None:
    """`The rigging key, NAME` · `the company’s insurance man, NAME`: whatever stands there."""
    begins = begins_of(pieces, row)
    if not is_determined(pieces, begins) or begins > row or pieces[row].low in NO_ROLE_AFTER_THE:
        return None
    if any(one.capital for one in pieces[begins : row + 1]) or pieces[row].low in GROUPS:
        return None  # `…, said his sister NAME, NAME was …`
    owner = pieces[begins - 1]
    before = pieces[begins - 2] if begins > 1 else None
    led = before is None or before.text in ".?!”" or before.low in ("by", "to", "with", "and", "of")
    return (pieces[begins].start, pieces[comma - 1].end) if owner.possessive or led else None


def _one_of_them(pieces: Pieces, comma: int) -> Place | None:
    """`… two grips … One of them, NAME`: what several were called just before."""
    lows = [one.low for one in pieces[max(0, comma - 3) : comma]]
    if lows[-3:] != ["one", "of", "them"] and lows[-1:] != ["another"]:
        return None
    for row in range(comma - 3, max(0, comma - 60), -1):
        if _plural_role(pieces[row]) and not pieces[row].capital:
            return pieces[begins_of(pieces, row)].start, pieces[row].end
    return None


def _before_relative(pieces: Pieces, row: int) -> int:
    """From the end of `the actor who fired the pistol` to the word before its "who"; -1 if none."""
    for place in range(row, max(0, row - 16), -1):
        one = pieces[place]
        if one.kind != "word":
            return -1
        playing = one.low.endswith("ing") and place > 1 and names_a_trade(pieces[place - 1])
        if one.low in ("who", "whose", "whom") or playing:
            return place - 1
    return -1


def _head_of(pieces: Pieces, row: int) -> int:
    """From the end of `… of/for/at the tea tent` to the word before its preposition; -1 if none."""
    for place in range(row, max(-1, row - 7), -1):
        one = pieces[place]
        if one.kind != "word" or one.low in AUXILIARIES | SUBORDINATORS or _is_verb(one):
            return -1
        if one.low in ("of", "for", "at", "on", "in", "to", "with", "from"):
            return place - 1
    return -1


def _is_verb(piece: Piece) -> bool:
    return piece.low in FORMS and piece.low not in MAYBE_NOUN


def _before_colon(pieces: Pieces, colon: int) -> Place | None:
    """`Armorer: NAME`, as credits have it."""
    row = colon - 1
    if row < 0 or pieces[row].stem not in ROLES or (row > 0 and pieces[row - 1].kind == "word"):
        return None
    return pieces[row].start, pieces[row].end
