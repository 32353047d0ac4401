"""Which word says what somebody does, and how far its phrase goes back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FIRST_NAMES,
    FORMS,
    MAYBE_NOUN,
    MONTHS,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TITLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece

__all__ = [
    "ADJECTIVES",
    "CHILDREN",
    "HUMAN",
    "NO_ROLE_AFTER_THE",
    "begins_of",
    "is_determined",
    "looks_like_a_trade",
    "names_a_trade",
    "opens_sentence",
    "surely_a_trade",
]

Pieces = Sequence[Piece]
ADJECTIVES = wordset(
    "former chief senior deputy executive assistant lead first second acting associate co "
    "then retired veteran longtime key head production costume fight stage property props "
    "prop props set head night day "
    "leading managing acting presiding supervising serving sitting visiting commanding"
)
HUMAN = wordset("man woman boy girl lady teenager pensioner victim suspect deceased gentleman")
"""Words for a human being that stand for what a text has told of them."""
NO_ROLE_AFTER_THE = wordset(
    "day night morning afternoon evening week month year time first last next second same other "
    "latter former gun weapon rifle pistol revolver film show series"
)
"""What after an article is nobody."""
CHILDREN = re.compile(
    r"(?:grand)?(?:father|mother|dad|mum|mom|parent|gran)-of-(?:[a-z]+|\d{1,2})", re.IGNORECASE
)
"""`Father-of-two NAME`."""
_TRADE = re.compile(
    r"[a-z-]{3,}(?:ists?|smith|wright|keeper|maker|master|mistress|man|woman|person|ian|teacher|worker"
    r"|owner|holder|leader|player|hand|mate|er|or|ee|ant)$"
)
"""How words for what people do often end; only looked at beside a name and between commas."""
_SURELY = re.compile(
    r"[a-z-]*(?:[a-z]{3}(?:[lnrtc]ists?|[lnmrt]ogist|smith|wright|keeper|maker|master|mistress|woman|worker|"
    r"driver|teacher|writer|operator|fitter|builder)|(?:fire|chair|work|trades|fore|crafts|watch|police|spokes|business|sales|sports|"
    r"camera|banks|[a-z]{3,}s|stunt|crew|fisher|trawler|rifle|bar|helms|oars|yachts|seam)(?:man|men|person))$"
)
"""Endings that little else has."""

_NO_TRADE = wordset(
    "agree answer banner better bigger boiler border bulldozer bumper chamber chapter character "
    "charter chopper christ closer cluster coffee committee computer consider container conveyor "
    "corner corridor counter crusher cylinder danger degree detector digger dinner disorder "
    "distant dumper elevator enter error excavator exterior factor feather finger floor fodder "
    "folder former freezer generator german greater grinder hammer header helicopter higher "
    "holster honor horror humor important inner instant interior labor ladder larger layer "
    "leather letter lighter longer lower major manner matter meter minor mirror mixer monitor "
    "motor murder newsletter number offer older order outer paper participant poster powder power "
    "prefer prior projector proper quarter rather reactor receiver refer register relevant "
    "remember restaurant revolver river roller scooter semester sensor shelter shoulder shower "
    "shutter sponsor suffer summer superior supper tanker terror theater thriller timer together "
    "tower tractor trailer transmitter trigger upper vapor water weather whoever winter younger"
) | (ADVERBS | PREPOSITIONS | DETERMINERS | CONJUNCTIONS | SUBORDINATORS | frozenset(MONTHS))
"""What ends like a trade and is none."""


_TRADES = ROLES | TITLES


def names_a_trade(piece: Piece) -> bool:
    """Whether a word says what somebody does: a known role, or an ending like theirs."""
    low = piece.low
    if low in _NO_TRADE:
        return False
    if low in _TRADES or low.removesuffix("s") in ROLES or low.endswith("-in-law"):
        return True
    return bool(_TRADE.fullmatch(low) and not piece.capital)


def surely_a_trade(piece: Piece) -> bool:
    """The same without a name that is known to be a person's beside it."""
    low = piece.stem
    if low in _NO_TRADE or low in ("others", "heads"):
        return False
    if low in ROLES or low.removesuffix("s") in ROLES or low.split("-")[0] in ROLES:
        return True  # `director-general`
    return bool(_SURELY.fullmatch(low))


def looks_like_a_trade(piece: Piece) -> bool:
    """Whether a capitalised word before a whole name ends like a trade and is no first name."""
    low = piece.low.removesuffix("s")
    return low not in FIRST_NAMES and low not in _NO_TRADE and bool(_TRADE.fullmatch(low))


def begins_of(pieces: Pieces, row: int) -> int:
    """Where the phrase begins that ends in the role at `row`, its article left out."""
    begins = row
    while begins > 0 and row - begins < 6:
        step = _belongs(pieces, begins - 1)
        if not step and pieces[begins - 1].low == "and" and begins > 1:
            step = 2 * names_a_trade(pieces[begins - 2])  # `his assistant and nephew`
        if not step:
            break
        begins -= step
    return begins


def _belongs(pieces: Pieces, row: int) -> int:
    piece = pieces[row]
    low = piece.low
    if piece.kind != "word" or piece.possessive or low in SUBJECT_PRONOUNS:
        return 0
    if low in ADJECTIVES:
        return 1
    if low in DETERMINERS | PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | AUXILIARIES | ADVERBS:
        return 0
    if low in FORMS and low not in MAYBE_NOUN:
        return 0
    if low in ROLES or not low.endswith(("ing", "ed")):
        return 1
    relative = row > 0 and pieces[row - 1].low == "that"  # `the shot that killed NAME`
    return int(row > 0 and not relative and is_determined(pieces, row))  # `the rigging key`


def is_determined(pieces: Pieces, begins: int) -> bool:
    """Whether an article, a pronoun or a possessive stands before a phrase."""
    if begins < 1:
        return False
    before = pieces[begins - 1]
    return before.possessive or before.low in _DEFINITE


_DEFINITE = wordset("the his her their its a an that this those these my our your one another")


def opens_sentence(pieces: Pieces, row: int) -> bool:
    """Whether a capital stands here only because a sentence begins."""
    return pieces[row].capital and (row == 0 or pieces[row - 1].text in '.?!”"’:–—•*')
