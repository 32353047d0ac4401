"""To whom it was said, and through which outlet: stated in the sentence, or carried over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import (
    DETERMINERS,
    GROUPS,
    OBJECT_PRONOUNS,
    ORGANISATION_WORDS,
    OUTLETS,
    ROLES,
    wordset,
)
from provesafe.casefile.intake.page.text import words_of
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.saying.draft import Draft, place_of
from provesafe.casefile.intake.saying.hearers import to_whom
from provesafe.casefile.intake.saying.phrases import COURTS

__all__ = ["find_listeners"]

_PAPERS = (
    r"[Ss]peaking|[Ss]poke|[Tt]alked|[Tt]alking|[Ww]riting|[Tt]estifying|[Aa]ppearing|[Ee]-?mails?"
    r"|[Mm]essages?|[Ll]etters?|[Ss]tatements?|[Tt]exts?|[Nn]otes?|[Mm]emos?|[Mm]emorandum|[Aa]ccounts?"
    r"|[Ee]vidence|[Tt]estimony|[Ss]ubmissions?|[Cc]omplaints?|[Rr]emarks|[Cc]omments|[Vv]oicemails?"
    r"|[Rr]eports?|[Aa]ffidavit|[Dd]eposition|[Aa]ddress|[Ss]peech|[Pp]resentation|[Cc]all"
)
"""What somebody says to, or sends to, somebody."""
_TALK = re.compile(
    r"\b(?:(?:[Ii]nterview(?:ed)?|[Cc]onversation|[Cc]all|[Aa]ppearance|[Ss]at down|[Bb]riefing)"
    r"\s+(?:by|with|on|for)"
    rf"|(?:{_PAPERS})\s+(?:to|with|before)"
    rf"|\b[Ii]n\s(?:an?|the|his|her|their|its)\s(?:[\w-]+\s){{0,2}}(?:{_PAPERS})\s"
    r"(?:read|given|sent|made|provided|issued|addressed|delivered)(?:\sout)?\sto)\s+(?P<whom>[^,;:.“”]{2,70}?)"
    r"(?=\s+(?:that|last|this|on|in|and|which|who|broadcast|aired|airing|"
    r"after|before|at|from|about|obtained|seen|shared|sent|reviewed|released|read|shown|posted"
    r"|published|outside|during|when|while|as|by|he|she|they|it|I|we|is|was|has|had)\b|[,;:.“”\"]|$)"
)
_WHOM = COURTS | wordset("reporters journalists court newspaper station jurors viewers media")
_OPEN = re.compile(r"\s(?:of|in|for|at|from|with|who)\s")
_ANYBODY = wordset("anyone anybody everyone everybody someone somebody nobody")
_NOBODY = wordset(
    "truth story stories lie lies tale tales joke jokes time everything nothing anything something "
    "again all what how"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listener:
    person: Person
    outlet: Person | None


def find_listeners(text: str, people: People, claims: Sequence[Draft]) -> None:
    """Fill in whom each claim was said to; what is carried over is marked inferred."""
    talks: dict[int, tuple[_Listener, Person | None]] = {}
    if people.publication is None:
        people.publication = _only_outlet(text, people, claims)
    for row, claim in enumerate(claims):
        if claim.listener is not None or claim.cue is None:
            continue
        found = _stated(text, people, claim, claims[max(0, row - 3) : row])
        if found is None and claim.parent is None:
            found = _talk(text, people, claim)
            if found is not None:
                talks.setdefault(claim.paragraph, (found, claim.speaker))
        if found is not None:
            _set(claim, found, "stated")
    _told_us(people, claims)
    _carry_over(text, claims, talks)


def _told_us(people: People, claims: Sequence[Draft]) -> None:
    """`told us`, where but one outlet was told anything: that one."""
    outlets = {id(one.outlet): one.outlet for one in claims if one.outlet is not None}
    only = next(iter(outlets.values())) if len(outlets) == 1 else None
    if people.publication is not None or only is None:
        return
    for claim in claims:
        if claim.listener is not None or claim.listener_row is None or claim.parent is not None:
            continue
        if claim.sentence.pieces[claim.listener_row[0]].low == "us":
            _set(claim, _Listener(person=only, outlet=only), "stated")


def _only_outlet(text: str, people: People, claims: Sequence[Draft]) -> Person | None:
    """The one outlet that this text says things were told to, or that has learned or seen them."""
    found: list[Person] = []
    for claim in claims:
        if claim.listener_row is not None:
            first, last = claim.listener_row
            pieces = claim.sentence.pieces
            inside = people.within(pieces[first].start, pieces[last - 1].end + 1)
            found += [one for _, one in inside if one.kind == "organisation"]
    for place, one in people.at.items():
        if one.kind == "organisation" and _LEARNED.match(text, place[1]):
            found.append(one)
    return found[0] if found and all(one is found[0] for one in found) else None


_LEARNED = re.compile(r"\s(?:has|have|had)\s(?:learned|learnt|seen|obtained|reviewed|approached)\b")


def _set(claim: Draft, found: _Listener, how: str) -> None:
    claim.listener, claim.outlet, claim.listener_how = found.person, found.outlet, how


def _stated(text: str, people: People, claim: Draft, before: Sequence[Draft]) -> _Listener | None:
    pieces = claim.sentence.pieces
    row = claim.listener_row
    if row is None and claim.cue_row >= 0 and claim.verb != "according to":
        row = to_whom(pieces, claim.cue_row + 1)
    if row is None:
        return None
    first, last = row
    if last - first == 1 and pieces[first].low in OBJECT_PRONOUNS:
        return _by_pronoun(people, claim, pieces[first].low, before)
    if pieces[first].low in _ANYBODY:
        return None
    place = (pieces[first].start, pieces[last - 1].end)
    return _listener(text, people, place) or _anybody(text, people, place)


def _by_pronoun(
    people: People, claim: Draft, low: str, before: Sequence[Draft]
) -> _Listener | None:
    if low in ("him", "her"):
        return _him_or_her(people, claim, "m" if low == "him" else "f", before)
    if low == "them":
        return _them(people, claim, before)
    if claim.parent is not None:
        return None
    if low == "me" and people.author is not None:
        return _Listener(person=people.author, outlet=None)
    if low in ("me", "us"):
        return _publication(people, low)
    return None


def _publication(people: People, low: str) -> _Listener | None:
    """`told us`, outside quotations: the publication, if but one is named; `me`: who writes."""
    if low == "me":
        writer = people.writer
        return None if writer is None else _Listener(person=writer, outlet=people.publication)
    if people.publication is None:
        return None
    return _Listener(person=people.publication, outlet=people.publication)


def _them(people: People, claim: Draft, before: Sequence[Draft]) -> _Listener | None:
    """The one group told or spoken of shortly before; of several none."""
    told = [one for one in before if one.listener is not None and one.speaker is claim.speaker]
    last = told[-1].listener if told else None
    if last is not None and last.kind in ("unnamed group", "organisation"):
        return _Listener(person=last, outlet=None)
    named = [
        row
        for row, one in enumerate(claim.sentence.pieces[: max(claim.cue_row, 0)])
        if row > 0 and one.low in GROUPS and claim.sentence.pieces[row - 1].low in DETERMINERS
    ]
    if len(named) == 1:  # `thanked the jurors and told them`
        place = place_of(claim.sentence.pieces, (named[0] - 1, named[0] + 1))
        return _Listener(
            person=people.unnamed(place, claim.sentence.pieces[named[0]].low), outlet=None
        )
    cue = claim.cue or (claim.start, claim.start)
    near = {
        id(one): one
        for at, one in people.said_of(max(0, cue[0] - 300), cue[0])
        if one is not claim.speaker and one.kind == "unnamed group"
    }
    found = next(iter(near.values())) if len(near) == 1 else None
    return None if found is None else _Listener(person=found, outlet=None)


def _anybody(text: str, people: People, place: Place) -> _Listener | None:
    """Whoever stands where a listener stands: after `told` even an unknown word is one."""
    words = text[place[0] : place[1]]
    plain = words.removeprefix("the ")
    found = words_of(_OPEN.split(plain)[0])
    if not 1 <= len(found) <= 6 or found[-1].lower() in _NOBODY:
        return None
    if found[0][0].isupper() and all(one[0].isupper() for one in found):
        at = (place[1] - len(plain), place[1])
        outlet = people.body(plain) or people.introduce(plain, at, kind="organisation")
        return _Listener(person=outlet, outlet=outlet)
    return _Listener(person=people.unnamed(place, found[-1].lower()), outlet=None)


def _him_or_her(
    people: People, claim: Draft, gender: str, before: Sequence[Draft]
) -> _Listener | None:
    """The one person a pronoun can mean: told before by the same speaker, or named shortly before.

    Somebody whose gender the text tells comes before somebody of whom it does not.
    """
    told = [one for one in before if one.listener is not None and one.speaker is claim.speaker]
    listener = told[-1].listener if told and claim.speaker is not None else None
    if listener is not None and listener.kind == "person" and listener.fits(gender):
        return _Listener(person=listener, outlet=None)
    cue = claim.cue or (claim.start, claim.start)
    head = claim.sentence.start
    earlier = max(people.text.rfind(stop, 0, max(0, head - 2)) for stop in _ENDS)
    for first in (head, max(0, earlier), max(0, cue[0] - 160), max(0, cue[0] - 480)):
        inside = {
            id(one): one
            for at, one in people.within(first, cue[0])
            if one.kind == "person" and one is not claim.speaker and one.fits(gender)
        }
        sure = [one for one in inside.values() if one.gender == gender]
        near = sure or ([] if first < earlier else list(inside.values()))
        if near:
            return _Listener(person=near[0], outlet=None) if len(near) == 1 else None
    return None


_ENDS = (". ", ".\n", "? ", "! ", ".” ", '." ', "\n\n")
"""Where the sentence before ends."""


def _talk(text: str, people: People, claim: Draft) -> _Listener | None:
    sentence = claim.sentence
    for match in _TALK.finditer(text, sentence.start, sentence.end):
        inside = any(start <= match.start() < end for start, end in (*claim.quotes, *claim.spans))
        if not inside:
            found = _listener(text, people, _without(people, claim, match.span("whom")))
            if found is not None and found.person is not claim.speaker:
                return found
    return None


def _without(people: People, claim: Draft, place: Place) -> Place:
    """`In a message to this newspaper NAME wrote`: up to whoever says it."""
    first = [at[0] for at, one in people.within(*place) if one is claim.speaker]
    return (place[0], min(first)) if first and min(first) > place[0] else place


def _listener(text: str, people: People, place: Place) -> _Listener | None:
    inside = people.within(place[0], place[1] + 1)
    persons = [one for _, one in inside if one.kind == "person"]
    outlets = [one for _, one in inside if one.kind == "organisation"]
    words = text[place[0] : place[1]]
    if not persons and outlets:
        person = _after_outlet(text, people, inside, place)
        if person is not None:
            return _Listener(person=person, outlet=outlets[0])
    if persons:
        return _Listener(person=persons[-1], outlet=outlets[0] if outlets else None)
    if outlets:
        return _Listener(person=outlets[-1], outlet=outlets[-1])
    return _unknown(people, words, place)


def _after_outlet(
    text: str, people: People, inside: list[tuple[Place, Person]], place: Place
) -> Person | None:
    """`OUTLET’s NAME`: a name the text gives no other sign of."""
    last = inside[-1][0][1]
    tail = re.match(
        r"(?:[’'‘]s?|[’'‘])\s*(?P<name>[A-Z]\w+(?:\s[A-Z][\w-]+)+)$", text[last : place[1]]
    )
    if tail is None:
        return None
    at = (last + tail.start("name"), last + tail.end("name"))
    return people.introduce(tail["name"], at)


def _unknown(people: People, words: str, place: Place) -> _Listener | None:
    plain = words.removeprefix("the ").removeprefix("The ")
    if plain != words and all(one[0].isupper() for one in words_of(plain)) and words_of(plain):
        at = (place[1] - len(plain), place[1])
        outlet = people.body(plain) or people.introduce(plain, at, kind="organisation")
        return _Listener(person=outlet, outlet=outlet)
    if plain in OUTLETS:
        outlet = people.introduce(words, place, kind="organisation")
        return _Listener(person=outlet, outlet=outlet)
    found = words_of(_OPEN.split(words)[0])
    if not found:
        return None
    head = found[-1].lower()
    if found[0][0].isupper() and len(found) >= 2 and all(one[0].isupper() for one in found):
        return _Listener(person=people.introduce(words, place), outlet=None)
    if head in ROLES | GROUPS | _WHOM | ORGANISATION_WORDS:
        return _Listener(person=people.unnamed(place, head), outlet=None)
    return None


def _carry_over(
    text: str, claims: Sequence[Draft], talks: dict[int, tuple[_Listener, Person | None]]
) -> None:
    for claim in claims:
        before = claim.continues
        if claim.listener is None and before is not None and before.listener is not None:
            found = _Listener(person=before.listener, outlet=before.outlet)
            _set(claim, found, "inferred")
    for claim in claims:
        if claim.listener is not None or claim.parent is not None or claim.speaker is None:
            continue
        talk = talks.get(claim.paragraph)
        if talk is not None and talk[1] is claim.speaker:
            _set(claim, talk[0], "inferred")
            continue
        if claim.cue is None:
            continue
        own = {id(found.person): found for found, who in talks.values() if who is claim.speaker}
        sentence = text[claim.sentence.start : claim.sentence.end]
        if len(own) == 1 and re.search(r"\binterview\b", sentence):
            _set(claim, next(iter(own.values())), "inferred")
