"""Texts with what a careful reader finds in them, and how near the intake comes to that.

A gold file is TOML: the text, and what it holds, each thing by the words as they stand in the text
(`nth` where the same words stand there before):

    published = "2026-03-09"                 # left out where nobody knows
    text = '''…'''
    [[party]]
    id = "quill"
    name = "Ada Quill"
    kind = "person"                          # organisation, unnamed, unnamed group
    roles = ["armorer"]                      # words of the text, any of them will do
    [[claim]]
    words = ["I showed it empty,"]           # several where an attribution stands between
    kind = "direct"                          # indirect, mixed
    speaker = "quill"                        # "" if the text does not say
    recipient = "courier"                    # left out if none is stated
    cue = "said"                             # left out if there is none
    inside = "…"                             # for a second-hand claim: some words of its parent
    optional = true                          # as good with as without
    [[time]]
    words = "last Tuesday"
    edtf = "2026-03-03"                      # "" if it cannot be placed
    edtf_also = ["2026-03-03~"]              # other right answers

`form` says what a text is that is no plain article: srt, vtt, transcript, statement, html.

Scores count over all texts: a claim is found when its words overlap by half (F1 of characters).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provesafe.casefile import Claim, FoundParty, Intake, document, take_in

__all__ = ["Score", "gold_files", "gold_text", "places_of", "score", "total"]

LONG_QUOTATION = 5
"""Words, from which on a quotation is listed whoever said it."""

_QUOTATIONS = (
    re.compile(r"“([^“”]+)”"),
    re.compile(r"(?:&ldquo;|&quot;)(.+?)(?:&rdquo;|&quot;)"),
    re.compile(r'(?<![\w=.,?!…])"(?=\S)((?:[^"\n]|\n(?!\n))+)(?<=\S)"'),
    re.compile(r"(?<!\w)‘([^‘\n]+?)’(?!\w)"),
)
"""By the marks a text uses; single ones are looked for where it has no others."""

FOLDER = Path(__file__).parent / "vectors" / "intake"
Place = tuple[int, int]


@dataclass(slots=True, kw_only=True)
class Score:
    """Counts over any number of texts; `misses` says each thing that was not as a reader has it."""

    texts: int = 0
    claims_gold: int = 0
    claims_found: int = 0
    claims_matched: int = 0
    exact: int = 0
    speaker_right: int = 0
    speaker_blank: int = 0
    speaker_wrong: int = 0
    recipients_gold: int = 0
    recipients_found: int = 0
    recipients_invented: int = 0
    times_gold: int = 0
    edtf_right: int = 0
    roles_gold: int = 0
    roles_found: int = 0
    quotations: int = 0
    quotations_listed: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def claims_f1(self) -> float:
        """Of claims, by precision and recall."""
        total = self.claims_gold + self.claims_found
        return 2 * self.claims_matched / total if total else 1.0

    def share(self, part: int, whole: int, of_nothing: float = 1.0) -> float:
        """`part` of `whole`; 1 of nothing, or what is said."""
        return part / whole if whole else of_nothing

    def add(self, other: Score) -> None:
        """Take another text's counts in."""
        for name in self.__dataclass_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            setattr(self, name, mine + theirs)


def gold_files(name: str) -> tuple[Path, ...]:
    """The gold files of one set, in order."""
    return tuple(sorted((FOLDER / name).glob("*.toml")))


def gold_text(path: Path) -> str:
    """The text of a gold file."""
    return str(tomllib.loads(path.read_text("utf-8"))["text"])


def places_of(found: Intake) -> list[tuple[int, int, str]]:
    """Every place an intake gives, with the text it says stands there."""
    places: list[tuple[int, int, str]] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if {"start", "end", "text"} <= set(value):
                places.append((value["start"], value["end"], value["text"]))
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk(document(found))
    return places


def total(scores: Iterable[Score]) -> Score:
    """The counts of several texts together."""
    whole = Score()
    for one in scores:
        whole.add(one)
    return whole


def score(path: Path) -> Score:
    """How near the intake of one text comes to its gold."""
    gold = tomllib.loads(path.read_text("utf-8"))
    found = take_in(gold["text"], published=gold.get("published"))
    counts = Score(texts=1)
    parties = _party_ids(gold, found)
    _score_claims(path.stem, gold, found, parties, counts)
    _score_times(path.stem, gold, found, counts)
    _score_roles(path.stem, gold, found, parties, counts)
    _score_quotations(path.stem, _read_text(gold), found, counts)
    return counts


def _read_text(gold: Mapping[str, Any]) -> str:
    """The text with a page's tags blanked: what stands in marks inside a tag is no quotation."""
    text = str(gold["text"])
    if gold.get("form") != "html":
        return text
    return re.sub(r"<[^<>]*>", lambda tag: " " * len(tag[0]), text)


def _place(text: str, words: str, nth: int = 1) -> Place:
    start = -1
    for _ in range(nth):
        start = text.find(words, start + 1)
        if start < 0:
            raise ValueError(f"the text does not say `{words}`")
    return start, start + len(words)


def _trimmed(text: str, places: Iterable[Place]) -> list[Place]:
    found = []
    for place in places:
        start, end = place
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
        found.append((start, end))
    return found


def _characters(places: Iterable[Place]) -> set[int]:
    return {place for start, end in places for place in range(start, end)}


def _letters(text: str, places: Iterable[Place]) -> set[int]:
    """Where its words stand: marks at their ends, or between two paragraphs of one quotation, are
    no words."""
    found = _characters(places)
    return {place for place in found if text[place].isalnum() and text[place].isascii()}


def _overlap(first: set[int], second: set[int]) -> float:
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def _party_ids(gold: Mapping[str, Any], found: Intake) -> dict[str, str]:
    """The id in the intake -> the id in the gold: by the same name, else by the same words."""
    ids: dict[str, str] = {}
    # Names first: `Rusu’s mother` shares most of its letters with `Rusu`, who is somebody else.
    for is_named in (_is_called, _is_mentioned):
        for wanted in gold.get("party", ()):
            for party in found.parties:
                if is_named(gold["text"], party, wanted):
                    ids.setdefault(party.id, wanted["id"])
    return ids


def _names(wanted: Mapping[str, Any]) -> Sequence[str]:
    return [wanted["name"], *wanted.get("also", ())]


def _is_called(_text: str, party: FoundParty, wanted: Mapping[str, Any]) -> bool:
    plain = party.text.removeprefix("The ").removeprefix("the ")
    return plain in {one.removeprefix("The ").removeprefix("the ") for one in _names(wanted)}


def _is_mentioned(text: str, party: FoundParty, wanted: Mapping[str, Any]) -> bool:
    mine = {(one.start, one.end) for one in party.mentions}
    places = {_place(text, name) for name in _names(wanted)}
    return any(_overlap(_characters([a]), _characters([b])) > 0.6 for a in mine for b in places)


def _claim_places(text: str, claim: Mapping[str, Any]) -> list[Place]:
    return [_place(text, words, claim.get("nth", 1)) for words in claim["words"]]


def _score_claims(
    name: str, gold: Mapping[str, Any], found: Intake, ids: Mapping[str, str], counts: Score
) -> None:
    text = gold["text"]
    wanted = gold.get("claim", ())
    places = [_claim_places(text, one) for one in wanted]
    mine = [[(one.start, one.end) for one in claim.spans] for claim in found.claims]
    pairs = sorted(
        (
            (_likeness(text, wanted[a], found.claims[b], places[a], mine[b]), a, b)
            for a in range(len(wanted))
            for b in range(len(mine))
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    matched: dict[int, int] = {}
    for likeness, a, b in pairs:
        if likeness >= 0.5 and a not in matched and b not in matched.values():
            matched[a] = b
    optional = {a for a, one in enumerate(wanted) if one.get("optional")}
    counts.claims_gold += len(wanted) - len(optional)
    counts.claims_matched += len(set(matched) - optional)
    counts.claims_found += len(mine) - len(set(matched) & optional)
    for a, one in enumerate(wanted):
        if a in matched:
            claim = found.claims[matched[a]]
            if a not in optional:
                _score_claim(name, text, one, claim, places[a], mine[matched[a]], ids, counts)
        elif a not in optional:
            counts.misses.append(f"{name}: not found: {' … '.join(one['words'])}")
    for b, claim in enumerate(found.claims):
        if b not in matched.values():
            counts.misses.append(f"{name}: in no gold: {claim.text}")


def _likeness(
    text: str,
    wanted: Mapping[str, Any],
    claim: Claim,
    places: Sequence[Place],
    mine: Sequence[Place],
) -> float:
    overlap = _overlap(_characters(_trimmed(text, places)), _characters(_trimmed(text, mine)))
    same_level = ("inside" in wanted) == (claim.level == 2)
    return overlap + (0.05 if same_level and overlap >= 0.5 else 0.0)


def _score_claim(
    name: str,
    text: str,
    wanted: Mapping[str, Any],
    claim: Claim,
    places: Sequence[Place],
    mine: Sequence[Place],
    ids: Mapping[str, str],
    counts: Score,
) -> None:
    head = f"{name}: {wanted['words'][0][:40]}"
    if _letters(text, places) == _letters(text, mine):
        counts.exact += 1
    else:
        counts.misses.append(f"{head}: ends elsewhere: {[one.text for one in claim.spans]}")
    allowed = {wanted["speaker"], *wanted.get("speaker_also", ())}
    speaker = ids.get(claim.speaker or "", "?") if claim.speaker else ""
    if speaker in allowed:
        counts.speaker_right += 1
    elif not claim.speaker:
        counts.speaker_blank += 1
        counts.misses.append(f"{head}: no speaker")
    else:
        counts.speaker_wrong += 1
        counts.misses.append(f"{head}: another speaker: {speaker} {claim.speaker_how}")
    stated = claim.recipient is not None and claim.recipient_how == "stated"
    if wanted.get("recipient"):
        counts.recipients_gold += 1
        right = {ids.get(claim.recipient or ""), ids.get(claim.outlet or "")}
        if wanted["recipient"] in right:
            counts.recipients_found += 1
        else:
            counts.misses.append(f"{head}: recipient {right}")
    elif stated and not wanted.get("recipient_also"):
        counts.recipients_invented += 1
        counts.misses.append(f"{head}: recipient invented")


def _score_times(name: str, gold: Mapping[str, Any], found: Intake, counts: Score) -> None:
    for one in gold.get("time", ()):
        counts.times_gold += 1
        place = _characters([_place(gold["text"], one["words"], one.get("nth", 1))])
        near = [
            time
            for time in found.times
            if _overlap(_characters([(time.start, time.end)]), place) >= 0.5
            or place <= _characters([(time.start, time.end)])
        ]
        allowed = {one["edtf"], *one.get("edtf_also", ())}
        if any((time.edtf or "") in allowed for time in near):
            counts.edtf_right += 1
        else:
            counts.misses.append(f"{name}: {one['words']}: {[time.edtf for time in near]}")


def _score_roles(
    name: str, gold: Mapping[str, Any], found: Intake, ids: Mapping[str, str], counts: Score
) -> None:
    for wanted in gold.get("party", ()):
        if not wanted.get("roles"):
            continue
        counts.roles_gold += 1
        texts = {
            role.text.lower()
            for party in found.parties
            if ids.get(party.id) == wanted["id"]
            for role in party.roles
        }
        if any(
            role.lower() in text or text in role.lower()
            for role in wanted["roles"]
            for text in texts
        ):
            counts.roles_found += 1
        else:
            counts.misses.append(f"{name}: {wanted['name']}: roles {sorted(texts)}")


def _score_quotations(name: str, text: str, found: Intake, counts: Score) -> None:
    listed = _characters(
        (one.start, one.end) for claim in found.claims for one in (*claim.spans, *claim.quotes)
    )
    marks = next((one for one in _QUOTATIONS if one.search(text)), _QUOTATIONS[0])
    for match in marks.finditer(text):
        words = match[1]
        if len(words.split()) < LONG_QUOTATION:
            continue
        counts.quotations += 1
        place = _characters([match.span(1)])
        if len(place & listed) >= 0.8 * len(place):
            counts.quotations_listed += 1
        else:
            counts.misses.append(f"{name}: quotation not listed: {words}")
