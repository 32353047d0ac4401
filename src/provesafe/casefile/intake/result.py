"""What an intake gives: a staging list, of which a person accepts, corrects or drops every line.

Every place is a half-open stretch of code points in the raw text, and `text` is what stands there.
`document` is the same as JSON, schema `provesafe.intake/v1`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provesafe.casefile.intake.page.clean import Hidden

__all__ = [
    "Claim",
    "FoundDifference",
    "FoundEvent",
    "FoundParty",
    "Intake",
    "Missing",
    "Question",
    "Role",
    "Slot",
    "SourceHead",
    "Stretch",
    "Time",
    "document",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A place in the raw text and what stands there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Stretch):
    """What the text calls a party; `how` is "stated" or "inferred"."""

    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundParty(Stretch):
    """Somebody or some body; the stretch is the first full mention.

    kind: person · organisation · unnamed · unnamed group
    """

    id: str
    kind: str
    mentions: tuple[Stretch, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Stretch):
    """Something said; the stretch runs from its first words to its last.

    Attributes:
        spans: the words themselves, without the attribution that may stand between them.
        quotes: those of them in quotation marks.
        kind: direct, indirect or mixed.
        speaker: a party's id; None if the text does not say or it is not certain.
        speaker_how: name, pronoun, description, possessive, document, inherited, continued,
            first person, not recorded, unresolved.
        speaker_at: where the speaker stands.
        cue, verb: the verb of saying, in the text and as its lemma.
        stance: the class of the publication's verb, as data.
        recipient, recipient_how: whom it was said to; "stated" or "inferred".
        outlet: through which publication or programme.
        said: where the text says when it was said; said_how "stated" or "inferred".
        parent: the claim it is told within; level is then 2.
        continues: the claim whose speaker goes on.
        insertions: square brackets inside quoted words, not the speaker's.
    """

    id: str
    kind: str
    level: int
    spans: tuple[Stretch, ...]
    quotes: tuple[Stretch, ...]
    speaker: str | None
    speaker_how: str
    speaker_at: Stretch | None
    cue: Stretch | None
    verb: str | None
    stance: str
    recipient: str | None
    recipient_how: str | None
    outlet: str | None
    said: Stretch | None
    said_how: str | None
    parent: str | None
    continues: str | None
    insertions: tuple[Stretch, ...]
    hedges: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Stretch):
    """A time expression; `edtf` is None while it cannot be placed."""

    id: str
    kind: str
    edtf: str | None
    how: str
    rule: str
    needs: str | None
    minutes: tuple[float, float] | None
    direction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot(Stretch):
    """Who a text plainly says gave it, or took it; `party` is an id, or None if it could be two."""

    slot: str
    party: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent(Stretch):
    """What is said to have happened; the stretch is the first mention's verb.

    status: published · said · expected.  polarity: stated · denied.
    """

    id: str
    kind: str
    status: str
    polarity: str
    according_to: str | None
    time: str | None
    mentions: tuple[Stretch, ...]
    slots: tuple[Slot, ...] = ()
    """Of a hand-over, who gave and who took, where the text says so plainly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person has to say before a line can be placed."""

    ask: str
    why: str
    at: tuple[Stretch, ...]
    offer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDifference:
    """Lines that a rule (D1, D7, D8, D9, D10) puts beside each other; it says no more than that."""

    rule: str
    about: str
    at: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something the text does not say, and where it might have."""

    what: str
    at: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHead:
    """What the text says of itself."""

    credit: Stretch | None
    byline: Stretch | None
    publication: Stretch | None
    headline: Stretch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Everything found in one text."""

    sha256: str
    """Of the raw text in UTF-8."""
    code_points: int
    published: str | None
    head: SourceHead
    claims: tuple[Claim, ...]
    parties: tuple[FoundParty, ...]
    times: tuple[Time, ...]
    events: tuple[FoundEvent, ...]
    statements: tuple[Stretch, ...]
    """The publication's own voice."""
    hidden: tuple[Hidden, ...]
    questions: tuple[Question, ...]
    differences: tuple[FoundDifference, ...]
    gaps: tuple[Missing, ...]


def document(intake: Intake) -> Mapping[str, Any]:
    """The JSON document of an intake; the same intake gives the same document."""
    return {
        "schema": "provesafe.intake/v1",
        "source": {
            "sha256": intake.sha256,
            "code_points": intake.code_points,
            "published": intake.published,
            "credit": _plain(intake.head.credit),
            "byline": _plain(intake.head.byline),
            "publication": _plain(intake.head.publication),
            "headline": _plain(intake.head.headline),
        },
        "claims": _plain(intake.claims),
        "parties": _plain(intake.parties),
        "times": _plain(intake.times),
        "events": _plain(intake.events),
        "statements": _plain(intake.statements),
        "hidden": _plain(intake.hidden),
        "questions": _plain(intake.questions),
        "differences": _plain(intake.differences),
        "gaps": _plain(intake.gaps),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in _names(value)}
    return value


def _names(value: Any) -> list[str]:
    names = list(value.__dataclass_fields__)
    first = [name for name in ("id", "start", "end", "text") if name in names]
    return first + [name for name in names if name not in first]
