"""What is said to have happened: one verb, its place, its time, and who says so.

Only the acts and harms that a case of this kind turns on; each is found by its verb alone. Who did
it is not guessed: a passive names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from provesafe.casefile.intake.hands import Hand, hands_of
from provesafe.casefile.intake.lexicon import wordset
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.saying.draft import Draft, Paragraph
from provesafe.casefile.intake.times import Stated

__all__ = ["Found", "find_events"]

# Written with spaces for the eye (re.VERBOSE); a space of the text is \s.
_WEAPON = r"(?:gun|weapon|revolver|pistol|rifle|shotgun|firearm|prop)"
_EMPTY = r"(?:empty|cold|clear|unloaded|not\sloaded|safe)"
_WORDS: tuple[tuple[str, str], ...] = (
    (
        "discharge",
        r"""\b(?:discharg(?:ed|ing)|went\soff|going\soff|goes\soff|misfired|fired)\b
        (?!\s(?:from|by\sthe\s(?:company|production)|him|her)\b)""",
    ),
    (
        "hand-over",
        rf"""\bhand(?:ed|ing)\b(?!\s(?:down|out|in)\b)
        |\bhands?\b(?=\s(?:me|him|her|us|them)\s(?:\w+\s){{0,3}}?{_WEAPON}\b)
        |\b(?:gave|passed|gives|passes|given)\b(?=\s(?:(?!to\b)[\w’']+\s){{0,5}}?(?:back\s)?
        {_WEAPON}\b)""",
    ),
    ("death", r"\b(?:killing|killed|died|fatally\s(?:shot|wounded))\b"),
    ("injury", r"\b(?:wounding|wounded|injured|injuring|struck|hurt)\b"),
    (
        "direction",
        r"""\b(?:directed|instructed|ordered|told)
        (?=\s(?:him\s|her\s|me\s|them\s|[A-Z]\w+\s)?to\s(?:point|aim|draw|cock|raise|fire)\b)
        |\b(?:directed|instructed)\b(?=\sto\b)""",
    ),
    (
        "assurance",
        rf"""\btold\b(?=\s(?:that\s)?(?:(?:it|the\s(?:\w+\s)?{_WEAPON})\s(?:was|is)\s{_EMPTY}
        |[^.,]{{0,40}}\b(?:empty|cold|unloaded)\b))|\bassured\b""",
    ),
    (
        "call",
        r"\b(?:called|yelled|shouted|announced)\b(?=[^.]{0,12}[“\"‘']?(?:cold|hot)\b)",
    ),
    ("trigger", r"\bpull(?:ed|s|ing)?\sthe\s(?:\w+’s\s)?trigger\b"),
    (
        "aim",
        r"""\b(?:pointed|pointing|point|aimed|aiming|aim)\b(?=\s(?:it|a|the|her|his|that)\b)""",
    ),
    ("loading", rf"\b(?:loaded|loading|reloaded)\b(?!\s(?:{_WEAPON}|question))"),
    ("check", r"\b(?:checked|inspected|examined)\b"),
    ("realisation", r"\bdawn(?:ed)?\son\s(?:me|him|her|us|them)\b|\breali[sz]ed\b"),
    (
        "fall",
        r"""\b(?:goes|went|fell|falls)\s(?:down|backwards?|to\sthe)\b|\bcollapsed\b|\bfell\b""",
    ),
    ("interview", r"\binterview(?:ed)?\b(?!er|ee)"),
    ("inquiry ends", r"\b(?:investigation|inquiry)\s(?:concludes|ends|closes|is\scomplete)\b"),
    ("hearing", r"\b(?:hearing|trial|inquest)\b"),
)
_KINDS = tuple((kind, re.compile(words, re.VERBOSE)) for kind, words in _WORDS)
_ONCE = wordset("interview death injury discharge fall")
_NEGATED = re.compile(
    r"\b(?:not|never|didn’t|didn't|no|nobody|without|denied|denies)\b[\w\s’']{0,14}$"
)
_EXPECTED = re.compile(r"\b(?:before|until|will|when|scheduled|set|expected|due|if|would|could)\b")


@dataclass(frozen=False, slots=True, kw_only=True, eq=False)
class Found:
    """An event as one or more places of the text have it.

    status: published (the publication's own voice) · said (inside a claim) · expected.
    """

    kind: str
    place: Place
    mentions: list[Place]
    status: Literal["published", "said", "expected"]
    denied: bool
    claim: Draft | None
    time: Stated | None
    person: Person | None
    hands: tuple[Hand, ...] = ()
    """Of a hand-over, who gave it and who took it."""


def find_events(
    text: str,
    people: People,
    paragraphs: Sequence[Paragraph],
    claims: Sequence[Draft],
    times: Sequence[Stated],
) -> list[Found]:
    """The events of a text in order of first mention; mentions of one event are put together."""
    found: list[Found] = []
    for paragraph in paragraphs:
        for kind, pattern in _KINDS:
            found += (
                _event(text, people, paragraph, claims, times, kind, match.span())
                for match in pattern.finditer(text, paragraph.start, paragraph.end)
            )
    found.sort(key=lambda one: one.place)
    return _merged(found)


def _event(
    text: str,
    people: People,
    paragraph: Paragraph,
    claims: Sequence[Draft],
    times: Sequence[Stated],
    kind: str,
    place: Place,
) -> Found:
    claim = next(
        (
            one
            for one in reversed(claims)
            if any(a <= place[0] and place[1] <= b for a, b in one.spans)
        ),
        None,
    )
    sentence = next(
        ((one.start, one.end) for one in paragraph.sentences if one.start <= place[0] < one.end),
        (paragraph.start, paragraph.end),
    )
    before = text[max(sentence[0], place[0] - 24) : place[0]].lower()
    until = re.search(r"\buntil\b", text[place[1] : place[1] + 40])
    ahead = text[max(sentence[0], place[0] - 60) : place[0]].lower()
    expected = kind in ("inquiry ends", "hearing") and bool(_EXPECTED.search(ahead))
    return Found(
        kind=kind,
        place=place,
        mentions=[place],
        status="expected" if expected else "said" if claim else "published",
        denied=bool(_NEGATED.search(before)) and not until,
        claim=claim,
        time=_time_near(claim, claims, times, sentence, place),
        person=_harmed(people, place) if kind in ("death", "injury") else None,
        hands=hands_of(text, people, sentence, place, claim) if kind == "hand-over" else (),
    )


def _time_near(
    claim: Draft | None,
    claims: Sequence[Draft],
    times: Sequence[Stated],
    sentence: Place,
    place: Place,
) -> Stated | None:
    """The nearest time of the same sentence, in the same voice."""

    def voice(one: Stated) -> Draft | None:
        return next(
            (
                c
                for c in reversed(claims)
                if any(a <= one.start and one.end <= b for a, b in c.spans)
            ),
            None,
        )

    near = [one for one in times if sentence[0] <= one.start < sentence[1] and voice(one) is claim]
    return min(near, key=lambda one: abs(one.start - place[0]), default=None)


def _harmed(people: People, place: Place) -> Person | None:
    after = people.within(place[1], place[1] + 60)
    for _, person in after:
        if person.kind == "person":
            return person
    return None


def _merged(found: list[Found]) -> list[Found]:
    merged: list[Found] = []
    for one in found:
        same = next((other for other in merged if _same(other, one)), None)
        if same is None:
            merged.append(one)
            continue
        same.mentions += one.mentions
        if same.status == "said" and one.status == "published":
            same.status, same.claim = one.status, None
        if same.time is None or (one.time is not None and one.time.edtf and not same.time.edtf):
            same.time = one.time or same.time
    return merged


def _same(first: Found, second: Found) -> bool:
    if first.kind != second.kind or first.kind not in _ONCE:
        return False
    if first.person is second.person:
        return first.denied == second.denied
    return second.person is None and second.kind != "injury"
