"""Who is spoken of: mentions of one text gathered into parties.

A surname alone is the person of that surname if there is only one; two of the same surname stay
apart, and a mention that could be either is neither (a blank is better than a wrong party).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from provesafe.casefile.intake.lexicon import (
    FEMALE_ROLES,
    FIRST_NAMES,
    FORMS,
    GROUPS,
    MALE_ROLES,
    MAYBE_NOUN,
    ROLES,
    wordset,
)
from provesafe.casefile.intake.page.text import words_of
from provesafe.casefile.intake.parties.names import Mention

__all__ = ["People", "Person", "Place"]

_VERB = "|".join(sorted(set(FORMS) - MAYBE_NOUN))
_SAYS = re.compile(rf"\s+(?:also\s|later\s|then\s|has\s|had\s|\w+ly\s)?(?:{_VERB})\b(?!\sby\b)")
_SAID = re.compile(rf"[,”’?!]\s(?:{_VERB})\s$")
_MEN = ("sman", "eman", "dman", "tman", "rman", "pman", "kman")
"""How a word for a man of a trade ends: no woman is a `doorman`, and no man a `woman`."""
_HUMAN = {"man": "m", "boy": "m", "woman": "f", "girl": "f"}
_CALLED = re.compile(r"\b(man|boy|woman|girl)\s(?:called|named|identified\sas)\s$")
PartyKind = Literal["person", "organisation", "unnamed", "unnamed group"]
Place = tuple[int, int]
"""A stretch of the shown text."""


@dataclass(frozen=False, slots=True, kw_only=True, eq=False)
class Person:
    """A party while the text is being read; it grows with each mention."""

    number: int
    kind: PartyKind
    name: str
    place: Place
    mentions: list[Place] = field(default_factory=list)
    roles: list[Place] = field(default_factory=list)
    inferred_roles: list[Place] = field(default_factory=list)
    votes: dict[str, float] = field(default_factory=dict)
    human: bool = False
    """Whether the text says `who` of a description."""
    counted: bool = False
    """Whether the text counts them: a group that is a party though it says nothing."""

    @property
    def gender(self) -> str:
        """ "m", "f", or "" while nothing says which, or as much speaks for either."""
        men, women = self.votes.get("m", 0.0), self.votes.get("f", 0.0)
        return "" if men == women else "m" if men > women else "f"

    @property
    def surname(self) -> str:
        """The last word of the name, in small letters."""
        return self.name.lower().split()[-1]

    def vote(self, gender: str, weight: float) -> None:
        """Something in the text speaks for a gender."""
        if gender in ("m", "f"):
            self.votes[gender] = self.votes.get(gender, 0.0) + weight

    def fits(self, gender: str) -> bool:
        """Whether a pronoun of this gender may mean them."""
        return not self.gender or self.gender == gender


class People:
    """The parties of one text, in order of first mention."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all: list[Person] = []
        self.author: Person | None = None
        """Who says "I" in a statement."""
        self.publication: Person | None = None
        """Who says "us" outside quotations, if the text tells."""
        self.writer: Person | None = None
        """Who says "me" outside quotations, if the text tells."""
        self.at: dict[Place, Person] = {}
        """Which party a mention is, by its place."""

    def gather(self, mentions: Sequence[Mention]) -> None:
        """Make parties of all mentions: full names first, so that short ones find theirs."""
        full = [one for one in mentions if one.kind == "person" and " " in one.name]
        bodies = [one.name.lower() for one in mentions if one.kind == "organisation"]
        short = [one for one in full if _shortens(one, bodies)]
        for mention in full:
            if mention in short:
                continue
            self._place(mention, self._named(mention) or self._new("person", mention))
        for mention in mentions:
            if mention.kind == "organisation" or mention in short:
                known = self._organisation(mention.name) or self._by_surname(mention)
                self._place(mention, known or self._new("organisation", mention))
        rest = [one for one in mentions if (one.start, one.end) not in self.at]
        for mention in self._promoted(rest):
            self._place(mention, self._named(mention) or self._new("person", mention))
        for mention in self._by_first_name(rest):
            self._place(mention, self._named(mention) or self._new("person", mention))
        for mention in rest:
            if (mention.start, mention.end) in self.at or mention.kind not in ("person", "unknown"):
                continue
            known = self._named(mention) or self._introduced(mention)
            if known is None and " " not in mention.name and not self._ambiguous(mention):
                known = self._body_so_called(mention)
            if known is not None:
                self._place(mention, known)
            elif mention.kind == "person" and not self._ambiguous(mention):
                self._place(mention, self._new("person", mention))

    def _promoted(self, rest: Sequence[Mention]) -> Iterable[Mention]:
        """Unknown names that something else in the text shows to be people, full ones first.

        A full name whose last word stands elsewhere with an honorific or before a verb of saying;
        a single word that stands before one itself.
        """
        titled = {
            one.name.lower().split()[-1]
            for one in rest
            if one.titled or (one.kind == "person" and " " not in one.name)
        }
        speaking = {one.name.lower().split()[-1] for one in rest if self._speaks(one)}
        unknown = [one for one in rest if one.kind == "unknown"]
        full = [one for one in unknown if " " in one.name]
        single = [one for one in unknown if " " not in one.name]
        alone = {one.name.lower() for one in single if self._stands_alone(one)}
        yield from (
            one
            for one in full
            if {one.name.lower().split()[-1], one.name.lower().split()[0]} & speaking
            or one.name.lower().split()[-1] in titled
            or (one.name.lower().split()[-1] in alone and not self._has_article(one))
        )
        yield from (
            one for one in single if one.name.lower() in speaking and not self._ambiguous(one)
        )

    def _by_first_name(self, rest: Sequence[Mention]) -> Iterable[Mention]:
        """`Cleo sat with me`: a first name alone, that is no word, place or month besides."""
        for mention in rest:
            low = mention.name.lower()
            free = (mention.start, mention.end) not in self.at and mention.kind == "unknown"
            if not free or low not in FIRST_NAMES or low in _ALSO_WORDS:
                continue
            if (self._stands_alone(mention) and not self._matching(mention.name)) or self._named(
                mention
            ) is not None:
                yield mention

    def _body_so_called(self, mention: Mention) -> Person | None:
        """`Lamplight`, after `Lamplight Television`: the body, not a stranger."""
        low = mention.name.lower()
        found = [
            one
            for one in self.all
            if one.kind == "organisation"
            and " " in one.name
            and one.name.lower().removeprefix("the ").split()[0] == low
            and one.place[0] < mention.start
        ]
        return found[0] if len(found) == 1 and self._stands_alone(mention) else None

    def _stands_alone(self, mention: Mention) -> bool:
        """Whether it could be a surname by itself: no common word, no article before it."""
        common = re.search(rf"(?<![\w’'-]){re.escape(mention.name.lower())}(?![\w’'-])", self.text)
        return common is None and not self._has_article(mention)

    def _has_article(self, mention: Mention) -> bool:
        before = self.text[max(0, mention.start - 5) : mention.start].lower()
        return before.endswith((" the ", "\nthe ", " a ", " an ", "“"))

    def _speaks(self, mention: Mention) -> bool:
        """Whether a verb of saying follows at once, and the word is no common one of this text."""
        if mention.kind != "unknown" or mention.name.lower() in GROUPS | ROLES:
            return False
        after = _SAYS.match(self.text, mention.end)
        before = _SAID.search(self.text, max(0, mention.start - 16), mention.start)
        if after is None and before is None:
            return False
        common = re.search(rf"(?<![\w’'-]){re.escape(mention.name.lower())}(?![\w’'-])", self.text)
        return common is None

    def _new(self, kind: PartyKind, mention: Mention) -> Person:
        place = (mention.start, mention.end)
        person = Person(number=len(self.all), kind=kind, name=mention.name, place=place)
        first = mention.name.split()[0].lower()
        if kind == "person" and " " in mention.name:
            person.vote(FIRST_NAMES.get(first, ""), 1)
        self.all.append(person)
        return person

    def _place(self, mention: Mention, person: Person) -> None:
        place = (mention.start, mention.end)
        self.at[place] = person
        if place not in person.mentions:
            person.mentions.append(place)
        person.vote(mention.honorific, 5)
        called = _CALLED.search(self.text, max(0, mention.start - 40), mention.start)
        person.vote(_HUMAN.get(called[1], "") if called else "", 4)
        for role in mention.roles:
            self.give_role(person, role)

    def give_role(self, person: Person, role: Place) -> None:
        """The text calls them so."""
        if role in person.roles:
            return
        person.roles.append(role)
        for word in words_of(self.text[role[0] : role[1]]):
            low = word.lower()
            person.vote(_HUMAN.get(low, ""), 4)
            person.vote("f" if low in FEMALE_ROLES or low.endswith("woman") else "", 4)
            person.vote("m" if low in MALE_ROLES or low.endswith(_MEN) else "", 4)

    def _organisation(self, name: str) -> Person | None:
        plain = name.lower().removeprefix("the ")
        known = [one for one in self.all if one.kind == "organisation"]
        for one in known:
            if one.name.lower().removeprefix("the ") == plain:
                return one
        if " " in plain:
            longer = [one for one in known if one.name.lower().startswith(plain + " ")]
            return longer[0] if len(longer) == 1 else None
        short = [one for one in known if plain in (one.name.lower().split()[0], one.surname)]
        return short[0] if len(short) == 1 else None

    def body(self, name: str) -> Person | None:
        """The one organisation called so, in full or by its first or last word."""
        return self._organisation(name)

    def _by_surname(self, mention: Mention) -> Person | None:
        """A surname that is also a word of organisations: the person whose name it is."""
        return self._named(mention) if " " not in mention.name else None

    def _named(self, mention: Mention) -> Person | None:
        found = self._matching(mention.name)
        if len(found) > 1 and mention.honorific:
            found = [one for one in found if one.fits(mention.honorific)]
        return found[0] if len(found) == 1 else None

    def _introduced(self, mention: Mention) -> Person | None:
        """Of several of one surname, the only one the text has named in full by then.

        Else the only one this paragraph has named in full.
        """
        if mention.honorific:
            return None
        parts = "\n\n" if 4 * self.text.count("\n\n") > self.text.count("\n") else "\n"
        paragraph = self.text.rfind(parts, 0, mention.start) + 1
        for first in (0, paragraph):
            found = [
                one
                for one in self._matching(mention.name)
                if any(
                    first <= at[0] < mention.start and self._in_full(one, at) for at in one.mentions
                )
            ]
            if len(found) == 1:
                return found[0]
        return None

    def _in_full(self, person: Person, at: Place) -> bool:
        return self.text[at[0] : at[1]].split()[-1].lower().startswith(person.surname)

    def _ambiguous(self, mention: Mention) -> bool:
        return len(self._matching(mention.name)) > 1

    def _matching(self, name: str) -> list[Person]:
        words = re.sub(r"[’'‘]s?$", "", name).lower().split()
        if not words:
            return []
        people = [one for one in self.all if one.kind == "person"]
        same = [one for one in people if one.name.lower().split() == words]
        if same:
            return same
        found = [one for one in people if one.name.lower().split()[-len(words) :] == words]
        if not found and len(words) == 1:
            found = [
                one for one in people if one.name.lower().split()[0] == words[0] and " " in one.name
            ]
        if not found and len(words) >= 2:
            found = [
                one
                for one in people
                if one.name.lower().split()[-1] == words[-1]
                and one.name.lower().split()[0] == words[0]
            ]
        return found

    def named(self, name: str) -> Person | None:
        """The one person of this name, surname or first name; None if none or several."""
        found = self._matching(name)
        return found[0] if len(found) == 1 else None

    def within(self, start: int, end: int) -> list[tuple[Place, Person]]:
        """The parties mentioned inside a stretch, in order."""
        inside = [(at, one) for at, one in self.at.items() if start <= at[0] and at[1] <= end]
        return sorted(inside, key=lambda pair: pair[0])

    def said_of(self, start: int, end: int) -> list[tuple[Place, Person]]:
        """Whoever is mentioned inside a stretch, people without a name among them."""
        return [(at, one) for one in self.all for at in one.mentions if start <= at[0] < end]

    def introduce(self, name: str, place: Place, *, kind: PartyKind = "person") -> Person:
        """A party that only its place in a sentence shows to be one."""
        person = Person(number=len(self.all), kind=kind, name=name, place=place)
        first = name.split()[0].lower()
        if kind == "person" and " " in name:
            person.vote(FIRST_NAMES.get(first, ""), 1)
        self.all.append(person)
        person.mentions.append(place)
        self.at[place] = person
        return person

    def _longer(self, words: str, key: str) -> Person | None:
        """`the officials`, after `officials in the county` or `county officials` alone."""
        if " " in key or words.lower().startswith(("a ", "an ", "one ", "another ", "some ")):
            return None
        if key not in GROUPS | ROLES:
            return None
        found = [
            one
            for one in self.all
            if one.kind in ("unnamed", "unnamed group")
            and _OPEN.split(_plain(one.name))[0].split()[-1:] == [key]
        ]
        return found[0] if len(found) == 1 else None

    def unnamed(self, place: Place, head: str) -> Person:
        """Somebody called by a description alone; the same description is the same party."""
        words = self.text[place[0] : place[1]]
        key = _plain(words)
        number = _NUMBERED.match(words.lower())
        for one in self.all:
            other = _NUMBERED.match(one.name.lower())
            if bool(number) != bool(other) and not (other and words.lower().startswith("the ")):
                continue  # `two department heads` are some of the department heads
            if one.kind in ("unnamed", "unnamed group") and _plain(one.name) == key:
                one.mentions.append(place)
                return one
        known = self._longer(words, key)
        if known is not None:
            known.mentions.append(place)
            return known
        kind: PartyKind = "unnamed group" if _several(words.lower(), head) else "unnamed"
        person = Person(number=len(self.all), kind=kind, name=words, place=place)
        person.mentions.append(place)
        self.give_role(person, place)
        self.all.append(person)
        return person


_ALSO_WORDS = wordset(
    "adelaide amber angel april art august austin bill bristol buddy carolina chad chase "
    "chester christian clay cliff daisy dale dallas dawn devon dick drake drew faith fanny fern "
    "flora florence forest frank gale gay georgia ginger glen grace grant guy hazel heath "
    "heather holly honor hope houston hunter iris israel ivy jackson jade jesus joy june "
    "justice kent lance lily lincoln london madison mark mason may melbourne mercy merry miles "
    "olive paris pat patience pearl penny phoenix preston prudence randy ray reed rich river "
    "rocky rose ruby rusty sage sandy sofia star sue summer sydney troy unity victoria violet "
    "virginia warren washington will willy wren "
)
"""First names that are as well a word, a place or a month: alone they tell nobody."""
_OPEN = re.compile(r"\s(?:in|of|for|at|from|with|who|close|on|to|by)\s")


_NUMBERED = re.compile(r"(?:some|several|two|three|four|five|six|many|most|all|\d+)\s")


def _shortens(mention: Mention, bodies: Sequence[str]) -> bool:
    """`Kettle Moon said`, of `Kettle Moon Pictures`: the house, no stranger."""
    if mention.titled or mention.roles or mention.name.split()[0].lower() in FIRST_NAMES:
        return False
    return any(one.startswith(mention.name.lower() + " ") for one in bodies)


def _several(words: str, head: str) -> bool:
    """Whether a description is of more than one: `one of the crew` and `a member of it` are not."""
    first = words.split()[0]
    if first in ("people", "those", "others", "several"):
        return True
    of = re.match(r"(?:one\s|(?:an?|another)\s(?:[\w’-]+\s){1,3}?)(?=of\s)", words)
    if of and (first == "one" or of[0].split()[-1] in ROLES):
        return False
    leads = re.match(
        r"(?:the\s|an?\s|his\s|her\s|their\s)?([\w’-]+)\s(?:of|for|at|in|from)\s", words
    )
    if leads and leads[1] in GROUPS:
        return True
    return head in GROUPS or (head.endswith("s") and not head.endswith("ss"))


def _plain(description: str) -> str:
    return re.sub(r"^(?:the|a|an|one|some|several|two|three)\s+", "", description.lower())
