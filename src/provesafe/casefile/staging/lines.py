"""From an intake and what people decided of it to the lines of a case.

Every line of an intake is here, in one of four states: `waiting`, `accepted`, `corrected`,
`dropped`. What a line says of events is proposed from the places alone: an event that is spoken of
within a claim's words is what the claim says took place, or did not, and of a hand-over who gave
and who took. A person who accepts the line accepts the proposal; who corrects `about` replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from provesafe.casefile.comparing.phrases import is_expectation, is_practice
from provesafe.casefile.intake.result import (
    Claim,
    FoundEvent,
    FoundParty,
    Intake,
    Stretch,
    Time,
)
from provesafe.casefile.lanes.calendar import edtf_minutes
from provesafe.casefile.model.happening import OCCURRED, Event
from provesafe.casefile.model.line import (
    Account,
    Assertion,
    Basis,
    Decided,
    Form,
    LineState,
    Stated,
)
from provesafe.casefile.model.people import Name, Party, PartyRole
from provesafe.casefile.model.places import Cite, Span, span_of
from provesafe.casefile.model.source import Source
from provesafe.casefile.staging.corrections import full_id, parse_about
from provesafe.casefile.timeline import Constraint

__all__ = ["PUBLICATION", "Staged", "changes_of", "stage", "state_of"]

PUBLICATION = "pub"
"""The id, within a source, of whoever publishes it."""

Decisions = Mapping[str, tuple[Decided, ...]]

_FORMS: Mapping[str, Form] = {"direct": "verbatim", "mixed": "mixed", "indirect": "paraphrase"}
_BASES: Mapping[str, Basis] = {"said": "said", "expected": "expected", "opinion": "opinion"}
_ROLE_UNKNOWN = {
    "person": "a person without a stated role",
    "organisation": "an organisation",
    "unnamed": "a person not named",
    "unnamed group": "people not named",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What one source gives, whatever was decided of it so far."""

    accounts: tuple[Account, ...]
    times: tuple[Stated, ...]
    events: tuple[Event, ...]
    constraints: tuple[Constraint, ...]
    parties: tuple[Party, ...]
    names: tuple[Name, ...]
    states: Mapping[str, LineState]
    """Of every line, those of parties, times and events too."""


def state_of(line: str, decisions: Decisions) -> LineState:
    """What has become of a line: waiting while nobody has decided."""
    steps = decisions.get(line, ())
    if not steps:
        return "waiting"
    if steps[-1].what == "dropped":
        return "dropped"
    return "corrected" if any(one.what == "corrected" for one in steps) else "accepted"


def changes_of(line: str, decisions: Decisions) -> Mapping[str, str]:
    """What was changed in a line: each field's last value."""
    return {name: value for one in decisions.get(line, ()) for name, value in one.changed}


def stage(source: Source, text: str, intake: Intake, decisions: Decisions) -> Staged:
    """The lines of one source.

    Args:
        source: the source.
        text: its text, in which the intake's places count.
        intake: what was found in it when it was taken in.
        decisions: what people decided of lines, by the line's id.
    """
    run = _Staging(source, text, intake, decisions)
    accounts = (*run.claims(), *run.statements())
    return Staged(
        accounts=accounts,
        times=tuple(run.times(accounts)),
        events=tuple(run.events(accounts)),
        constraints=tuple(run.constraints(accounts)),
        parties=tuple(run.parties()),
        names=tuple(run.names()),
        states={line: state_of(line, decisions) for line in run.line_ids()},
    )


class _Staging:
    """One source on its way; lives as long as one call."""

    def __init__(self, source: Source, text: str, intake: Intake, decisions: Decisions) -> None:
        self.source = source
        self.text = text
        self.intake = intake
        self.decisions = decisions
        self._times = {one.id: one for one in intake.times}

    def line_ids(self) -> Iterator[str]:
        """Every line that waits for somebody."""
        found = self.intake
        for rows in (found.claims, found.parties, found.times, found.events):
            yield from (self._id(one.id) for one in rows)
        for row in range(len(found.statements)):
            yield self._id(f"V{row + 1}")

    def claims(self) -> Iterator[Account]:
        every = {one.id: one for one in self.intake.claims}
        for claim in self.intake.claims:
            line = self._id(claim.id)
            changed = self._changed(line)
            parent = every.get(claim.parent or "")
            through = [parent.speaker] if parent is not None else []
            through.append(claim.outlet)
            yield Account(
                id=line,
                source=self.source.id,
                basis=self._basis(changed, claim.text),
                text=" … ".join(one.text for one in claim.spans),
                cites=self._cites(claim.spans),
                observer=self._party(changed.get("speaker", claim.speaker or "")),
                through=tuple(self._party(one) for one in through if one) or (self._publication,),
                state=state_of(line, self.decisions),
                history=self.decisions.get(line, ()),
                form=_FORMS[claim.kind],
                level=claim.level,
                parent=self._id(claim.parent) if claim.parent else "",
                speaker_how="given" if "speaker" in changed else claim.speaker_how,
                recipient=self._party(changed.get("recipient", claim.recipient or "")),
                outlet=self._party(claim.outlet or ""),
                said=self._said(line, claim),
                verb=claim.verb or "",
                stance=claim.stance,
                insertions=self._cites(claim.insertions),
                hedges=self._cites(claim.hedges),
                about=self._about(changed, claim.spans, claim.text),
            )

    def statements(self) -> Iterator[Account]:
        for row, one in enumerate(self.intake.statements):
            line = self._id(f"V{row + 1}")
            changed = self._changed(line)
            yield Account(
                id=line,
                source=self.source.id,
                basis=self._basis(changed, one.text),
                text=one.text,
                cites=self._cites((one,)),
                observer=self._party(changed.get("speaker", PUBLICATION)),
                state=state_of(line, self.decisions),
                history=self.decisions.get(line, ()),
                form="own voice",
                speaker_how="given" if "speaker" in changed else "publication",
                about=self._about(changed, (one,), one.text, own=True),
            )

    def times(self, accounts: Sequence[Account]) -> Iterator[Stated]:
        for one in self.intake.times:
            line = self._id(one.id)
            if state_of(line, self.decisions) != "dropped":
                yield self._stated(one, _line_at(accounts, one) or line)

    def events(self, accounts: Sequence[Account]) -> Iterator[Event]:
        for one in self.intake.events:
            line = self._id(one.id)
            if state_of(line, self.decisions) == "dropped":
                continue
            changed = self._changed(line)
            yield Event(
                id=line,
                kind=changed.get("kind", one.kind),
                cites=self._cites(one.mentions),
                times=tuple(self._event_times(one, changed, accounts)),
                weapon=changed.get("weapon", ""),
                same_as=self._events(changed.get("same_as", "")),
                expected=one.status == "expected",
            )

    def constraints(self, accounts: Sequence[Account]) -> Iterator[Constraint]:
        """ "45 minutes later", once somebody has said after what."""
        for event in self.intake.events:
            time = self._times.get(event.time or "")
            if time is None or time.minutes is None:
                continue
            after = self._changed(self._id(time.id)).get("after", "")
            if not after:
                continue
            low, high = (int(one) for one in time.minutes)
            before = time.direction == "before"
            yield Constraint(
                event=self._id(event.id),
                other=full_id(after, self.source.id),
                line=_line_at(accounts, time) or self._id(time.id),
                least=-high if before else low,
                most=-low if before else high,
            )

    def parties(self) -> Iterator[Party]:
        yield Party(
            id=self._publication,
            kind="organisation",
            role=f"the publication of {self.source.id}",
            same_as=(f"{self.source.copy_of}.{PUBLICATION}",) if self.source.copy_of else (),
        )
        for one in self.intake.parties:
            line = self._id(one.id)
            if state_of(line, self.decisions) == "dropped":
                continue
            changed = self._changed(line)
            person = changed.get("person", "")
            same = changed.get("same_as", "")
            yield Party(
                id=line,
                kind=one.kind,  # type: ignore[arg-type]  # the intake's kinds are these four
                role=changed.get("role") or _role(one, self.intake.head.byline),
                roles=tuple(
                    PartyRole(
                        text=role.text,
                        how="inferred" if role.how == "inferred" else "stated",
                        cite=self._cite(role),
                    )
                    for role in one.roles
                ),
                mentions=self._cites(one.mentions),
                speaks_for=self._party(changed.get("speaks_for", "")),
                person=person.partition(".")[2],
                record=person.partition(".")[0] if person else "",
                same_as=tuple(self._party(each) for each in (person, same) if each),
            )

    def names(self) -> Iterator[Name]:
        for one in self.intake.parties:
            if one.kind in ("person", "organisation"):
                yield Name(party=self._id(one.id), text=one.text, cite=self._cite(one))

    # -- parts

    @property
    def _publication(self) -> str:
        return self._id(PUBLICATION)

    def _id(self, own: str) -> str:
        return f"{self.source.id}.{own}"

    def _party(self, word: str) -> str:
        """The id of a party of this source or of another; empty for nobody."""
        if not word:
            return ""
        return word if "." in word else self._id(word)

    def _events(self, word: str) -> tuple[str, ...]:
        return (full_id(word, self.source.id),) if word else ()

    def _changed(self, line: str) -> Mapping[str, str]:
        return changes_of(line, self.decisions)

    def _basis(self, changed: Mapping[str, str], words: str) -> Basis:
        if "basis" in changed:
            return _BASES[changed["basis"]]
        return "expected" if is_expectation(words) else "said"

    def _cite(self, at: Stretch) -> Span:
        return span_of(self.source.id, self.text, at.start, at.end)

    def _cites(self, places: Iterable[Stretch]) -> tuple[Cite, ...]:
        return tuple(self._cite(one) for one in places)

    def _said(self, line: str, claim: Claim) -> Stated | None:
        if claim.said is None:
            return None
        found = next(
            (one for one in self.intake.times if _same_place(one, claim.said)),
            None,
        )
        if found is None:
            return Stated(
                id=f"{line}.said", line=line, text=claim.said.text, edtf=None, how="not placed"
            )
        return self._stated(found, line)

    def _stated(self, time: Time, line: str) -> Stated:
        given = self._changed(self._id(time.id)).get("edtf")
        edtf = given or time.edtf
        bounds = edtf_minutes(edtf) if edtf else None
        how = "given" if given else time.how
        return Stated(
            id=self._id(time.id),
            line=line,
            text=time.text,
            edtf=edtf,
            how=how if how in ("given", "stated", "inferred") else "not placed",  # type: ignore[arg-type]  # one of the four
            earliest=bounds[0] if bounds else None,
            latest=bounds[1] if bounds else None,
            cites=self._cites((time,)),
        )

    def _event_times(
        self, event: FoundEvent, changed: Mapping[str, str], accounts: Sequence[Account]
    ) -> Iterator[Stated]:
        wanted = changed.get("time", event.time or "").rpartition(".")[2]
        time = self._times.get(wanted)
        if time is not None:
            if state_of(self._id(time.id), self.decisions) != "dropped":
                yield self._stated(time, _line_at(accounts, time) or self._id(time.id))
        elif changed.get("time"):
            bounds = edtf_minutes(changed["time"]) or (None, None)
            yield Stated(
                id=f"{self._id(event.id)}.given",
                line=self._id(event.id),
                text=changed["time"],
                edtf=changed["time"],
                how="given",
                earliest=bounds[0],
                latest=bounds[1],
            )

    def _about(
        self,
        changed: Mapping[str, str],
        places: Sequence[Stretch],
        words: str,
        *,
        own: bool = False,
    ) -> tuple[Assertion, ...]:
        if "about" in changed:
            return parse_about(changed["about"], self.source.id)
        practice = is_practice(words)
        found = []
        for event in self.intake.events:
            spoken = any(
                place.start <= mention.start and mention.end <= place.end
                for place in places
                for mention in event.mentions
            )
            if spoken and (event.status == "published") is own and event.status != "expected":
                denies = event.polarity == "denied"
                own_id = self._id(event.id)
                found.append(
                    Assertion(event=own_id, slot=OCCURRED, denies=denies, practice=practice)
                )
                found += [
                    Assertion(
                        event=own_id, slot=one.slot, value=self._id(one.party), practice=practice
                    )
                    for one in event.slots
                    if one.party and not denies and _inside(one, places)
                ]
        return tuple(found)


def _inside(one: Stretch, places: Sequence[Stretch]) -> bool:
    return any(place.start <= one.start and one.end <= place.end for place in places)


def _same_place(one: Stretch, other: Stretch) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _line_at(accounts: Sequence[Account], time: Time) -> str:
    """The line within whose words a time stands, the shortest if several do."""
    found = [
        (cite.end - cite.start, one.id)
        for one in accounts
        for cite in one.cites
        if isinstance(cite, Span) and cite.start <= time.start and time.end <= cite.end
    ]
    return min(found)[1] if found else ""


def _role(party: FoundParty, byline: Stretch | None) -> str:
    if byline is not None and _same_place(party, byline):
        return "the author"
    stated = [one.text for one in party.roles if one.how == "stated" and one.text.strip()]
    if party.kind in ("person", "unnamed", "unnamed group") and stated:
        return stated[0].strip()
    inferred = [one.text for one in party.roles if one.how == "inferred"]
    if inferred:
        return f"{inferred[0].strip()} (inferred)"
    return _ROLE_UNKNOWN[party.kind]
