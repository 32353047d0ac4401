"""What a cue attributes: the words before it, after it or around it, and where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    FORMS,
    GROUPS,
    MONTHS,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    VERBS,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.saying.clauses import begins_anew, tail_attribution, trim
from provesafe.casefile.intake.saying.contents import content_after, skip_adjuncts
from provesafe.casefile.intake.saying.cues import Cue
from provesafe.casefile.intake.saying.hearers import listener_after, to_whom
from provesafe.casefile.intake.saying.phrases import (
    PARTICLES,
    Range,
    is_adverb,
    is_clause,
    is_finite,
    is_verb_of_saying,
    skip_brackets,
    subject_after,
    subject_before,
)

__all__ = ["Frame", "frame_of", "subject_of"]

Pieces = Sequence[Piece]
_NO_SECOND_HALF = frozenset(
    (
        "but",
        "and",
        "who",
        "which",
        "according",
        "whose",
        "before",
        "after",
        "while",
        "when",
        "then",
        "even",
        "as",
        "with",
        "amid",
        "where",
    )
)
_CONDITIONS = frozenset(("while", "because", "if", "unless", "until", "although", "though"))
_PARTICIPLES = wordset("read sent seen given written shown held made taken known left")
_HEARD = frozenset(("heard", "seen", "overheard", "filmed", "recorded"))
"""`can be heard saying`: whoever is heard is who says it."""
_TELLS = frozenset(("tell", "inform", "assure", "advise"))
"""What needs a listener: no subject stands after it."""
_ANYBODY = wordset("somebody someone nobody no-one anybody anyone everybody everyone")
_NAMES_SOMETHING = frozenset(lemma for lemma, (_, takes) in VERBS.items() if "n" in takes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What one cue attributes: ranges of pieces, the subject's range, the listener's."""

    content: tuple[Range, ...]
    subject: Range | None
    left_out: bool
    """Whether the subject stands at an earlier verb: a participle, or "… and added"."""
    listener: Range | None
    end: int
    """The piece after the last one that belongs to it."""


def frame_of(pieces: Pieces, cue: Cue, used: frozenset[int]) -> Frame | None:
    """The frame of a cue that is not passive; None if it attributes nothing here.

    Args:
        pieces: the sentence.
        cue: the verb of saying.
        used: quotations of the sentence that belong to an earlier cue.
    """
    inverted = _inverted(pieces, cue)
    subject, left_out = subject_of(pieces, cue)
    if inverted is not None and (subject is None or pieces[cue.row - 1].kind == "quote"):
        subject, left_out, inside = inverted, False, inverted[1]
        begins = cue.row
    else:
        inside = cue.row + 1
        begins = subject[0] if subject is not None else cue.row
    if subject is None and not left_out and not cue.participle:
        return None
    if begins > 0 and pieces[begins - 1].low == "what":
        return None
    if pieces[cue.row].low in PARTICLES and subject is None and inverted is None:
        begins = cue.row - 1
    told = _told_whom(pieces, cue, subject, used)
    if told is not None:
        return told
    before = _before(pieces, cue, begins, used, subject_known=subject is not None)
    if before is not None:
        heard = _listener(pieces, cue) if subject != inverted else None
        indirect = all(one.kind != "quote" for one in pieces[before[0] : before[1]][-1:])
        around = _second_half(pieces, cue, heard[1] if heard else inside, indirect=indirect)
        content = (before, around) if around else (before,)
        end = around[1] if around else inside
        return Frame(
            content=content,
            subject=subject,
            left_out=left_out,
            listener=heard,
            end=end,
        )
    listener = _listener(pieces, cue) if inverted is None or subject != inverted else None
    after = content_after(pieces, cue, listener[1] if listener else inside, used)
    if after is None:
        return None
    after = _within_relative(pieces, cue, after)
    if cue.participle and cue.row == 0:
        last = next((n for n in range(*after) if pieces[n].text == ","), after[1])
        after = (after[0], last)
    return Frame(
        content=(after,), subject=subject, left_out=left_out, listener=listener, end=after[1]
    )


def _told_whom(
    pieces: Pieces, cue: Cue, subject: Range | None, used: frozenset[int]
) -> Frame | None:
    """`In a message, NAME told him (that) …`: what follows a listener was said, not what led up."""
    if subject is None or cue.lemma not in _TELLS:
        return None
    listener = _listener(pieces, cue)
    if listener is None or (subject[0] > 0 and pieces[subject[0] - 1].kind == "quote"):
        return None
    if subject[0] > 1 and pieces[subject[0] - 2].kind == "quote":
        return None
    after = content_after(pieces, cue, listener[1], used)
    if after is None:
        return None
    after = _within_relative(pieces, cue, after)
    return Frame(content=(after,), subject=subject, left_out=False, listener=listener, end=after[1])


_NOT_NAMED = ("it", "there", "this", "which", "that", "what", "you")


def subject_of(pieces: Pieces, cue: Cue) -> tuple[Range | None, bool]:
    """The subject left of a cue: its range, and whether it is left out."""
    if cue.participle:
        if cue.row > 2 and [one.low for one in pieces[cue.row - 2 : cue.row]] == ["quoted", "as"]:
            return subject_before(pieces, cue.row - 2)[0], False
        if cue.row > 1 and pieces[cue.row - 1].low in _HEARD:
            return subject_before(pieces, cue.row - 1)[0], False
        return None, True
    found, left_out = subject_before(pieces, cue.row)
    if found is None:
        return _relative(pieces, cue.row), left_out
    found = _whole_opening(pieces, cue, found) or found
    found = _before_relative(pieces, found) or _before_participle(pieces, cue, found) or found
    if pieces[found[1] - 1].low in _ANYBODY:
        return None, False
    head = pieces[found[0]].low
    # Whoever is told is there with it: `you told us`, but nobody says what `you say` says.
    told_by_you = head == "you" and cue.lemma == "tell"
    if found[1] - found[0] == 1 and head in _NOT_NAMED and not told_by_you:
        return (found, False) if head == "it" else (None, False)
    return found, False


def _whole_opening(pieces: Pieces, cue: Cue, found: Range) -> Range | None:
    """`A note beside it in pencil reads …`: all that stands before the verb is its subject."""
    if found[0] == 0 or pieces[found[0] - 1].low not in PREPOSITIONS or cue.row > 14:
        return None
    head = pieces[0]
    if head.low not in DETERMINERS and head.stem not in GROUPS | ROLES | DOCUMENTS:
        return None
    before = pieces[: found[0]]
    if any(one.kind != "word" for one in before) or is_finite(before):
        return None
    if skip_brackets(pieces, cue.row - 1) + 1 != found[1]:
        return None
    return (0, found[1])


def _pronoun_before(pieces: Pieces, row: int) -> int:
    """Where the relative pronoun stands whose verb is at `row`; 0 if none does."""
    place = row - 1
    while place >= 0 and (is_adverb(pieces[place]) or pieces[place].low in AUXILIARIES):
        place -= 1
    return place if place > 0 and pieces[place].low in ("who", "which") else 0


def _within_relative(pieces: Pieces, cue: Cue, after: Range) -> Range:
    relative = _pronoun_before(pieces, cue.row)
    if not relative or pieces[relative - 1].text != ",":
        return after
    return after[0], _relative_end(pieces, *after)


def _relative_end(pieces: Pieces, first: int, last: int) -> int:
    """`NAME, who said it was cold, was asked …`: at the comma before the outer verb, if any."""
    for row in range(first + 2, last - 1):
        if pieces[row].text == "," and _is_verb(pieces, row + 1):
            return row
    return last


def _is_verb(pieces: Pieces, row: int) -> bool:
    while row < len(pieces) and is_adverb(pieces[row]):
        row += 1
    return row < len(pieces) and not pieces[row].capital and is_finite([pieces[row]])


def _relative(pieces: Pieces, row: int) -> Range | None:
    """`NAME, who said …`: the named phrase before the relative pronoun."""
    place = _pronoun_before(pieces, row)
    if not place:
        return None
    paper = pieces[place].low == "which"
    place -= 1
    if pieces[place].text == ",":
        place -= 1
    if paper:
        found, _ = subject_before(pieces, place + 1)
        return found if found is not None and pieces[place].stem in DOCUMENTS else None
    phrase, _ = subject_before(pieces, place + 1, nearest=True)
    if phrase is None or not any(one.capital for one in pieces[phrase[0] : phrase[1]]):
        return None
    return phrase


def _before_relative(pieces: Pieces, found: Range) -> Range | None:
    """`two people who have seen the letter said`: the phrase before a relative clause."""
    if any(one.text == "," for one in pieces[slice(*found)]):
        return None  # a role and then a name
    for row in range(found[0] - 1, max(0, found[0] - 12), -1):
        if pieces[row].kind == "quote":
            continue  # `A baker who felt “a drop” said`
        named = FORMS.get(pieces[row].low, "") in _NAMES_SOMETHING  # `who called the ambulance`
        named = named or pieces[row + 1].low in ("not", "to")  # `who asked not to be named`
        if pieces[row].kind != "word" or (is_verb_of_saying(pieces[row]) and not named):
            return None
        if pieces[row].low not in ("who", "whose"):
            continue
        phrase, _ = subject_before(pieces, row)
        if phrase is None or phrase[1] != row or not is_finite(pieces[row + 1 : found[1]]):
            return None
        before = pieces[phrase[0] - 1] if phrase[0] > 0 else None
        free = before is None or before.kind != "word" or before.low in CONJUNCTIONS
        return phrase if free else None
    return None


def _before_participle(pieces: Pieces, cue: Cue, found: Range) -> Range | None:
    """`Messages sent to the crew on Monday show …`: what was sent, not when."""
    named = [one for one in pieces[max(1, found[0]) : found[1]] if one.capital]
    if pieces[0].low in PREPOSITIONS or any(one.stem not in DAYS for one in named):
        return None
    if found[1] - found[0] == 1 and pieces[found[0]].low in SUBJECT_PRONOUNS:
        return None
    for row in range(1, min(5, cue.row)):
        one = pieces[row]
        if one.kind != "word":
            return None
        if not (one.low.endswith("ed") or one.low in _PARTICIPLES):
            continue
        head = pieces[row - 1].stem in DOCUMENTS | GROUPS
        head = head or (pieces[row - 1].stem in ROLES and pieces[row + 1].low in PREPOSITIONS)
        rest = pieces[row + 1 : cue.row]
        if head and found[1] > row + 1 and not is_finite(rest) and all(r.text != "," for r in rest):
            return (0, row)
        return None
    return None


def _after_content(pieces: Pieces, cue: Cue) -> bool:
    before = pieces[cue.row - 1]
    return before.kind == "quote" or before.text in (",", "—", "–")


def _inverted(pieces: Pieces, cue: Cue) -> Range | None:
    """`“…,” said NAME` · `…, said NAME, the armorer.`"""
    if cue.participle or cue.row + 1 >= len(pieces) or cue.lemma in _TELLS:
        return None
    if cue.row > 0 and not _after_content(pieces, cue):
        return None
    found = subject_after(pieces, cue.row + 1)
    if found is None:
        return None
    following = pieces[found[1]] if found[1] < len(pieces) else None
    pronoun = found[1] - found[0] == 1 and pieces[found[0]].low in SUBJECT_PRONOUNS
    ends = following is None or following.kind != "word"
    ends = ends or (
        not pronoun
        and following is not None
        and (
            following.low in PREPOSITIONS | CONJUNCTIONS | TIME_WORDS | {"who", "when"}
            or following.stem in DAYS
            or is_adverb(following)
        )
    )
    if not ends:
        return None
    if cue.row > 0 and pieces[cue.row - 1].text == ",":
        spoken = pieces[: cue.row - 1]
        led = len(spoken) > 2 and spoken[0].low in SUBJECT_PRONOUNS
        if not (led or is_clause(spoken)) or not (
            pronoun or _can_speak(pieces[found[0] : found[1]])
        ):
            return None
    return found


def _can_speak(phrase: Pieces) -> bool:
    return any(one.capital or one.stem in ROLES | GROUPS | DOCUMENTS for one in phrase)


def _before(
    pieces: Pieces, cue: Cue, begins: int, used: frozenset[int], *, subject_known: bool
) -> Range | None:
    """What is said, if it stands before the subject and the cue."""
    if begins == 0 or not subject_known or (cue.participle and begins >= cue.row):
        return None
    after = pieces[cue.row + 1] if cue.row + 1 < len(pieces) else None
    if after is not None and after.low == "to" and to_whom(pieces, cue.row + 1) is None:
        return None
    row = begins - 1
    if pieces[row].text in (",", "—", "–", "…") and row > 0 and pieces[row - 1].kind == "quote":
        row -= 1
    one = pieces[row]
    if one.kind == "quote" and row not in used and one.quotation is not None:
        ends_open = one.text[: one.quotation.last - one.start][-1:] in ",?!…—-." or row == 0
        if ends_open or row == begins - 2:
            return (_lead_of_quote(pieces, row, used), row + 1)
    if pieces[begins - 1].text == "," or one.kind == "quote":
        if tail_attribution(pieces, begins) != cue.row:
            return None
        last = begins - 1 if pieces[begins - 1].text == "," else begins
        head = max((n + 1 for n in range(last) if begins_anew(pieces, n)), default=0)
        spoken = trim(pieces, head, last)
        led = spoken[1] - spoken[0] > 2 and pieces[spoken[0]].low in SUBJECT_PRONOUNS
        if spoken[0] < spoken[1] and (
            led
            or is_clause(pieces[spoken[0] : spoken[1]])
            or _second_half(pieces, cue, _past_listener(pieces, cue), indirect=True) is not None
        ):
            return spoken
    return None


def _lead_of_quote(pieces: Pieces, row: int, used: frozenset[int]) -> int:
    """Where content that ends in this quotation begins: the paper's words may come before it."""
    lead = pieces[:row]
    if not any(one.kind == "word" for one in lead):
        return _first_quote(pieces, row, used)
    if lead[-1].text in ",:—–" or any(place in used for place in range(row)):
        return row
    said = any(
        is_verb_of_saying(one) and (not n or lead[n - 1].low not in BE)
        for n, one in enumerate(lead)
    )
    if said and not is_finite(lead[-4:]):
        return row
    first, _ = trim(pieces, 0, row)
    while first < row and (
        pieces[first].low in ADVERBS | CONJUNCTIONS or pieces[first].text == ","
    ):
        first += 1
    return first


def _first_quote(pieces: Pieces, row: int, used: frozenset[int]) -> int:
    while row > 0 and pieces[row - 1].kind == "quote" and row - 1 not in used:
        row -= 1
    return row


def _second_half(pieces: Pieces, cue: Cue, inside: int, *, indirect: bool = False) -> Range | None:
    """`A comic tone, she said, would …`: what follows the attribution and belongs to it."""
    if "t" not in cue.takes and "x" not in cue.takes and "q" not in cue.takes:
        return None
    row = skip_adjuncts(pieces, inside)
    if row >= len(pieces) or pieces[row].text != "," or row + 2 >= len(pieces):
        return None
    rest = pieces[row + 1 :]
    if row > cue.row + 1 and _describes_speaker(rest):
        return None
    if indirect and _goes_on(rest):
        return (row + 1, trim(pieces, row + 1, len(pieces))[1])
    goes_on = rest[0].low == "and" and rest[1].low in AUXILIARIES
    quoted = any(one.kind == "quote" for one in rest)
    if rest[0].kind != "word" or (quoted and not goes_on) or rest[0].low.endswith("ing"):
        return None
    if len(rest) > 3 and rest[2].low in ("after", "before", "later") and skip_adjuncts(rest, 0):
        return None  # `…, a day after it fell`: when it was said
    nobody = indirect and rest[0].low in _ANYBODY | {"he", "she", "they", "it"}
    if nobody and rest[1].kind == "word":
        return (row + 1, trim(pieces, row + 1, len(pieces))[1])
    if re.fullmatch(r"\d{1,3}", rest[0].text):
        return None  # `said NAME, 58, who …`
    if rest[0].low == "as" and rest[1].low in SUBJECT_PRONOUNS and indirect:
        return (row + 1, trim(pieces, row + 1, len(pieces))[1])
    if rest[0].low in PREPOSITIONS and not indirect:
        return None
    condition = rest[0].low in _CONDITIONS and rest[1].kind == "word"
    if rest[0].low in _NO_SECOND_HALF and not goes_on and not condition:
        return None
    if not is_finite(rest):
        return None
    if goes_on:
        return (row + 1, trim(pieces, row + 1, len(pieces))[1])
    first, last = trim(pieces, row + 1, len(pieces))
    return (first, last) if last > first else None


_OCCASIONS = DOCUMENTS | wordset(
    "interview call phone telephone court conference hearing inquest tv radio television podcast "
    "press briefing session chamber video meeting lobby"
)


def _goes_on(rest: Pieces) -> bool:
    """`It bore a name, she said, but three people had it`: the rest is said as well.

    Of somebody's own words in quotation marks it is not: there the publication goes on.
    """
    head, after = rest[0], rest[1]
    if head.low in ("and", "but") and after.kind == "quote":
        return all(one.kind != "word" for one in rest[2:])
    if any(is_verb_of_saying(one) and not one.low.endswith("ing") for one in rest):
        return False
    if head.low in ("and", "but"):
        return after.kind == "word" and (
            is_finite(rest[:16]) or after.low in PREPOSITIONS | {"not"}
        )
    if head.low in PREPOSITIONS - {"following", "during", "after", "before"}:
        short = len(rest) <= 9 and not is_finite(rest) and rest[-1].text == "."
        when = any(
            one.stem in _OCCASIONS or one.stem in DAYS or one.low in MONTHS or one.low in TIME_WORDS
            for one in rest
        )
        return short and not when
    led = head.low in SUBJECT_PRONOUNS or head.low in DETERMINERS or head.capital
    return led and any(one.kind == "quote" for one in rest) and is_finite(rest[:8])


def _describes_speaker(rest: Pieces) -> bool:
    """`…,” says NAME, the film’s director of photography, who …`: who it is, nothing they said."""
    for row, one in enumerate(rest[:12]):
        if one.kind != "word" or is_finite([one]):
            return (row > 1 and one.text in ",.—–" and rest[row - 1].stem in ROLES) or (
                row > 1
                and one.text == ","
                and any(r.stem in ROLES for r in rest[:row])
                and row + 1 < len(rest)
                and rest[row + 1].low in ("who", "whose", "which")
            )
    return False


def _past_listener(pieces: Pieces, cue: Cue) -> int:
    heard = _listener(pieces, cue)
    return heard[1] if heard is not None else cue.row + 1


def _listener(pieces: Pieces, cue: Cue) -> Range | None:
    if cue.lemma == "put":
        return to_whom(pieces, cue.row + 2)  # `put it to NAME that …`
    if "r" not in cue.takes:
        return to_whom(pieces, cue.row + 1)
    return listener_after(pieces, cue.row + 1)
