"""What was found in a text, taken back to the raw text place by place, and what is to be asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from provesafe.casefile.intake.events import Found
from provesafe.casefile.intake.gaps import gaps_of
from provesafe.casefile.intake.hands import Hand
from provesafe.casefile.intake.lexicon import HEDGES
from provesafe.casefile.intake.page.blocks import Block, Credit
from provesafe.casefile.intake.page.clean import Hidden, Shown
from provesafe.casefile.intake.page.turns import Turn
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.result import (
    Claim,
    FoundEvent,
    FoundParty,
    Intake,
    Missing,
    Question,
    Role,
    Slot,
    SourceHead,
    Stretch,
    Time,
)
from provesafe.casefile.intake.saying.draft import Draft, Paragraph
from provesafe.casefile.intake.times import Stated, publication_lines
from provesafe.casefile.intake.voice import own_voice

__all__ = ["Gathered", "give"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything found in one text, its places in the shown text."""

    shown: Shown
    published: date | None
    blocks: tuple[Block, ...]
    credit: Credit | None
    turns: tuple[Turn, ...]
    paragraphs: tuple[Paragraph, ...]
    people: People
    claims: Sequence[Draft]
    times: Sequence[Stated]
    events: Sequence[Found]


def give(found: Gathered) -> Intake:
    """The intake of what was gathered, each place a place of the raw text.

    Args:
        found: what was gathered.
    """
    return _Giving(found).result()


class _Giving:
    def __init__(self, found: Gathered) -> None:
        self.shown = found.shown
        self.text = found.shown.text
        self.published = found.published
        self.blocks = found.blocks
        self.credit = found.credit
        self.turns = found.turns
        self.paragraphs = found.paragraphs
        self.people = found.people
        self.claims = found.claims
        self.times = found.times
        self.events = found.events

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
            slots=tuple(self._slot(hand, parties) for hand in one.hands),
        )

    def _slot(self, hand: Hand, parties: dict[int, str]) -> Slot:
        at = self._at(hand.place)
        return Slot(
            start=at.start,
            end=at.end,
            text=at.text,
            slot=hand.slot,
            party=parties.get(id(hand.person)),
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


def _hedges(text: str, spans: Sequence[Place]) -> list[Place]:
    found: list[Place] = []
    for start, end in spans:
        found += (
            (start + match.start(), start + match.end())
            for match in re.finditer(r"[A-Za-z]+", text[start:end])
            if match[0].lower() in HEDGES
        )
    return found
