"""From a raw text to an intake: each step in turn, then every place taken back to the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from provesafe.casefile.intake.events import find_events
from provesafe.casefile.intake.giving import Gathered, give
from provesafe.casefile.intake.page.blocks import blocks_of, credit_of
from provesafe.casefile.intake.page.clean import Hidden, Shown, clean
from provesafe.casefile.intake.page.html import hidden_in_html, is_html
from provesafe.casefile.intake.page.text import (
    pieces_of,
    quotations_of,
    sentences_of,
    uses_single_marks,
    words_of,
)
from provesafe.casefile.intake.page.turns import hidden_in_subtitles, turns_of
from provesafe.casefile.intake.parties.author import author_of
from provesafe.casefile.intake.parties.groups import find_groups, find_unnamed
from provesafe.casefile.intake.parties.leads import lead_roles
from provesafe.casefile.intake.parties.names import Mention, mentions_of
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.parties.speakers import Speakers
from provesafe.casefile.intake.parties.told import with_told_roles
from provesafe.casefile.intake.result import Intake
from provesafe.casefile.intake.saying.claims import ClaimReader
from provesafe.casefile.intake.saying.draft import Draft, Paragraph
from provesafe.casefile.intake.saying.listeners import find_listeners
from provesafe.casefile.intake.saying.nested import nested_claims, set_parents
from provesafe.casefile.intake.saying.transcript import claims_of_turns, introduce_speakers
from provesafe.casefile.intake.times import Stated, find_times
from provesafe.errors import InputError

__all__ = ["CODE_POINTS_MAX", "IntakeError", "read_in"]

CODE_POINTS_MAX = 2_000_000
"""A text longer than this is no article."""


class IntakeError(InputError):
    """The text, or what was said of it, cannot be taken in."""

    code = "casefile.intake"


def read_in(raw: str, *, published: str | None = None, hidden: tuple[Hidden, ...] = ()) -> Intake:
    """Find what a text says.

    Args:
        raw: the file decoded, nothing else changed: offsets count its code points.
        published: when it was published, `YYYY-MM-DD`, as somebody says who knows; without it no
            year is given to any time that states none.
        hidden: stretches known to be no text; of an HTML page they are found here.

    Raises:
        IntakeError: the text is too long, or `published` is no date.
    """
    if len(raw) > CODE_POINTS_MAX:
        raise IntakeError(
            f"the text has more than {CODE_POINTS_MAX} characters", hint="split it into its parts"
        )
    if is_html(raw):
        hidden = (*hidden, *hidden_in_html(raw))
    hidden = (*hidden, *hidden_in_subtitles(raw))
    return give(_Reading(raw, _date(published), hidden).gathered())


def _date(published: str | None) -> date | None:
    if published is None:
        return None
    wrong = IntakeError(f"`{published}` is no date", hint="write it as 2026-03-09, or leave it out")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", published):
        raise wrong
    try:
        return date.fromisoformat(published)
    except ValueError:
        raise wrong from None


class _Reading:
    """One text on its way; lives as long as one call."""

    def __init__(self, raw: str, published: date | None, hidden: tuple[Hidden, ...]) -> None:
        self.published = published
        self.shown: Shown = clean(raw, hidden=hidden)
        self.text = self.shown.text
        self.blocks = blocks_of(self.text, page=is_html(raw))
        self.credit = credit_of(self.text, self.blocks)
        subtitles = any(one.reason == "subtitle time" for one in hidden)
        self.turns = turns_of(self.text, subtitles=subtitles)
        self.paragraphs = tuple(self._paragraphs())
        self.people = People(self.text)
        introduce_speakers(self.text, self.people, self.turns)
        self.people.gather(with_told_roles(self.text, self._mentions()))
        self._name_author()
        headings = [(one.start, one.end) for one in self.blocks if one.kind == "heading"]
        lead_roles(self.text, self.people, self.paragraphs, headings)
        self.people.author = author_of(self.text, self.people)
        self._infer_roles()
        claims = self._claims()
        set_parents(claims)
        claims += nested_claims(self.text, self.people, claims)
        find_listeners(self.text, self.people, claims)
        find_groups(self.text, self.people, self.paragraphs)
        if not self.turns:
            find_unnamed(self.text, self.people, self.paragraphs)
        self.claims = sorted(claims, key=lambda one: (one.start, -one.end))
        places = [(one.start, one.end) for one in self.blocks if one.kind != "advert"]
        if self.turns:
            first = (self.turns[0].who or self.turns[0].words)[0]
            places = [one for one in places if one[1] <= first]
            places += [turn.words for turn in self.turns]
        self.times = find_times(self.text, places, published=published)
        self._said_when()
        self.events = find_events(self.text, self.people, self.paragraphs, self.claims, self.times)

    # -- reading

    def _claims(self) -> list[Draft]:
        if self.turns:
            return claims_of_turns(self.text, self.people, self.turns, self.paragraphs)
        speakers = Speakers(self.text, self.people)
        return ClaimReader(self.text, self.people, speakers).read(self.paragraphs)

    def _paragraphs(self) -> Iterable[Paragraph]:
        if self.turns:
            for turn in self.turns:
                sentences = sentences_of(self.text, *turn.words, ())
                yield Paragraph(start=turn.words[0], end=turn.words[1], sentences=sentences)
            return
        single = uses_single_marks(self.text)
        for block in self.blocks:
            if block.kind == "body":
                quotations = quotations_of(self.text, block.body, block.end, single=single)
                sentences = sentences_of(self.text, block.body, block.end, quotations)
                yield Paragraph(start=block.body, end=block.end, sentences=sentences)

    def _mentions(self) -> list[Mention]:
        found: list[Mention] = []
        for paragraph in self.paragraphs:
            pieces = pieces_of(self.text, paragraph.start, paragraph.end)
            heads = frozenset(
                place
                for sentence in paragraph.sentences
                for place in (
                    sentence.start,
                    *_quoted_heads(self.text, sentence.start, sentence.end),
                )
            )
            found += mentions_of(pieces, heads)
        return found

    def _name_author(self) -> None:
        if self.credit is None:
            return
        if self.credit.who is not None:
            name = self.text[self.credit.who[0] : self.credit.who[1]]
            author = self.people.introduce(name, self.credit.who)
            self.people.writer = author
            begins = self.credit.line[0]
            before = self.text[begins : self.credit.who[0]].rstrip()
            if before:
                author.roles.append((begins, begins + len(before)))
        if self.credit.where is not None:
            name = self.text[self.credit.where[0] : self.credit.where[1]]
            self.people.publication = self.people.introduce(
                name, self.credit.where, kind="organisation"
            )

    def _infer_roles(self) -> None:
        """`the actor`, with one person so far who has no role: theirs, and marked inferred."""
        pattern = re.compile(
            rf"\b[Tt]he\s(?P<role>{'|'.join(sorted(_KNOWN_FOR))})\b(?![’'-]|\s[A-Z])"
        )
        for paragraph in self.paragraphs:
            for match in pattern.finditer(self.text, paragraph.start, paragraph.end):
                self._infer_role(match["role"], match.span())

    def _infer_role(self, role: str, place: Place) -> None:
        people = [one for one in self.people.all if one.kind == "person"]
        taken = {
            word.lower()
            for one in people
            for at in one.roles
            for word in words_of(self.text[at[0] : at[1]])
        }
        if role in taken:
            return
        fitting = [
            one
            for one in people
            if not one.roles
            and not one.inferred_roles
            and one.mentions
            and min(one.mentions)[0] < place[0]
            and one.place != (self.credit.who if self.credit else None)
        ]
        if len(fitting) == 1:
            fitting[0].inferred_roles.append(place)
            fitting[0].mentions.append(place)
            self.people.at[place] = fitting[0]

    def _said_when(self) -> None:
        talks: dict[int, tuple[Place, Person | None]] = {}
        for claim in self.claims:
            if claim.parent is not None:
                continue
            if claim.cue is None:
                before = claim.continues
                if before is not None and before.when is not None:
                    claim.when, claim.when_how = before.when, "inferred"
                continue
            inside = [one for one in self.times if self._beside(claim, one)]
            if inside:
                cue = claim.cue[0]
                near = min(inside, key=lambda one: abs(one.start - cue))
                claim.when, claim.when_how = (near.start, near.end), "stated"
                talks.setdefault(claim.paragraph, (claim.when, claim.speaker))
            elif claim.listener is not None and claim.paragraph in talks:
                when, who = talks[claim.paragraph]
                if who is claim.speaker:
                    claim.when, claim.when_how = when, "inferred"

    def _beside(self, claim: Draft, time: Stated) -> bool:
        sentence = claim.sentence
        if not sentence.start <= time.start < sentence.end or time.kind in ("offset", "clock"):
            return False
        return not any(
            start <= time.start < end
            for other in self.claims
            if other.sentence is sentence
            for start, end in other.spans
        )

    def gathered(self) -> Gathered:
        """All of it, for giving."""
        return Gathered(
            shown=self.shown,
            published=self.published,
            blocks=self.blocks,
            credit=self.credit,
            turns=self.turns,
            paragraphs=self.paragraphs,
            people=self.people,
            claims=self.claims,
            times=self.times,
            events=self.events,
        )


# The roles a news text gives to a person everybody knows without saying so first.
_KNOWN_FOR = frozenset(("actor", "actress", "performer", "singer", "musician", "comedian"))


def _quoted_heads(text: str, start: int, end: int) -> list[int]:
    found = re.finditer(r"[“\"‘]\s*|[.?!]\s+", text[start:end])
    return [start + match.end() for match in found]
