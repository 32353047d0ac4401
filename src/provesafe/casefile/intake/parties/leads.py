"""Whom a report first calls by what they do, and names only then: `A grip was hurt. … NAME, 45, …`.

A news report opens with what somebody is and names them a sentence or two later. Whoever is named
first after that, with no role of their own, is taken to be the one, and the role is marked
inferred; not where what is told of them does not fit what was told of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import FORMS, MAYBE_NOUN, ROLES, wordset
from provesafe.casefile.intake.page.text import Piece, Sentence, words_of
from provesafe.casefile.intake.parties.party import People, Place
from provesafe.casefile.intake.parties.trades import ADJECTIVES, HUMAN, begins_of, surely_a_trade
from provesafe.casefile.intake.saying.draft import Paragraph

__all__ = ["lead_roles"]

Pieces = Sequence[Piece]
_FIRST = 8
"""How many sentences an opening is looked for in."""
_REACH = 6
"""How many sentences after it somebody is named."""
_BEFELL = (
    r"(?:died|dies|drowned|suffocated|collapsed|perished|fell|falls|plunged|suffered|sustained|"
    r"lost\s(?:his|her|their|the)|needed|required|remains?|remained|(?:is|was)\s(?:in|breathing|dead|not)|"
    r"(?:was|were|is|has\sbeen|had\sbeen)\s(?:\w+ly\s)?\w+(?:ed|en|ck|ung|ot|urt|und|un|own)\b)"
)
_HAPPENED = re.compile(rf"\W*(?:\w+ly\s)?{_BEFELL}")
_IN_LEAD = re.compile(rf"[^.?!]{{0,90}}?\b(?:{_BEFELL}|(?:killed|injured|hurt|struck|burned)\sby)")
_ASIDE = re.compile(
    r"(?:\s?,\s(?:aged\s)?\d{1,3}|\s\(\d{1,3}\))?(?:,\s(?:of|from)\s[^.;“”\"]{2,60}?)?,?\s"
    r"(?=[a-z])"
)
_AGED = re.compile(r",\s\d{1,3}\b|\s\(\d{1,3}\)")
_WORD = re.compile(r"[A-Za-z-]+(?![\w’'-])|[A-Za-z-]+(?=[’']s\b)")
_NOBODY = wordset(
    "witness officer official judge coroner spokesman spokeswoman spokesperson source resident "
    "lawyer attorney barrister solicitor prosecutor expert member colleague friend mother father "
    "brother sister son daughter wife husband widow partner neighbour neighbor relative reporter "
    "journalist head investigator inspector detective"
)
"""Roles of those who tell of it or belong to somebody: an opening is not about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """What the opening calls somebody, where, and how it tells of them."""

    role: Place
    acts: bool
    """Whether they are its subject and do or say something."""
    befell: bool
    """Whether something befell them."""
    alone: bool
    """Whether it is the only one of its sentence, or its subject."""
    subject: bool = False
    """Whether the sentence is about them."""
    told: bool = False
    """Whether it stands after what they told: `…, a grip has told the court`."""


def lead_roles(
    text: str, people: People, paragraphs: Sequence[Paragraph], headings: Sequence[Place]
) -> None:
    """Give whoever is named first the role that the opening has told.

    Args:
        text: the shown text.
        people: its parties.
        paragraphs: its body.
        headings: where its headings stand.
    """
    sentences = [one for paragraph in paragraphs for one in paragraph.sentences]
    for row, sentence in enumerate(sentences[:_FIRST]):
        openings = _who_told(text, sentence) or _openings(text, sentence)
        first = openings[0].role[0] if openings and not openings[0].told else sentence.end
        if openings and openings[0].told:
            first = sentence.start
        if _named(people, sentence.start, first):
            break
        if openings:
            _give(text, people, openings, sentences[row : row + 1 + _REACH])
            return
    found = [one for place in headings[:4] for one in _in_headline(text, place)]
    if len({text[one.role[0] : one.role[1]].split()[-1].lower() for one in found}) == 1:
        _give(text, people, found[:1], sentences[: 2 * _FIRST])


def _openings(text: str, sentence: Sentence) -> list[_Opening]:
    """Those whom a sentence tells of by `a` and a role: its subject and one other."""
    pieces = sentence.pieces
    found = []
    for row, one in enumerate(pieces):
        following = pieces[row + 1] if row + 1 < len(pieces) else None
        compound = following is not None and (
            surely_a_trade(following) or (one.low in ADJECTIVES and following.kind == "word")
        )
        if compound or one.kind != "word" or not surely_a_trade(one):
            continue
        begins = begins_of(pieces, row)
        while begins > 1 and re.fullmatch(r"\d{1,3}-year-old", pieces[begins - 1].low):
            begins -= 1
        of_it = following is not None and following.low in ("of", "who", "whose", "that")
        article = pieces[begins - 1].low if begins > 0 else ""
        if article in ("a", "an") or (article == "the" and begins == 1 and of_it):
            found.append((begins - 1, row))
    openings: list[_Opening] = []
    for begins, row in found[:2]:
        subject = begins <= 1 or pieces[begins - 1].text in ("-", "–", "—", ")", "¶", ":")
        if pieces[row].stem in _NOBODY and (
            not subject or (row + 1 < len(pieces) and pieces[row + 1].low in ("for", "of"))
        ):
            continue
        rest = text[pieces[row].end : sentence.end]
        tells = pieces[row].possessive and bool(_ACCOUNT.match(rest))  # `a pupil’s claim`
        charged = subject and bool(_CHARGED.match(rest))  # `the boss of … has been jailed`
        befell = (bool(_IN_LEAD.match(rest)) and not charged) if subject else not tells
        openings.append(
            _Opening(
                role=(
                    pieces[begins].end + 1,
                    pieces[begins].end + 1 + _length(pieces, begins, row),
                ),
                subject=subject,
                acts=(subject or tells) and not befell,
                befell=befell,
                alone=subject or len(found) == 1 or bool(openings) or _is_of_them(pieces, begins),
            )
        )
    both = len(openings) == 2 and openings[0].acts != openings[1].acts
    return openings if both else openings[:1]


def _who_told(text: str, sentence: Sentence) -> list[_Opening]:
    """`…, a grip has told the court`: who is named next may be who told it."""
    for match in _TOLD.finditer(text, sentence.start, sentence.end):
        words = [word.lower() for word in words_of(match["role"])]
        if words and words[-1] in ROLES - _NOBODY:
            at = match.span("role")
            return [_Opening(role=at, acts=True, befell=False, alone=True, told=True)]
    return []


_TOLD = re.compile(
    r",[”\"’]?\san?\s(?P<role>[a-z][a-z-]*(?:\s[a-z-]+){0,3}?)\s(?:has\s|had\s)?(?:told|said|says|claimed|"
    r"claims|testified|admitted)\b"
)


def _is_of_them(pieces: Pieces, begins: int) -> bool:
    """`the family of a rigger`, `the death of a rigger`."""
    return begins > 1 and pieces[begins - 1].low == "of" and pieces[begins - 2].low in _OF_WHOM


_CHARGED = re.compile(
    r"[^.?!]{0,60}?\b(?:jailed|fined|sentenced|charged|arrested|cleared|accused|convicted|acquitted|"
    r"guilty|prosecuted|sued|on\strial)\b"
)
_DIED = re.compile(
    r"\W*(?:died|drowned|fell|plunged|suffered|sustained|lost|(?:was|were)\s(?:\w+ly\s)?(?:killed|found|"
    r"struck|hit|pronounced|crushed|shot|hurt|injured))\b"
)
_DEEDS = wordset("took lost ran owns runs had made gave saw found held drove kept wrote brought")
_ACCOUNT = re.compile(r"\s(?:claim|account|story|evidence|word|version|testimony)s?\b")
_OF_WHOM = wordset("family parents widow mother father body death killing shooting relatives")


def _length(pieces: Pieces, begins: int, row: int) -> int:
    """Of the role, without a possessive ending."""
    return pieces[row].start + len(pieces[row].stem) - pieces[begins].end - 1


def _in_headline(text: str, place: Place) -> Iterator[_Opening]:
    for match in _WORD.finditer(text, *place):
        low = match[0].lower()
        if low in ROLES - _NOBODY:
            yield _Opening(role=match.span(), acts=False, befell=True, alone=True)


def _named(people: People, start: int, end: int) -> bool:
    return any(one.kind == "person" for _, one in people.within(start, end))


def _give(
    text: str, people: People, openings: Sequence[_Opening], sentences: Sequence[Sentence]
) -> None:
    """Each who is named without a role takes the opening that fits; who fits none ends it."""
    left = list(openings)
    for sentence in sentences:
        for place, person in people.within(sentence.start, sentence.end):
            if person.kind != "person" or " " not in person.name or not left:
                continue
            if place[0] <= left[0].role[0] < sentence.end or place[0] != min(person.mentions)[0]:
                continue
            if any(not _says_nothing(text[at[0] : at[1]]) for at in person.roles):
                if place[0] > sentence.start + 4:
                    return
                continue
            fitting = [one for one in left if _fits(text, one, sentence, place)]
            if not fitting:
                return
            person.inferred_roles.append(fitting[0].role)
            left.remove(fitting[0])


def _says_nothing(role: str) -> bool:
    """`a resident of …`, `deceased`: somebody has a trade besides."""
    words = {word.lower() for word in words_of(role)}
    first = (words_of(role) or [""])[0].lower()
    deed = first.endswith("ed") or first in _DEEDS  # `who loaded the mortar`
    return deed or bool(words & (HUMAN | {"resident"})) or words <= {"sir", "dame", "lord", "lady"}


def _fits(text: str, opening: _Opening, sentence: Sentence, place: Place) -> bool:
    """Whether what is told of the named one may be told of whom the opening speaks of."""
    before = text[sentence.start : place[0]]
    rest = text[place[1] : sentence.end]
    if re.search(r"\b(?:identified|named)\b[^.]{0,60}\bas\s$|\b(?:body|death)\sof\s$", before):
        return opening.befell
    head = not words_of(before) or re.fullmatch(r"\W*(?:Mr|Mrs|Ms|Miss)\.?\s", before)
    aside = _ASIDE.match(rest)
    predicate = rest[aside.end() :] if aside else rest
    happened = bool(_HAPPENED.match(predicate))
    if not head:
        told = bool(re.search(r"\bthat\s$", before)) and bool(_AGED.match(rest))
        died = bool(re.match(r"\sdied\b", rest))
        return opening.befell and opening.alone and (died or (told and happened))
    if opening.befell:
        verb = (words_of(predicate) or [""])[0].lower()
        tells = verb in FORMS and verb not in MAYBE_NOUN
        near = opening.subject and (
            opening.role[0] < sentence.start
            and "." not in text[opening.role[1] : sentence.start].rstrip()[:-1]
        )
        return opening.alone and (happened or ((near or bool(_AGED.match(rest))) and not tells))
    return opening.acts and not _DIED.match(predicate)
