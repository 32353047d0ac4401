"""From a raw text to an intake: each step in turn, then every place taken back to the raw text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date

from provesafe.casefile.intake.events import Found, find_events
from provesafe.casefile.intake.gaps import gaps_of
from provesafe.casefile.intake.lexicon import HEDGES
from provesafe.casefile.intake.page.blocks import Block, Credit, blocks_of, credit_of
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
from provesafe.casefile.intake.parties.groups import find_groups
from provesafe.casefile.intake.parties.names import Mention, mentions_of
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.parties.speakers import Speakers
from provesafe.casefile.intake.result import (
    Claim,
    FoundEvent,
    FoundParty,
    Intake,
    Missing,
    Question,
    Role,
    SourceHead,
    Stretch,
    Time,
)
from provesafe.casefile.intake.saying.claims import ClaimReader
from provesafe.casefile.intake.saying.draft import Draft, Paragraph
from provesafe.casefile.intake.saying.listeners import find_listeners
from provesafe.casefile.intake.saying.nested import nested_claims, set_parents
from provesafe.casefile.intake.saying.transcript import claims_of_turns, introduce_speakers
from provesafe.casefile.intake.times import Stated, find_times, publication_lines
from provesafe.casefile.intake.voice import own_voice
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
    return _Reading(raw, _date(published), hidden).result()


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
        self.blocks = blocks_of(self.text)
        self.credit = credit_of(self.text, self.blocks)
        subtitles = any(one.reason == "subtitle time" for one in hidden)
        self.turns = turns_of(self.text, subtitles=subtitles)
        self.paragraphs = tuple(self._paragraphs())
        self.people = People(self.text)
        introduce_speakers(self.text, self.people, self.turns)
        self.people.gather(self._mentions())
        self._name_author()
        self.people.author = author_of(self.text, self.people)
        self._infer_roles()
        claims = self._claims()
        set_parents(claims)
        claims += nested_claims(self.text, self.people, claims)
        find_listeners(self.text, self.people, claims)
        find_groups(self.text, self.people, self.paragraphs)
        self.claims = sorted(claims, key=lambda one: (one.start, -one.end))
        places = [(one.start, one.end) for one in self.blocks if one.kind in ("body", "heading")]
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
            author.roles.append((self.credit.line[0], self.credit.who[0])) if (
                self.credit.who[0] > self.credit.line[0]
            ) else None
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

    # -- giving

    def result(self) -> Intake:
        parties = self._kept_parties()
        party_ids = {id(one): f"P{row + 1}" for row, one in enumerate(parties)}
        claim_ids = {id(one): f"C{row + 1}" for row, one in enumerate(self.claims)}
        time_ids = {(one.start, one.end): f"T{row + 1}" for row, one in enumerate(self.times)}
        raw = self.shown.raw
        return Intake(
            sha256=hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(),
            code_points=len(raw),
            published=self.published.isoformat() if self.published else None,
            head=self._head(),
            claims=tuple(self._claim(one, party_ids, claim_ids) for one in self.claims),
            parties=tuple(self._party(one, party_ids[id(one)]) for one in parties),
            times=tuple(self._time(one, time_ids[one.start, one.end]) for one in self.times),
            events=tuple(
                self._event(one, f"E{row + 1}", party_ids, time_ids)
                for row, one in enumerate(self.events)
            ),
            statements=self._every(self._own_voice()),
            hidden=self._hidden(),
            questions=tuple(self._questions()),
            differences=(),
            gaps=tuple(self._gaps()),
        )

    def _at(self, place: Place) -> Stretch:
        start, end = self.shown.back(*place)
        return Stretch(start=start, end=end, text=self.shown.raw[start:end])

    def _maybe(self, place: Place | None) -> Stretch | None:
        return None if place is None else self._at(place)

    def _every(self, places: Iterable[Place]) -> tuple[Stretch, ...]:
        return tuple(self._at(place) for place in places)

    def _kept_parties(self) -> list[Person]:
        """People and organisations, and of those without a name the ones that said or were told."""
        speaking = {
            id(one)
            for claim in self.claims
            for one in (claim.speaker, claim.listener, claim.outlet)
            if one is not None
        }
        kept = [
            one
            for one in self.people.all
            if one.kind in ("person", "organisation") or one.counted or id(one) in speaking
        ]
        return sorted(kept, key=lambda one: min([one.place, *one.mentions]))

    def _party(self, one: Person, number: str) -> FoundParty:
        roles = [(at, "stated") for at in one.roles] + [
            (at, "inferred") for at in one.inferred_roles
        ]
        start, end = self.shown.back(*one.place)
        return FoundParty(
            id=number,
            kind=one.kind,
            start=start,
            end=end,
            text=self.shown.raw[start:end],
            mentions=self._every(sorted(set(one.mentions))),
            roles=tuple(
                Role(start=at.start, end=at.end, text=at.text, how=how)
                for at, how in ((self._at(place), how) for place, how in sorted(roles))
            ),
        )

    def _claim(self, one: Draft, parties: dict[int, str], claims: dict[int, str]) -> Claim:
        whole = self._at((one.start, one.end))
        brackets = [
            match.span()
            for start, end in one.quotes
            for match in re.finditer(r"\[[^\]\n]{1,200}\]", self.text[:end])
            if match.start() >= start
        ]
        return Claim(
            id=claims[id(one)],
            start=whole.start,
            end=whole.end,
            text=whole.text,
            kind=one.kind,
            level=1 if one.parent is None else 2,
            spans=self._every(one.spans),
            quotes=self._every(one.quotes),
            speaker=parties.get(id(one.speaker)),
            speaker_how=one.how,
            speaker_at=self._maybe(one.source),
            cue=self._maybe(one.cue),
            verb=one.verb,
            stance=one.stance,
            recipient=parties.get(id(one.listener)),
            recipient_how=one.listener_how,
            outlet=parties.get(id(one.outlet)),
            said=self._maybe(one.when),
            said_how=one.when_how,
            parent=None if one.parent is None else claims[id(one.parent)],
            continues=None if one.continues is None else claims[id(one.continues)],
            insertions=self._every(brackets),
            hedges=self._every(_hedges(self.text, one.spans)),
        )

    def _time(self, one: Stated, number: str) -> Time:
        at = self._at((one.start, one.end))
        how = "inferred" if one.inferred else "stated" if one.edtf else "not placed"
        return Time(
            id=number,
            start=at.start,
            end=at.end,
            text=at.text,
            kind=one.kind,
            edtf=one.edtf,
            how=how,
            rule=one.rule,
            needs=one.needs,
            minutes=one.minutes,
            direction=one.direction,
        )

    def _event(
        self,
        one: Found,
        number: str,
        parties: dict[int, str],
        times: dict[tuple[int, int], str],
    ) -> FoundEvent:
        at = self._at(one.place)
        speaker = one.claim.speaker if one.claim is not None else None
        return FoundEvent(
            id=number,
            start=at.start,
            end=at.end,
            text=at.text,
            kind=one.kind,
            status=one.status,
            polarity="denied" if one.denied else "stated",
            according_to=parties.get(id(speaker)),
            time=None if one.time is None else times[one.time.start, one.time.end],
            mentions=self._every(one.mentions),
        )

    def _head(self) -> SourceHead:
        credit = self.credit or Credit(line=(0, 0), who=None, where=None)
        headline = next((one for one in self.blocks[:6] if one.kind == "heading"), None)
        return SourceHead(
            credit=None if self.credit is None else self._at(credit.line),
            byline=self._maybe(credit.who),
            publication=self._maybe(credit.where),
            headline=None if headline is None else self._at((headline.start, headline.end)),
        )

    def _hidden(self) -> tuple[Hidden, ...]:
        asked = [
            self._hidden_block(one) for one in self.blocks if one.kind in ("advert", "promotion")
        ]
        return tuple(sorted((*self.shown.hidden, *asked), key=lambda one: (one.start, one.end)))

    def _hidden_block(self, block: Block) -> Hidden:
        start, end = self.shown.back(block.start, block.end)
        return Hidden(start=start, end=end, reason=block.kind)

    def _own_voice(self) -> Iterable[Place]:
        """A transcript has no voice but those of its speakers."""
        return () if self.turns else own_voice(self.text, self.paragraphs, self.claims)

    def _gaps(self) -> Iterable[Missing]:
        found = gaps_of(
            self.text,
            self.events,
            has_date=self.published is not None,
            has_clock=any(one.kind == "clock" or "T" in (one.edtf or "") for one in self.times),
            has_republisher=self.credit is None or self.credit.where is None,
        )
        for one in found:
            yield Missing(what=one.what, at=self._every(one.places))

    def _questions(self) -> Iterable[Question]:
        unplaced = [one for one in self.times if one.needs == "publication date"]
        if self.published is None and unplaced:
            places = [(one.start, one.end) for one in self.blocks[:8]]
            offered = next(iter(publication_lines(self.text, places)), None)
            yield Question(
                ask="when was this published",
                why=f"{len(unplaced)} of its times cannot be placed without it",
                at=self._every((one.start, one.end) for one in unplaced),
                offer=offered.edtf if offered else None,
            )
        for one in self.times:
            if one.needs == "event":
                yield Question(
                    ask="after or before which event",
                    why="the text does not date what this is counted from",
                    at=(self._at((one.start, one.end)),),
                )
        for claim in self.claims:
            if claim.speaker is None:
                yield Question(
                    ask="who said this",
                    why=_WHY.get(claim.how, "the text does not say"),
                    at=self._every(claim.spans),
                )


_WHY = {
    "not recorded": "the text does not name who told it",
    "unresolved": "the text leaves open who is meant",
}
# The roles a news text gives to a person everybody knows without saying so first.
_KNOWN_FOR = frozenset(("actor", "actress", "performer", "singer", "musician", "comedian"))


def _quoted_heads(text: str, start: int, end: int) -> list[int]:
    found = re.finditer(r"[“\"‘]\s*|[.?!]\s+", text[start:end])
    return [start + match.end() for match in found]


def _hedges(text: str, spans: Sequence[Place]) -> list[Place]:
    found: list[Place] = []
    for start, end in spans:
        found += (
            (start + match.start(), start + match.end())
            for match in re.finditer(r"[A-Za-z]+", text[start:end])
            if match[0].lower() in HEDGES
        )
    return found
