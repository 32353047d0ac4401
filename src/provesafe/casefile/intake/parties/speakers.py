"""Who a subject is: a name, a pronoun, a description, somebody's lawyer, a document.

A blank is safe, a wrong party is not: where two could be meant and nothing decides, nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import (
    DETERMINERS,
    DOCUMENTS,
    DOES,
    FEMALE_ROLES,
    GROUPS,
    MALE_ROLES,
    PREPOSITIONS,
    ROLES,
    SHORT_TITLES,
    SUBJECT_PRONOUNS,
    TITLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece, words_of
from provesafe.casefile.intake.parties.party import People, Person
from provesafe.casefile.intake.saying.phrases import Range, is_done

__all__ = ["BODIES", "SOMEBODY", "Resolved", "Speakers", "head_of"]

# `the statement said`: whoever spoke; a letter or a report speaks for itself.
_STATEMENTS = wordset("statement response email e-mail message post tweet release note testimony")
_OWN_WORDS = wordset(
    "account version voice words word answer answers remark remarks comment comments reply own "
    "story recollection memory evidence"
)
# `the director` is not the assistant director.
_LESSER = wordset("assistant deputy second associate former stage fight costume casting art acting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Who is meant, or None, and how that was seen.

    how: name · pronoun · description · possessive · document · inherited · continued ·
    first person · unresolved
    """

    person: Person | None
    how: str


NOBODY = Resolved(person=None, how="unresolved")


class Speakers:
    """Who was spoken of last, and who a phrase means because of it."""

    def __init__(self, text: str, people: People) -> None:
        self.text = text
        self.people = people
        self.recent: list[Person] = []
        """Latest last."""
        self.last_speaker: Person | None = None
        self.spoke: list[Person] = []
        """Who said something so far, latest last."""
        self.near: list[Person] = []
        """Subjects a pronoun in this sentence means first: this sentence's, the one before's."""
        self.lost = False
        self.blocked: list[Person] = []
        """Whom no pronoun of this sentence can mean: who is told, who does it to the subject."""
        self.paper_of: Person | None = None
        """Whose paper has just spoken."""
        self.papers: dict[str, Person] = {}
        """Who said something in a post, a statement: whose `the post` is."""
        self.before: Sequence[Piece] = ()
        """The sentence before this one."""
        self.rivals: list[Person] = []
        """Everybody named in this sentence before the cue."""

    def lose(self) -> None:
        """Somebody spoke of whom it is not known who they are: no pronoun means another then."""
        self.lost = True
        self.last_speaker = None

    def wrote(self, person: Person, pieces: Sequence[Piece]) -> None:
        """They said it in the papers named there."""
        for one in pieces:
            if one.kind == "word" and one.stem in _STATEMENTS:
                self.papers[one.stem] = person

    def touch(self, person: Person, *, spoke: bool = False) -> None:
        """They have just been spoken of."""
        self.lost = self.lost and not spoke
        if person in self.recent:
            self.recent.remove(person)
        self.recent.append(person)
        if spoke:
            self.last_speaker = person
            self.spoke.append(person)

    def resolve(self, pieces: Sequence[Piece], phrase: Range, *, speaks: bool = True) -> Resolved:
        """Who the noun phrase means.

        Args:
            pieces: its sentence.
            phrase: where it stands.
            speaks: whether it is said to speak; else it is only what a sentence is about.
        """
        part = pieces[phrase[0] : phrase[1]]
        if len(part) == 1 and part[0].low in SUBJECT_PRONOUNS:
            found = self.pronoun(part[0].low)
            if part[0].low == "it" and found.person is None:
                return self.paper_before(pieces, phrase[0])
            return found
        if part[0].low in ("no", "nobody", "none", "no-one", "nothing"):
            return NOBODY
        start, end = part[0].start, part[-1].end
        inside = [
            (at, one) for at, one in self.people.within(start, end + 1) if one.kind != "unnamed"
        ]
        if inside:
            return self._named(start, end, inside)
        return self._described(part, start, end, speaks=speaks)

    def _named(self, start: int, end: int, inside: list[tuple[Range, Person]]) -> Resolved:
        at, last = inside[-1]
        tail = self.text[at[1] : end]
        owned = re.match(r"[’'‘]s?\s+(\S.*)$", tail)
        if owned:
            head = words_of(owned[1])[-1].lower() if words_of(owned[1]) else ""
            if head in DOCUMENTS:
                return Resolved(person=last, how="document")
            if head in ROLES | GROUPS:
                return Resolved(person=self.people.unnamed((start, end), head), how="possessive")
            if head and head not in _OWN_WORDS and owned[1][0].islower():
                return NOBODY  # somebody or something of theirs: not they
            return Resolved(person=last, how="name")
        named = inside[-1][1]
        before, comma, titles = self.text[start : at[0]].rpartition(",")
        titled = all(word.lower().rstrip(".") in TITLES | {"the"} for word in words_of(titles))
        outside = not comma and self.text[:start].rstrip(' “"').endswith(",")
        if named.kind == "person" and titled and (outside or (before and comma)):
            return Resolved(person=named, how="name")  # `the head of the guild, Dame NAME`
        lead = re.match(
            r"(an?\s|the\s|one\sof\sthe\s|)((?:[\w’-]+\s){0,3}?)(for|of|at|from|with|in|near|on)\s",
            self.text[start : inside[0][0][0] + 1],
            re.IGNORECASE,
        )
        if lead and words_of(lead[2]):
            role = words_of(lead[2])[-1].lower()
            where = lead[3] in ("in", "at", "near", "on") and role not in DOCUMENTS
            several = role in GROUPS or role.removesuffix("s") in ROLES - {role}
            if several or (lead[1] and (where or role in ROLES)):
                return Resolved(person=self.people.unnamed((start, end), role), how="description")
        inside = self._heads(inside)
        at, last = inside[-1]
        people = [one for _, one in inside if one.kind == "person"]
        first, body = inside[0]
        whole = self.text[first[1] : at[0]].strip() == "and" and " " not in last.name
        if body.kind == "organisation" and len(inside) == 2 and whole:
            return Resolved(person=body, how="name")  # `the Guild of Riggers and Grips`
        if people:
            joint = len(people) > 1 and bool(re.search(r"\band\b", self.text[start:end]))
            return Resolved(person=people[0] if joint else people[-1], how="name")
        head = words_of(self.text[start:end])[-1].lower()
        if head in ROLES | GROUPS and at[1] < end:
            return Resolved(person=self.people.unnamed((start, end), head), how="description")
        return Resolved(person=last, how="name")

    def _heads(self, inside: list[tuple[Range, Person]]) -> list[tuple[Range, Person]]:
        """`NAME of the union in Ford`: a name before the first preposition is who is meant."""
        for row in range(1, len(inside)):
            between = self.text[inside[row - 1][0][1] : inside[row][0][0]]
            if any(word in PREPOSITIONS for word in words_of(between)):
                return inside[:row]
        return inside

    def _described(self, part: Sequence[Piece], start: int, end: int, *, speaks: bool) -> Resolved:
        if part[0].text.startswith("@"):
            return Resolved(person=self.people.unnamed((start, end), part[0].low), how="name")
        head = head_of(part)
        name = self.text[start:end].strip()
        if all(one.capital for one in part) and 1 <= len(part) <= 4 and head not in GROUPS | ROLES:
            known = self.people.named(name)
            if known is not None:
                return Resolved(person=known, how="name")
            if len(part) >= 2:
                return Resolved(person=self.people.introduce(name, (start, end)), how="name")
            if head not in ("one", "another", "others", "some"):
                return NOBODY
        if part[0].low in ("the", "this", "that", "his", "her", "their") or part[0].low == head:
            known = self._by_role(head, part)
            if known is not None:
                return Resolved(person=known, how="description")
            known = self._just_named(head, part) if speaks else None
            if known is not None:
                return Resolved(person=known, how="description")
            alone = len(part) == 2 and part[0].low == "the"
            wrote = self.papers.get(head, self.last_speaker)
            if head in _STATEMENTS and wrote is not None and alone:
                return Resolved(person=wrote, how="document")
        if not any(one.kind == "word" and words_of(one.low) for one in part):
            return NOBODY
        return Resolved(person=self.people.unnamed((start, end), head), how="description")

    def paper_before(self, pieces: Sequence[Piece], row: int) -> Resolved:
        """`She had a letter. “…,” it reads`: the last paper of this sentence or the one before."""
        for part in (pieces[:row], self.before):
            for last in range(len(part) - 1, 0, -1):
                first = last - 1
                while first > 0 and last - first < 4 and _goes_before_paper(part[first]):
                    first -= 1
                if part[last].stem in DOCUMENTS and (
                    part[first].low in DETERMINERS or part[first].possessive
                ):
                    place = (part[first].start, part[last].end)
                    person = self.people.unnamed(place, part[last].stem)
                    return Resolved(person=person, how="pronoun")
        return NOBODY

    def _by_role(self, head: str, part: Sequence[Piece]) -> Person | None:
        """`the armorer`: whoever has that role; of several the one spoken of last, if unique."""
        if head not in ROLES | GROUPS or (head.endswith("s") and head[:-1] in ROLES):
            return None  # `the sisters` are not one of them
        if head in GROUPS - ROLES or head in BODIES:
            return self._body_called(head, part)
        wanted = {one.stem for one in part if one.low not in ("the", "this", "that")}
        found = [
            one
            for one in self.people.all
            if one.kind == "person" and any(self._is_role(wanted, role) for role in one.roles)
        ]
        if len(found) == 1:
            return found[0]
        spoken = [one for one in reversed(self.recent) if one in found]
        return spoken[0] if len(spoken) == 1 else None

    def _body_called(self, head: str, part: Sequence[Piece]) -> Person | None:
        """`the board`, with one board named so far: that one."""
        if len(part) != 2 or part[0].low != "the":
            return None
        known = {
            id(one): one
            for at, one in self.people.at.items()
            if one.kind == "organisation" and at[0] < part[0].start and one.surname == head
        }
        return next(iter(known.values())) if len(known) == 1 else None

    def _just_named(self, head: str, part: Sequence[Piece]) -> Person | None:
        """`NAME laughed. “…,” the armorer said`: whoever has just been named without a role."""
        if part[0].low != "the" or head not in ROLES or len(part) > 4 or len(self.near) > 1:
            return None
        known = self.near or self._named_so_far(part[0].start)
        if len(known) != 1:
            return None
        named = known[0]
        free = not [role for role in named.roles if not self._says_what_they_do(role)]
        if named.kind != "person" or not free or named.inferred_roles:
            return None
        place = (part[0].start, part[-1].end)
        woman, man = head in FEMALE_ROLES, head in MALE_ROLES
        if (woman and not named.fits("f")) or (man and not named.fits("m")):
            return None
        named.inferred_roles.append(place)
        named.mentions.append(place)
        return named

    def _named_so_far(self, before: int) -> list[Person]:
        """Everybody whom the text has named by then."""
        found = [one for at, one in self.people.at.items() if at[0] < before]
        return list({id(one): one for one in found if one.kind == "person"}.values())

    def _says_what_they_do(self, role: Range) -> bool:
        return (words_of(self.text[role[0] : role[1]]) or [""])[0].lower() in DOES

    def _is_role(self, wanted: set[str], role: Range) -> bool:
        found = [word.lower() for word in words_of(self.text[role[0] : role[1]])]
        if not found or found[0] in DOES:
            return False
        words = {SHORT_TITLES.get(word, word) for word in found}
        return wanted <= words and not (words - wanted) & _LESSER

    def pronoun(self, low: str) -> Resolved:
        """Who `he`, `she`, `they`, `it` means here."""
        gender = SUBJECT_PRONOUNS[low]
        if gender in "12":
            author = self.people.author if low == "i" else None
            return Resolved(person=author, how="first person")
        if gender == "n" and self.paper_of is not None:
            return Resolved(person=self.paper_of, how="document")
        if gender == "n":
            pool = [
                one for one in reversed(self.recent) if one.kind == "organisation" or _is_paper(one)
            ]
            near = [one for one in self.near if _is_thing(one)]
            if near:
                return Resolved(person=near[0], how="pronoun")
        elif gender == "p":
            pool = [one for one in reversed(self.recent) if one.kind == "unnamed group"]
            pool += [one for one in reversed(self.recent) if one.kind == "organisation"]
        else:
            return self._he_or_she(gender)
        if self.last_speaker in pool:
            pool.insert(0, self.last_speaker)
        return Resolved(person=pool[0], how="pronoun") if pool else NOBODY

    def _he_or_she(self, gender: str) -> Resolved:
        if self.lost and not self.near:
            return NOBODY
        order = [*self.near]
        if self.last_speaker is not None:
            order.append(self.last_speaker)
        order += [*reversed(self.recent), *self.rivals]
        fitting = [
            one
            for one in order
            if (one.kind == "person" or _is_somebody(one))
            and one.fits(gender)
            and one not in self.blocked
        ]
        if not fitting:
            return NOBODY
        chosen = fitting[0]
        last = self.last_speaker
        topic = chosen.kind == "unnamed" and chosen not in self.spoke and not chosen.gender
        topic = topic and not chosen.human
        if topic and last in fitting and last is not None and last.gender:
            chosen = last  # spoken of, by a description: less than whoever speaks
        if not chosen.gender:
            # Somebody whose gender the text tells is meant before somebody of whom it does not.
            known = [one for one in fitting[:3] if one.gender == gender]
            given = chosen is self.last_speaker or chosen in self.near
            if not given and not known:
                return NOBODY
            chosen = chosen if given else known[0]
            rivals = [
                one
                for one in self.rivals
                if one is not chosen and one.fits(gender) and one not in self.blocked
            ]
            if rivals and not chosen.gender:
                told = [one for one in rivals if one.gender == gender]
                if self.last_speaker in rivals:
                    told = [self.last_speaker]
                if len(told) != 1:
                    return NOBODY
                chosen = told[0]
        chosen.vote(gender, 0.5)
        return Resolved(person=chosen, how="pronoun")


def _goes_before_paper(piece: Piece) -> bool:
    return piece.kind == "word" and piece.low not in DETERMINERS and not piece.possessive


def head_of(part: Sequence[Piece]) -> str:
    """`A note beside it in pencil`: the note; `two people briefed on it`: the people."""
    if part[0].low in DETERMINERS or part[0].stem in GROUPS | DOCUMENTS:
        for row in range(1, len(part)):
            ends = part[row].low in PREPOSITIONS or part[row].low in ("who", "that", "close")
            if ends and part[row].low != "of":
                return part[row - 1 - (row > 2 and is_done(part[row - 1]))].stem
    return part[-1].stem


SOMEBODY = wordset(
    "man woman boy girl person gentleman lady guy fellow lad source one other insider outsider "
    "teenager stranger"
)
"""Words for a human being that say nothing of what they do."""


def _is_somebody(one: Person) -> bool:
    """Whether a description is of a human being: `he` is not the rule or the company."""
    if one.kind != "unnamed" or _is_paper(one) or _is_body(one):
        return False
    words = words_of(one.name.lower())
    opens = (n for n, word in enumerate(words) if word in PREPOSITIONS | {"who", "that"})
    head = words[: next(opens, len(words))]
    return one.human or words[:1] == ["one"] or any(word in ROLES | SOMEBODY for word in head)


BODIES = wordset(
    "union company studio court board commission council agency department team theatre theater "
    "production government ministry office newspaper network guild jury prosecution defence "
    "defense family insurer broadcaster administration committee society school university panel "
    "inquest watchdog regulator agency authority bureau firm club operator"
)
"""What `it` may be that says something."""


def _is_body(one: Person) -> bool:
    """`Her union`: `it` may mean the one just spoken of."""
    words = [word.lower() for word in words_of(one.name)]
    return one.kind == "organisation" or (
        one.kind != "person" and words[-1:] != [] and words[-1] in BODIES
    )


def _is_thing(one: Person) -> bool:
    """Whether `it` may be what has just been spoken of."""
    if one.kind == "unnamed group":
        return not re.match(r"(?:the\s)?(?:police|people|\S+s)\b", one.name.lower())
    return _is_paper(one) or _is_body(one) or (one.kind == "unnamed" and not _is_somebody(one))


def _is_paper(one: Person) -> bool:
    """Whether it is a letter, a report, a log: `it` may speak, `he` is somebody else."""
    if one.kind != "unnamed":
        return False
    words = [word.lower() for word in words_of(one.name)]
    head = words[: words.index("of")] if "of" in words else words
    return any(word in DOCUMENTS for word in head) and not any(word in ROLES for word in head)
