"""The role beside a name: `armorer NAME` · `NAME, 34, a gaffer,` · `NAME, who ran the armory,`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    DOCUMENTS,
    DOES,
    FORMS,
    MAYBE_NOUN,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TITLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece

__all__ = ["body_before", "names_a_trade", "role_after", "role_before"]

Place = tuple[int, int]
Pieces = Sequence[Piece]
_ROLE_ADJECTIVES = wordset(
    "former chief senior deputy executive assistant lead first second acting associate co "
    "then retired veteran longtime key head production costume fight stage property props "
    "prop props set head night day "
    "managing acting presiding supervising serving sitting visiting commanding"
)
_TRADE = re.compile(
    r"[a-z-]{3,}(?:ists?|smith|wright|keeper|maker|master|mistress|man|woman|person|ian|teacher|worker"
    r"|owner|holder|leader|player|hand|mate|er|or|ee|ant)$"
)
"""How words for what people do often end; only looked at beside a name and between commas."""


def body_before(pieces: Pieces, first: int) -> Place | None:
    """What a body is, before its name: `the production company, NAME` · `its insurer, NAME`."""
    if first < 3 or pieces[first - 1].text != ",":
        return role_before(pieces, first)
    row = first - 2
    while row >= 0 and first - row < 8 and _belongs(pieces[row]) and not pieces[row].capital:
        row -= 1
    if row < 0 or row == first - 2:
        return None
    owned = pieces[row].possessive or pieces[row].low in _DEFINITE
    return (pieces[row + 1].start, pieces[first - 2].end) if owned else None


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
    if pieces[row].text == ",":
        return _before_comma(pieces, row) or _in_court(pieces, row)
    if pieces[row].text == ":":
        return _before_colon(pieces, row)
    if pieces[row].kind != "word" or pieces[row].possessive:
        return None
    if pieces[row].low in ("called", "named") and row > 0:
        known = names_a_trade(pieces[row - 1]) or pieces[row - 1].low in _HUMAN
        return _phrase(pieces, row - 1) if known else None
    if pieces[row].low == "and":
        return _shared(pieces, row)
    plural = _plural_role(pieces[row]) and pieces[row].low != "stars"
    trade = pieces[row].low in ROLES | TITLES or plural
    trade = trade or pieces[row].low.split("-")[-1] in ROLES
    if not trade and is_person and row > 0:
        # `the dolly grip NAME`, `key hair stylist NAME`: how words for a trade end.
        trade = names_a_trade(pieces[row]) and (
            _belongs(pieces[row - 1]) or pieces[row - 1].low in _DEFINITE
        )
    if not trade and pieces[row].low in ("man", "woman", "lady") and row > 0:
        trade = _belongs(pieces[row - 1]) and not pieces[row - 1].capital  # `effects man NAME`
    return _phrase(pieces, row) if trade else None


_HUMAN = wordset("man woman boy girl lady teenager pensioner")


def _plural_role(piece: Piece) -> bool:
    """`executive producers NAME and NAME`."""
    return piece.low.endswith("s") and not piece.capital and piece.low[:-1] in ROLES


def _shared(pieces: Pieces, conjunction: int) -> Place | None:
    """`producers NAME and NAME`: the second has the role of both."""
    row = conjunction - 1
    while row >= 0 and conjunction - row < 12:
        one = pieces[row]
        if _plural_role(one):
            return _phrase(pieces, row) if row < conjunction - 1 else None
        if not (one.capital or one.text == ","):
            return None
        row -= 1
    return None


_COURT = wordset("prosecuting defending presiding")


def _in_court(pieces: Pieces, comma: int) -> Place | None:
    """`Prosecuting, NAME said`: a part in a trial, told by a participle."""
    one = pieces[comma - 1] if comma > 0 else None
    if one is None or one.low not in _COURT or (comma > 1 and pieces[comma - 2].text not in ".?!”"):
        return None
    return one.start, one.end


def _phrase(pieces: Pieces, row: int) -> Place:
    begins = _begins(pieces, row)
    return pieces[begins].start, pieces[row].end


def _begins(pieces: Pieces, row: int) -> int:
    begins = row
    while begins > 0 and row - begins < 6 and _belongs(pieces[begins - 1]):
        begins -= 1
    return begins


def _belongs(piece: Piece) -> bool:
    low = piece.low
    if piece.kind != "word" or piece.possessive or low in SUBJECT_PRONOUNS:
        return False
    if low in _ROLE_ADJECTIVES:
        return True
    if low in DETERMINERS | PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | AUXILIARIES | ADVERBS:
        return False
    if low in FORMS and low not in MAYBE_NOUN:
        return False
    return low in ROLES or not low.endswith(("ing", "ed"))


def _before_comma(pieces: Pieces, comma: int) -> Place | None:
    """`the film’s armorer, NAME` · `a steward, NAME` · `the owner of the tent, NAME`."""
    row = comma - 1
    for _ in range(2):  # the role itself, or a role and one "of …" after it
        if row < 0 or pieces[row].kind != "word":
            return None
        if names_a_trade(pieces[row]):
            begins = _begins(pieces, row)
            before = pieces[begins - 1] if begins > 0 else None
            if before is not None and (before.possessive or before.low in _DEFINITE):
                return pieces[begins].start, pieces[comma - 1].end
            return None
        row = _head_of(pieces, row)
    return None


_NO_ROLE_AFTER_THE = wordset(
    "day night morning afternoon evening week month year time first last next second same other "
    "latter former gun weapon rifle pistol revolver film show series"
)
_DEFINITE = wordset("the his her their its a an")


_NO_TRADE = wordset(
    "factor trigger holster hammer chamber cylinder trailer computer ladder fodder powder shoulder "
    "finger murder disorder border folder header dinner supper manner charter newsletter "
    "character danger error weather feather leather shelter shutter counter quarter semester "
    "register container timer meter litre metre layer power shower sponsor monitor generator "
    "transmitter receiver revolver folder cluster poster banner helicopter sister-company "
    "giant plant event cement moment student-union grant want slant apartment participant "
    "breakfast list twist wrist mist fist tourist-board christ tree see three free agree "
    "together rather whoever however nor or per her their our your for behaviour colour neighbour "
    "summer winter september october november december river theater other another "
    "however whether number order matter paper letter corner tower water chapter after "
    "under over never ever later former corridor floor door mirror minor major restaurant instant "
    "important distant relevant committee coffee degree fee"
)


def names_a_trade(piece: Piece) -> bool:
    """Whether a word says what somebody does: a known role, or an ending like theirs."""
    low = piece.low
    if low in _NO_TRADE:
        return False
    if low in ROLES | TITLES or low.removesuffix("s") in ROLES:
        return True
    return bool(_TRADE.fullmatch(low) and not piece.capital)


def _head_of(pieces: Pieces, row: int) -> int:
    """From the end of `… of/for/at the tea tent` to the word before its preposition; -1 if none."""
    for place in range(row, max(-1, row - 7), -1):
        one = pieces[place]
        if one.kind != "word" or one.low in AUXILIARIES | SUBORDINATORS:
            return -1
        if one.low in ("of", "for", "at", "on", "in"):
            return place - 1
    return -1


def _before_colon(pieces: Pieces, colon: int) -> Place | None:
    """`Armorer: NAME`, as credits have it."""
    row = colon - 1
    if row < 0 or pieces[row].stem not in ROLES or (row > 0 and pieces[row - 1].kind == "word"):
        return None
    return pieces[row].start, pieces[row].end


def role_after(pieces: Pieces, last: int, *, is_person: bool) -> Place | None:
    """What follows a name and says who it is.

    Args:
        pieces: the paragraph.
        last: the piece after the name.
        is_person: whether the name is known to be a person's; then any description will do, while
            of what is still unknown only a known role makes a person.
    """
    if last >= len(pieces) or pieces[last - 1].possessive:
        return None
    here = pieces[last]
    if here.text == "(":
        return _phrase_after(pieces, last + 1, stops=")", is_person=is_person)
    if here.low in ("is", "was", "became"):
        return _copula(pieces, last + 1, is_person=is_person)
    if here.low in ("has", "had") and last + 1 < len(pieces) and pieces[last + 1].low == "been":
        return _copula(pieces, last + 2, is_person=is_person)
    if here.text not in (",", "–", "—"):
        return None
    row = last + 1
    if row < len(pieces) and re.fullmatch(r"\d{1,3}", pieces[row].text):
        if row + 1 >= len(pieces) or pieces[row + 1].text != ",":
            return None
        row += 2
    if row < len(pieces) and pieces[row].low in ("who", "who’s"):
        return _relative(pieces, row + 1)
    return _phrase_after(pieces, row, stops=",.;:—–", is_person=is_person)


def _copula(pieces: Pieces, row: int, *, is_person: bool) -> Place | None:
    """`NAME was a night watchman …`."""
    if row >= len(pieces) or pieces[row].low not in ("a", "an", "the") or not is_person:
        return None
    for place in range(row + 1, min(row + 6, len(pieces))):
        if pieces[place].kind != "word" or pieces[place].low in PREPOSITIONS | AUXILIARIES:
            return None
        if pieces[place].low in ROLES:
            return pieces[row].start, pieces[place].end
    return None


def _relative(pieces: Pieces, row: int) -> Place | None:
    """`NAME, who is the armorer,` · `NAME, who ran the armory,`."""
    while row < len(pieces) and pieces[row].low in ADVERBS | {"has", "had"}:
        row += 1
    if row >= len(pieces):
        return None
    if pieces[row].low in DOES or (
        pieces[row].low in ("looks", "looked")
        and row + 1 < len(pieces)
        and pieces[row + 1].low == "after"
    ):
        last = row + 1
        while last < len(pieces) and last - row < 12 and _is_plain(pieces[last]):
            last += 1
        return (pieces[row].start, pieces[last - 1].end) if last > row + 1 else None
    if pieces[row].low in ("is", "was", "worked", "works", "served", "serves", "acted"):
        row += 1
    if row < len(pieces) and pieces[row].low == "as":
        row += 1
    return _phrase_after(pieces, row, stops=",.;:—–", is_person=False)


def _is_plain(piece: Piece) -> bool:
    return piece.kind == "word" and piece.low not in CONJUNCTIONS | AUXILIARIES | SUBORDINATORS


def _phrase_after(pieces: Pieces, row: int, *, stops: str, is_person: bool) -> Place | None:
    begins, role = row, False
    while row < len(pieces) and row - begins < 14:
        one = pieces[row]
        if one.kind == "mark" and (one.text in stops or one.text in '“”"()'):
            break
        if one.low in ("who", "whose", "which", "that", "when", "where") and row > begins:
            break
        if one.low in AUXILIARIES or (one.low in FORMS and one.low not in MAYBE_NOUN):
            return None
        role = role or one.stem in ROLES or one.stem.rstrip(".") in TITLES
        role = role or (is_person and names_a_trade(one))
        row += 1
    if row == begins:
        return None
    head = pieces[begins]
    if is_person and head.low in _COURT and row - begins <= 2:
        return head.start, pieces[row - 1].end  # `NAME, defending,`
    ended = row < len(pieces) and pieces[row].kind == "mark"
    paper = any(one.stem in DOCUMENTS or one.low in FORMS for one in pieces[begins:row])
    named = head.low == "the" and ended and not paper
    named = named and pieces[begins + 1].low not in _NO_ROLE_AFTER_THE
    described = is_person and (head.low in ("a", "an") or named) and row - begins >= 2
    if not (role or described):
        return None
    determined = head.low in DETERMINERS or head.stem in ROLES or head.stem in TITLES
    determined = determined or head.low in _ROLE_ADJECTIVES
    determined = determined or (pieces[row - 1].stem in ROLES and row - begins <= 5)
    possessed = any(one.possessive for one in pieces[begins : begins + 4])
    if not (determined or possessed):
        return None
    return head.start, pieces[row - 1].end
