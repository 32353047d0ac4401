"""Second-hand claims: what somebody says that somebody else told them, inside their own words.

Most are read as any sentence is (`within`). Two kinds have no subject for that to find and are
known by their form: what was told to the one who speaks (`I was told`, `I heard from`), and words
in inner marks, which may stand several in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import (
    FEMALE_ROLES,
    FORMS,
    GROUPS,
    KIN,
    MALE_ROLES,
    ROLES,
    VERBS,
    wordset,
)
from provesafe.casefile.intake.page.text import pieces_of, words_of
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.parties.trades import HUMAN
from provesafe.casefile.intake.saying.draft import Draft
from provesafe.casefile.intake.saying.phrases import is_finite
from provesafe.casefile.intake.saying.within import Told, told_within

__all__ = ["nested_claims", "set_parents"]

_NOBODY = r"(?!(?:Nobody|No\sone|No-one|None|Neither|What|Who|That|This|Which)\b)"
_PLAIN = r"(?!(?:he|she|they|I|we|it|there|who|that|and|which)\b)[a-z-]+"
_NAMED = (
    rf"(?:{_NOBODY}[A-Z][\w’.-]+(?:\s[A-Z][\w’.-]+){{0,3}}"
    r"|(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]he|[Mm]y|[Oo]ur|[Aa]n?|[Aa]nother|[Oo]ne(?:\sof\sthe)?)\s"
    rf"{_PLAIN}(?:\s{_PLAIN}){{0,3}}?)"
)
_HEAD = r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Oo]ur)\s[a-z-]+(?:\s[a-z-]+)?"
_LED = re.compile(
    r"\b((?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y)\s(?:[a-z-]+\s)?([a-z-]+)\s(?:at|in|from|of)\s)$"
)
_WHEN = (
    r"(?:\s(?:twice|again|later|then|repeatedly|once|afterwards|yesterday|today"
    r"|that\s(?:day|night|morning|afternoon|evening)"
    r"|(?:in|at|over|on)\s(?:the\s)?[a-z]+))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """One way in which somebody's words tell of another's.

    passive: whoever heard it comes first, and is the outer speaker if nobody else is named.
    """

    pattern: re.Pattern[str]
    passive: bool = False


_FORMS = (
    # I was told (by X) (that) …
    _Form(
        pattern=re.compile(
            r"\b(?P<heard>I|he|she|they|we|[A-Z][\w’-]+)?(?:’(?:d|s|ve))?\s?(?:(?:had|have|has)\s)?"
            r"(?:was|were|been|am|is|are)\s(?:also\s|never\s|only\s)?"
            rf"(?P<verb>told|informed|advised|assured){_WHEN}"
            r"(?:,?\sby\s(?P<by>[^,.…]{3,60}?)(?=\s*…\s*that|\s*,?\s+that|\s*…))?"
            r"(?:\s*[…,]?\s*that)?\s+"
            r"(?P<content>(?:it|the|he|she|they|I|there|a|an|this|everything|everyone|no|we|you|my"
            r"|his|her|[A-Z])\b[^.?!]*)"
        ),
        passive=True,
    ),
    # I heard from X that …
    _Form(
        pattern=re.compile(
            r"\b(?P<heard>I|he|she|they|we|[A-Z][\w’-]+)\s(?:(?:had|have|has)\s)?"
            r"(?P<verb>heard|learned|learnt)\sfrom\s(?P<by>[^,.…]{3,60}?)\sthat\s(?P<content>[^.?!]+)"
        ),
        passive=True,
    ),
    # X said, ‘…’ · I thought to myself, ‘…’
    _Form(
        pattern=re.compile(
            rf"\b(?P<by>{_NAMED}|I|[Hh]e|[Ss]he|[Tt]hey)\s"
            r"(?P<verb>said|says|asked|told\s(?:me|us|him|her|them)|thought|(?:wrote|texted|messaged|shouted"
            r"|yelled|called|replied|answered|put|went|goes)(?:\s(?:back|out|me|us|on))?"
            r"|(?:kept\s|keeps\s|was\s|just\s)?saying)"
            r"(?:\sto\s(?:myself|himself|herself|me|us|him|her|them))?(?:\s(?:once|twice|again|then))?"
            r"\s?[,:]?\s?"
            r"(?:[‘'](?P<content>[^‘’']*(?:[’'][a-z][^‘’']*)*[.?!,])[’']|[“\"](?P<quoted>[^“”\"]*)[”\"])"
        )
    ),
)
_FOR_YEARS = re.compile(r"(?:for|in|at|on|since|over)\s[^,.“”]{1,30}?\sthat\s")
_ONLY_IT = re.compile(r"it\s(?:before|after|at|in|to|on|again|twice|when|with|for)\b")
_NO_CLAUSE = (
    "and ",
    "myself",
    "himself",
    "herself",
    "who ",
    "to ",
    "about ",
    "of ",
    "so ",
    "nothing ",
    "no such ",
    "what ",
    "how ",
    "why ",
    "if ",
)


def set_parents(claims: list[Draft]) -> None:
    """Give a claim found as told inside the words of another its parent: the smallest such."""
    for claim in claims:
        around = [
            one
            for one in claims
            if one is not claim
            and one.sentence is claim.sentence
            and any(a <= claim.start and claim.end <= b for a, b in one.spans)
            and one.end - one.start > claim.end - claim.start
        ]
        if around:
            claim.parent = min(around, key=lambda one: one.end - one.start)


def nested_claims(text: str, people: People, claims: list[Draft]) -> list[Draft]:
    """The claims told within these, each with its parent, in order."""
    found: list[Draft] = []
    for claim in claims:
        if claim.parent is not None:
            continue
        known = [one.start for one in claims if one.parent is claim]
        for span in claim.spans:
            for form, match in _matches(text, span):
                draft = _draft(text, people, claim, form, match)
                near = [*known, *(one.start for one in found if one.parent is claim)]
                if draft is not None and not any(abs(draft.start - at) < 4 for at in near):
                    found.append(draft)
        mine = [*known, *(one.start for one in found if one.parent is claim)]
        found += [
            _framed(text, people, claim, told)
            for told in told_within(text, claim)
            if not any(abs(told.words[0] - at) < 4 for at in mine)
        ]
    return found


def _framed(text: str, people: People, claim: Draft, told: Told) -> Draft:
    by = text[slice(*told.by)] if told.by is not None else None
    heard = text[slice(*told.heard)] if told.heard is not None else None
    teller, how, source = _teller(people, claim, told.by, by)
    hearer = None
    if told.heard is not None:
        hearer = _hearer(people, claim, told.heard, heard, passive=False)
    marked = any(mark in text[slice(*told.words)] for mark in '“"')
    return Draft(
        kind="direct" if told.quoted else "mixed" if marked else "indirect",
        spans=[told.words],
        quotes=[told.words] if told.quoted else [],
        paragraph=claim.paragraph,
        sentence=claim.sentence,
        speaker=teller,
        how=how,
        verb=told.lemma,
        cue=told.cue,
        source=source,
        stance=VERBS.get(told.lemma, ("neutral", ""))[0],
        parent=claim,
        listener=hearer,
        listener_how="stated" if hearer is not None else None,
    )


def _matches(text: str, span: Place) -> Iterator[tuple[_Form, re.Match[str]]]:
    for form in _FORMS:
        for match in form.pattern.finditer(text, *span):
            yield form, match


def _draft(
    text: str, people: People, claim: Draft, form: _Form, match: re.Match[str]
) -> Draft | None:
    group = "quoted" if match.groupdict().get("quoted") else "content"
    start, end = match.span(group)
    verb_text = match["verb"].split()[0]
    lemma = FORMS.get(verb_text, verb_text)
    while_long = _FOR_YEARS.match(text, start, end)
    if while_long:
        start = while_long.end()
    while end > start and text[end - 1] in " ,":
        end -= 1
    later = re.search(r"\s(?:when|while|after|before|until)\s", text[start:end])
    if later and lemma in ("tell", "inform"):
        end = start + later.start()
    words = words_of(text[start:end])
    said = text[match.end("verb") : start]
    direct = any(mark in said for mark in "‘'“\"")
    if direct:
        if not words:
            return None
    elif (
        len(words) < 2
        or text[start:end].startswith(_NO_CLAUSE)
        or (" that " not in said and not is_finite(pieces_of(text, start, end)[:12]))
        or _ONLY_IT.match(text, start, end)
    ):
        return None
    if re.search(
        r"\b(?:what|whatever|which|whether)\s$", text[max(0, match.start() - 9) : match.start()]
    ):
        return None  # `what I told them I saw`
    groups = match.groupdict()
    by = groups.get("by")
    teller, how, source = _teller(people, claim, match.span("by") if by else None, by)
    heard = groups.get("heard") or " ".join(words_of(match["verb"])[1:2]) or None
    at = match.span("heard") if groups.get("heard") else match.span("verb")
    several = bool(re.search(r"\bwere\b", match[0][:12]))
    hearer = _hearer(people, claim, at, heard, passive=form.passive, several=several)
    if "thought" in match["verb"]:
        hearer = teller
    return Draft(
        kind="direct" if direct else "mixed" if "“" in text[start:end] else "indirect",
        spans=[(start, end)],
        quotes=[(start, end)] if direct else [],
        paragraph=claim.paragraph,
        sentence=claim.sentence,
        speaker=teller,
        how=how,
        verb=lemma,
        cue=match.span("verb"),
        source=source,
        stance=VERBS.get(lemma, ("neutral", ""))[0],
        parent=claim,
        listener=hearer,
        listener_how="stated" if hearer is not None else None,
    )


def _teller(
    people: People, claim: Draft, source: Place | None, by: str | None
) -> tuple[Person | None, str, Place | None]:
    if not by or source is None:
        return None, "not recorded", None
    by = re.sub(r"^(I|[Ww]e|[Yy]ou|[Hh]e|[Ss]he|[Tt]hey)[’'](?:d|s|ve|ll|m|re)$", r"\1", by)
    if by.lower() in ("i", "we"):
        return claim.speaker, "first person", source
    if by.lower() == "you":
        return _addressed(people, claim), "pronoun", source
    if by.lower() in ("he", "she", "they", "and"):
        gender = {"he": "m", "she": "f"}.get(by.lower(), "")
        person = _meant(people, claim, source[0], gender) if by.lower() != "they" else None
        return person, "unresolved" if person is None else "pronoun", source
    inside = people.within(source[0], source[1])
    led = _LED.search(people.text, max(0, source[0] - 40), source[0])
    if led and inside and by[0].isupper():
        return people.unnamed((led.start(1), source[1]), led[2].lower()), "description", source
    if inside and re.match(rf"{_HEAD}\s(?:at|in|from|of|for|with|near)\s", by):
        return people.unnamed(source, by.split()[1].lower()), "description", source
    if inside and inside[0][1].kind in ("person", "organisation"):
        return inside[0][1], "name", source
    known = people.named(by)
    if known is not None:
        return known, "name", source
    several = by.lower() in GROUPS or by.lower().removesuffix("s") in ROLES
    if (
        not several
        and by[0].isupper()
        and by.split()[0].lower() not in ("the", "his", "her", "my", "our", "their")
    ):
        return None, "unresolved", source
    return people.unnamed(source, by.split()[-1].lower()), "description", source


def _addressed(people: People, claim: Draft) -> Person | None:
    """Whom somebody calls `you`: who is told it, or whom the words before it call by name."""
    while claim is not None:
        if claim.listener_row is not None:
            first, last = claim.listener_row
            pieces = claim.sentence.pieces
            told = people.within(pieces[first].start, pieces[last - 1].end + 1)
            return told[0][1] if len(told) == 1 and told[0][1].kind == "person" else None
        for start, end in reversed(claim.spans):
            for match in _CALLED.finditer(people.text, start, end):
                return people.named(match[1])
        if claim.continues is None:
            return None
        claim = claim.continues
    return None


_CALLED = re.compile(r",\s(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s)?([A-Z][\w’'-]+)(?=[,.?!])")


def _meant(people: People, claim: Draft, before: int, gender: str) -> Person | None:
    """Whom a pronoun in somebody's words means: the one other person it can mean, or nobody.

    Looked for in the same words first, then, for a pronoun with a gender, shortly before them.
    """
    told = claim.speaker
    alone = told is not None and told.kind in ("person", "unnamed") and told.fits(gender)
    if alone and gender and claim.kind == "indirect":
        opens = not re.search(r"\w", people.text[claim.start : before])
        if opens:
            return told  # `He said he told her …`
    turn = claim.cue is None and claim.how == "name"  # before it somebody else has spoken
    reach = [claim.start] if not gender or turn else [claim.start, max(0, claim.start - 300)]
    for first in reach:
        meant = {
            id(one): one
            for _, one in people.within(first, before)
            if one.kind == "person"
            and one is not claim.speaker
            and (one.fits(gender) if first == claim.start else one.gender == gender)
        }
        if not gender or turn:
            found = []
        else:
            found = _described_before(people, claim, max(0, claim.start - 200), gender)
        if meant:
            strangers = [one for one in found if one[2]]
            return next(iter(meant.values())) if len(meant) == 1 and not strangers else None
        if len({one[1] for one in found}) == 1 and first != claim.start:
            return people.unnamed(found[-1][0], found[-1][1])
    return None


def _described_before(
    people: People, claim: Draft, begins: int, gender: str
) -> list[tuple[Place, str, bool]]:
    """Whoever is called by what they do shortly before somebody's words, and has no name.

    Each with its place, its noun, and whether it is a stranger of just this gender: `a woman`.
    """
    found = []
    for match in _STRANGER.finditer(people.text, begins, claim.start):
        noun = match["noun"].lower()
        sort = "f" if noun in FEMALE_ROLES | _WOMEN else "m" if noun in MALE_ROLES | _MEN else ""
        owned = any(
            start < match.end() and match.start() < end
            for one in people.all
            if one.kind == "person"
            for start, end in (*one.roles, *one.inferred_roles, *one.mentions)
        )
        source = claim.source or (0, 0)
        owned = owned or source[0] <= match.start() < source[1]
        owned = owned or bool(_KIN.search(people.text, max(0, match.start() - 24), match.start()))
        if not owned and sort in ("", gender):
            found.append((match.span(), noun, bool(sort) and match["the"].lower() != "the"))
    return found


_WOMEN, _MEN = frozenset(("woman", "girl", "lady")), frozenset(("man", "boy", "gentleman"))
_KIN = re.compile(rf"\b(?:{'|'.join(sorted(KIN))}),\s$")
"""`her father, a butcher`: no stranger."""
_STRANGER = re.compile(
    r"\b(?P<the>[Tt]he|[Aa]n?|[Aa]nother|[Oo]ne)\s(?:[a-z0-9-]+\s){0,2}?"
    rf"(?P<noun>{'|'.join(sorted((ROLES | HUMAN) - KIN))})\b(?![’'-]|\s[A-Z])"
)


def _several(people: People, claim: Draft, before: int) -> Person | None:
    """`lied to police when he told them`: the one group of these words."""
    found = [
        match
        for match in _GROUP.finditer(people.text, claim.start, before)
        if match[0].split()[-1].lower() in GROUPS
    ]
    return people.unnamed(found[0].span(), found[0][1].lower()) if len(found) == 1 else None


_MANY = ("unnamed group", "organisation")
_GROUP = re.compile(
    r"\b(?:(?:the|my|our|his|her|their)\s)?([a-z]+s|police|family|board|jury|team)\b"
)


def _has_subject(text: str, claim: Draft, at: int) -> bool:
    """`the district was never told`: whoever stands before it was told."""
    before = text[claim.start : at]
    words = [word.lower() for word in words_of(before)[-5:] if word.lower() not in _BETWEEN]
    return bool(words) and re.split("[’']", words[-1])[0] not in _JOINED


_BETWEEN = wordset("was were been had has have never also not only is are being repeatedly")
_JOINED = wordset("he she i they we and but that who")


def _hearer(
    people: People,
    claim: Draft,
    at: Place,
    heard: str | None,
    *,
    passive: bool,
    several: bool = False,
) -> Person | None:
    if heard in ("me", "us", "I", "we"):
        return claim.speaker
    if heard in ("him", "her"):
        gender = "m" if heard == "him" else "f"
        fits = claim.speaker is not None and claim.speaker.fits(gender)
        if fits and claim.kind != "direct":
            return claim.speaker
        return _meant(people, claim, at[0], gender)
    if heard == "them":
        they = claim.speaker is not None and claim.speaker.kind in _MANY
        if they and claim.kind != "direct":
            return claim.speaker
        return _several(people, claim, at[0])
    if passive and heard in ("he", "she") and claim.kind == "direct":
        return _meant(people, claim, at[0], "m" if heard == "he" else "f")
    if passive and (heard is None or heard in ("he", "she")):
        alone = heard is not None or not (several or _has_subject(people.text, claim, at[0]))
        return claim.speaker if alone else None  # `our members … were told`: they, not who says it
    named = [one for _, one in people.within(at[0], at[1] + 1)]
    if heard and len(named) == 1:
        return named[0]
    if heard and heard[0].isupper():
        body = " " in heard and all(word[0].isupper() for word in words_of(heard))
        known = people.named(heard) or people.body(heard)
        return known or (people.introduce(heard, at, kind="organisation") if body else None)
    if heard and (" " in heard or heard in GROUPS):
        return people.unnamed(at, heard.split()[-1])
    return None
