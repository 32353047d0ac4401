"""Second-hand claims: what somebody says that somebody else told them, inside their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provesafe.casefile.intake.lexicon import FORMS, VERBS
from provesafe.casefile.intake.page.text import words_of
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.saying.claims import Draft

__all__ = ["nested_claims", "set_parents"]

_CLAUSE = r"(?P<content>[^.?!]+)"
_NAMED = (
    r"(?:[A-Z][\w’.-]+(?:\s[A-Z][\w’.-]+){0,3}"
    r"|(?:[Hh]is|[Hh]er|[Tt]heir|[Tt]he|[Mm]y|[Oo]ur|an?)\s[a-z-]+(?:\s[a-z-]+)?)"
)
_HELPER = r"(?:(?:has|have|had|’d|’s|’ve)\s)?(?:(?:always|also|never|later|then|repeatedly)\s)?"
# (pattern, who heard it: "speaker" = whoever says the outer claim)
_PATTERNS = (
    # I was told (by X) (that) …
    re.compile(
        r"\b(?P<heard>I|he|she|they|we|[A-Z][\w’-]+)?(?:’(?:d|s|ve))?\s?(?:(?:had|have|has)\s)?"
        r"(?:was|were|been|am|is|are)\s(?:also\s|never\s|only\s)?(?P<verb>told|informed|advised|assured)"
        r"(?:\s(?:twice|again|later|then|repeatedly|once))?"
        r"(?:\sby\s(?P<by>[^,.…]{3,60}?)(?=\s*…\s*that|\s*,?\s+that|\s*…))?"
        r"(?:\s*[…,]?\s*that)?\s+"
        r"(?P<content>(?:it|the|he|she|they|I|there|a|an|this|everything|everyone|no|we|you|my|his|her|[A-Z])[^.?!“”\"]*)"
    ),
    # X told me (that) …
    re.compile(
        rf"\b(?P<by>{_NAMED}|[Hh]e|[Ss]he|[Tt]hey)\s{_HELPER}(?P<verb>told|assured|informed)\s"
        rf"(?P<heard>me|him|her|them|us|[A-Z][\w’-]+)\s(?:that\s)?{_CLAUSE}"
    ),
    # X had said (that) …
    re.compile(
        rf"\b(?P<by>{_NAMED})\s(?:has|have|had)\s(?:(?:always|also|never|repeatedly|consistently)\s)?"
        rf"(?P<verb>said|claimed|maintained|denied|insisted|stated)\s(?:that\s)?{_CLAUSE}"
    ),
    # X said, ‘…’ · I thought to myself, ‘…’
    re.compile(
        rf"\b(?P<by>{_NAMED}|I|[Hh]e|[Ss]he|[Tt]hey)\s(?P<verb>said|asked|told\s(?:me|us|him|her|them)|thought)"
        r"(?:\sto\s(?:myself|himself|herself|me|us|him|her))?\s?[,:]?\s?[‘'](?P<content>[^‘’']*(?:[’'][a-z][^‘’']*)*[.?!,])[’']"
    ),
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
            for match in _matches(text, span):
                draft = _draft(text, people, claim, match)
                near = [*known, *(one.start for one in found if one.parent is claim)]
                if draft is not None and not any(abs(draft.start - at) < 4 for at in near):
                    found.append(draft)
    return found


def _matches(text: str, span: Place) -> Iterator[re.Match[str]]:
    for pattern in _PATTERNS:
        yield from pattern.finditer(text, span[0], span[1])


def _draft(text: str, people: People, claim: Draft, match: re.Match[str]) -> Draft | None:
    start, end = match.span("content")
    verb_text = match["verb"].split()[0]
    lemma = FORMS.get(verb_text, verb_text)
    while end > start and text[end - 1] in " ,":
        end -= 1
    later = re.search(r"\s(?:when|while|after|before|until)\s", text[start:end])
    if later and lemma in ("tell", "inform"):
        end = start + later.start()
    if len(words_of(text[start:end])) < 2 or text[start:end].startswith(("to ", "about ", "of ")):
        return None
    said = text[match.end("verb") : start]
    direct = "‘" in said or "'" in said
    groups = match.groupdict()
    teller, how, source = _teller(people, claim, match, groups.get("by"))
    hearer = _hearer(people, claim, groups.get("heard"), passive=match.re is _PATTERNS[0])
    if "thought" in match["verb"]:
        hearer = teller
    return Draft(
        kind="direct" if direct else "indirect",
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
    people: People, claim: Draft, match: re.Match[str], by: str | None
) -> tuple[Person | None, str, Place | None]:
    if not by:
        return None, "not recorded", None
    source = match.span("by")
    if by == "I":
        return claim.speaker, "first person", source
    if by.lower() in ("he", "she", "they"):
        return None, "unresolved", source
    inside = people.within(source[0], source[1])
    if inside and inside[0][1].kind in ("person", "organisation"):
        return inside[0][1], "name", source
    known = people.named(by)
    if known is not None:
        return known, "name", source
    if by[0].isupper() and by.split()[0].lower() not in ("the", "his", "her", "my", "our", "their"):
        return None, "unresolved", source
    return people.unnamed(source, by.split()[-1].lower()), "description", source


def _hearer(people: People, claim: Draft, heard: str | None, *, passive: bool) -> Person | None:
    if heard in ("me", "us", "I", "we"):
        return claim.speaker
    if heard in ("him", "her") and claim.speaker is not None and claim.kind != "direct":
        gender = "m" if heard == "him" else "f"
        return claim.speaker if claim.speaker.fits(gender) else None
    if passive and (heard is None or heard in ("he", "she")):
        return claim.speaker
    if heard and heard[0].isupper():
        return people.named(heard)
    return None
