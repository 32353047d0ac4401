"""What the publication says in its own voice: the parts of a sentence nobody is quoted for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provesafe.casefile.intake.page.text import Sentence, pieces_of, words_of
from provesafe.casefile.intake.parties.party import Place
from provesafe.casefile.intake.saying.draft import Draft, Paragraph
from provesafe.casefile.intake.saying.phrases import is_finite

__all__ = ["own_voice"]

# "the gun that killed …" inside an indirect claim is the publication's description, not the words
# of whoever is quoted.
_DESCRIBES = re.compile(
    r"\b(?:that|which|who)\s(?:killed|wounded|injured|struck|hit|shot|left|ended|caused)\b[^,.;“”\"]*"
)


def own_voice(
    text: str, paragraphs: Sequence[Paragraph], claims: Sequence[Draft]
) -> tuple[Place, ...]:
    """The stretches of the publication's own statements, in order."""
    found: list[Place] = []
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            mine = [one for one in claims if one.sentence is sentence and one.parent is None]
            found += _rest(text, sentence, mine)
    for claim in claims:
        if claim.kind == "indirect" and claim.parent is None:
            for start, end in claim.spans:
                found += [match.span() for match in _DESCRIBES.finditer(text, start, end)]
    return tuple(sorted(found))


def _rest(text: str, sentence: Sentence, claims: Sequence[Draft]) -> Iterator[Place]:
    taken = [span for claim in claims for span in claim.spans]
    taken += [one.cue for one in claims if one.cue is not None]
    taken += [one.source for one in claims if one.source is not None]
    taken += [(one.start, one.end) for one in sentence.pieces if one.kind == "quote"]
    start = sentence.start
    for first, last in [*sorted(taken), (sentence.end, sentence.end)]:
        if first > start:
            yield from _finite(text, start, first)
        start = max(start, last)


def _finite(text: str, start: int, end: int) -> Iterator[Place]:
    while start < end and not (text[start].isalnum() or text[start] in "$£€"):
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    dangling = re.search(r"[\s,]+(?:where|when|and|but|as|while|that)$", text[start:end])
    if dangling:
        end = start + dangling.start()
    if len(words_of(text[start:end])) >= 4 and is_finite(pieces_of(text, start, end)):
        yield start, end
