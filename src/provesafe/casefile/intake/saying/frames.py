"""What a cue attributes: the words before it, after it or around it, and where they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    FORMS,
    GROUPS,
    MAYBE_NOUN,
    MONTHS,
    PREPOSITIONS,
    ROLES,
    SHORT_MONTHS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.saying.clauses import clause_end, tail_attribution, trim
from provesafe.casefile.intake.saying.cues import Cue
from provesafe.casefile.intake.saying.hearers import listener_after, to_whom
from provesafe.casefile.intake.saying.phrases import (
    PARTICLES,
    Range,
    is_adverb,
    is_clause,
    is_finite,
    is_verb_of_saying,
    subject_after,
    subject_before,
)

__all__ = ["Frame", "frame_of", "subject_of"]

Pieces = Sequence[Piece]
_NO_CLAUSE = PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS - {"that"}
_CLAUSE_SHORT = wordset(
    "it’s there’s he’s she’s they’re we’re i’m i’ve that’s if when although while because after "
    "before what who how neither nothing everyone everybody no-one nobody"
)
_NO_SECOND_HALF = frozenset(
    ("but", "and", "who", "which", "according", "whose", "before", "after", "while", "when", "then")
)
_CONDITIONS = frozenset(("while", "because", "if", "unless", "until", "although", "though"))
_PARTICIPLES = wordset("read sent seen given written shown held made taken known left")
_HEARD = frozenset(("heard", "seen", "overheard", "filmed", "recorded"))
"""`can be heard saying`: whoever is heard is who says it."""
_ANYBODY = wordset("somebody someone nobody no-one anybody anyone everybody everyone")
_PARTS_OF_DAY = wordset("night morning afternoon evening week month year weekend")


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
    after = _after(pieces, cue, listener[1] if listener else inside, used)
    if after is None:
        return None
    return Frame(
        content=(after,), subject=subject, left_out=left_out, listener=listener, end=after[1]
    )


def _told_whom(
    pieces: Pieces, cue: Cue, subject: Range | None, used: frozenset[int]
) -> Frame | None:
    """`In a message, NAME told him (that) …`: what follows a listener was said, not what led up."""
    if subject is None or cue.lemma not in ("tell", "inform", "assure", "advise"):
        return None
    listener = _listener(pieces, cue)
    if listener is None or (subject[0] > 0 and pieces[subject[0] - 1].kind == "quote"):
        return None
    if subject[0] > 1 and pieces[subject[0] - 2].kind == "quote":
        return None
    after = _after(pieces, cue, listener[1], used)
    if after is None:
        return None
    return Frame(content=(after,), subject=subject, left_out=False, listener=listener, end=after[1])


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
    if found[1] - found[0] == 1 and head in ("it", "there", "this", "which", "that", "what", "you"):
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
    if any(one.kind != "word" for one in before) or is_finite(before) or cue.row != found[1]:
        return None
    return (0, found[1])


def _relative(pieces: Pieces, row: int) -> Range | None:
    """`NAME, who said …`: the named phrase before the relative pronoun."""
    place = row - 1
    while place >= 0 and (is_adverb(pieces[place]) or pieces[place].low in AUXILIARIES):
        place -= 1
    if place < 1 or pieces[place].low not in ("who", "which"):
        return None
    paper = pieces[place].low == "which"
    place -= 1
    if pieces[place].text == ",":
        place -= 1
    if paper:
        found, _ = subject_before(pieces, place + 1)
        return found if found is not None and pieces[place].stem in DOCUMENTS else None
    phrase, _ = subject_before(pieces, place + 1)
    if phrase is None or not any(one.capital for one in pieces[phrase[0] : phrase[1]]):
        return None
    return phrase


def _before_relative(pieces: Pieces, found: Range) -> Range | None:
    """`two people who have seen the letter said`: the phrase before a relative clause."""
    for row in range(found[0] - 1, max(0, found[0] - 12), -1):
        if pieces[row].kind != "word" or is_verb_of_saying(pieces[row]):
            return None
        if pieces[row].low != "who":
            continue
        phrase, _ = subject_before(pieces, row)
        if phrase is None or phrase[1] != row or not is_finite(pieces[row + 1 : found[0]]):
            return None
        free = phrase[0] == 0 or pieces[phrase[0] - 1].kind != "word"
        return phrase if free else None
    return None


def _before_participle(pieces: Pieces, cue: Cue, found: Range) -> Range | None:
    """`Messages sent to the crew on Monday show …`: what was sent, not when."""
    if pieces[0].low in PREPOSITIONS or any(one.capital for one in pieces[found[0] : found[1]]):
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
        rest = pieces[row + 1 : cue.row]
        if head and found[0] > row and not is_finite(rest) and all(r.text != "," for r in rest):
            return (0, row)
        return None
    return None


def _after_content(pieces: Pieces, cue: Cue) -> bool:
    before = pieces[cue.row - 1]
    return before.kind == "quote" or before.text in (",", "—", "–")


def _inverted(pieces: Pieces, cue: Cue) -> Range | None:
    """`“…,” said NAME` · `…, said NAME, the armorer.`"""
    if cue.participle or cue.row + 1 >= len(pieces):
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
        if not is_clause(spoken):
            return None
    return found


def _before(
    pieces: Pieces, cue: Cue, begins: int, used: frozenset[int], *, subject_known: bool
) -> Range | None:
    """What is said, if it stands before the subject and the cue."""
    if begins == 0 or not subject_known or (cue.participle and begins >= cue.row):
        return None
    after = _skip_adjuncts(pieces, cue.row + 1)
    if after < len(pieces) and pieces[after].low == "to" and to_whom(pieces, after) is None:
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
        head = max((n + 1 for n in range(last) if pieces[n].text == ";"), default=0)
        spoken = trim(pieces, head, last)
        if spoken[0] < spoken[1] and (
            is_clause(pieces[spoken[0] : spoken[1]])
            or _second_half(pieces, cue, cue.row + 1, indirect=True) is not None
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
    if any(is_verb_of_saying(one) for one in lead) and not is_finite(lead[-4:]):
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
    row = _skip_adjuncts(pieces, inside)
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


def _listener(pieces: Pieces, cue: Cue) -> Range | None:
    if "r" not in cue.takes:
        return to_whom(pieces, cue.row + 1)
    return listener_after(pieces, cue.row + 1)


def _after(pieces: Pieces, cue: Cue, first: int, used: frozenset[int]) -> Range | None:
    """What is said, if it follows the cue."""
    begins = _content_start(pieces, cue, first, used)
    if begins is None or begins >= len(pieces):
        return None
    if "n" in cue.takes:
        return begins, _past_name(pieces, begins)
    if pieces[begins].kind == "quote":
        last = begins + 1
        one = pieces[begins].quotation
        complete = one is not None and pieces[begins].text[: one.last - one.start][-1:] in ".?!"
        if last < len(pieces) and pieces[last].kind == "word" and not complete:
            last = clause_end(pieces, begins)
        while last < len(pieces) and pieces[last].kind == "quote":
            last += 1
        return trim(pieces, begins, last)
    last = clause_end(pieces, begins)
    first, last = trim(pieces, begins, last)
    if first < last and pieces[first].text == ",":
        return None
    return (first, last) if last > first else None


def _past_name(pieces: Pieces, begins: int) -> int:
    """A name given ends with its quotation: what follows is the publication's."""
    last = next(row for row in range(begins, len(pieces)) if pieces[row].kind == "quote") + 1
    while last < len(pieces) and pieces[last].kind == "quote":
        last += 1
    return last


def _content_start(pieces: Pieces, cue: Cue, first: int, used: frozenset[int]) -> int | None:
    row = first
    if row + 1 < len(pieces) and (
        pieces[row].text == ":" or (pieces[row].text == "," and pieces[row + 1].kind == "quote")
    ):
        row += 1
    if row >= len(pieces):
        return None
    if "n" in cue.takes:
        return _name_given(pieces, row)
    if pieces[row].kind == "quote":
        return row if row not in used and "q" in cue.takes + "tx" else None
    day = row + 1 < len(pieces) and pieces[row + 1].low in _PARTS_OF_DAY
    if pieces[row].low == "that" and set(cue.takes) & set("tx") and not day:
        return row if _that_is_a_thing(pieces, row) else row + 1
    later = _skip_adjuncts(pieces, row)
    if later > row and later < len(pieces):
        found = _at(pieces, cue, later, used)
        if found is not None:
            return found
    if set(cue.takes) & set("tx"):
        spot = _that_later(pieces, row)
        if spot is not None:
            return spot
    if "t" in cue.takes and later == row and _opens_clause(pieces, cue, row):
        return row
    return row if _deed_or_charge(pieces, cue, row) else None


_CHARGES = wordset(
    "wrongdoing charge charges allegation allegations accusation accusations claim claims breach "
    "manslaughter murder negligence responsibility liability involvement offence offences offense "
    "count counts knowledge assertion suggestion suggestions report reports"
)


_OF_A_DEED = wordset("deny admit acknowledge confess remember recall mention")


def _deed_or_charge(pieces: Pieces, cue: Cue, row: int) -> bool:
    """`denied firing it` · `denies any wrongdoing`: what is denied without a clause."""
    if cue.lemma not in (
        "deny",
        "admit",
        "acknowledge",
        "confess",
        "remember",
        "recall",
        "mention",
    ):
        return False
    one = pieces[row]
    if one.low.endswith("ing") and len(one.low) > 4 and one.low not in ("nothing", "anything"):
        return True
    if cue.lemma != "deny":
        return False
    return any(other.stem in _CHARGES for other in pieces[row : row + 6] if other.kind == "word")


def _that_is_a_thing(pieces: Pieces, row: int) -> bool:
    """`says that is not what happened`: here `that` is the subject of what is said."""
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    return following is not None and following.low in AUXILIARIES


def _at(pieces: Pieces, cue: Cue, row: int, used: frozenset[int]) -> int | None:
    """What stands after the time, place or listener that follows the cue."""
    if pieces[row].text in (",", ":") and row + 1 < len(pieces) and row + 1 not in used:
        return row + 1 if pieces[row + 1].kind == "quote" else None
    if pieces[row].kind == "quote":
        return row if row not in used else None
    if pieces[row].low == "that":
        return row + 1 if set(cue.takes) & set("tx") else None
    if "t" in cue.takes and _opens_clause(pieces, cue, row) and is_finite(pieces[row:]):
        return row
    return None


def _that_later(pieces: Pieces, row: int) -> int | None:
    head = pieces[row]
    introduces = head.low in PREPOSITIONS | ADVERBS | TIME_WORDS | {"more"} or head.stem in DAYS
    for place in range(row, min(len(pieces), row + 18)):
        one = pieces[place]
        if one.kind == "quote" or one.text in ".;":
            return None
        if one.low == "that" and introduces:
            return place + 1 if is_finite(pieces[place + 1 :]) else None
        if place > row and is_verb_of_saying(one):
            return None
    return None


def _name_given(pieces: Pieces, row: int) -> int | None:
    """`called it a “…”`: a verb that names something needs a quotation in its clause."""
    for place in range(row, min(len(pieces), row + 16)):
        if pieces[place].kind == "quote":
            return row
        if pieces[place].text in ".;":
            return None
    return None


def _opens_clause(pieces: Pieces, cue: Cue, row: int) -> bool:
    one = pieces[row]
    if one.kind != "word":
        return False
    if one.low in _CLAUSE_SHORT:
        return True
    if one.low in SUBJECT_PRONOUNS and row + 1 < len(pieces):
        following = pieces[row + 1]
        if following.kind == "word" and following.low not in PREPOSITIONS:
            return True
    if one.low in _NO_CLAUSE or one.low in ("so", "nothing", "little", "much", "more", "goodbye"):
        return False
    if cue.lemma in ("think", "believe", "feel", "estimate") and one.low in ("about", "so", "like"):
        return False
    if is_adverb(one) and row + 1 < len(pieces):
        return _opens_clause(pieces, cue, row + 1)
    return is_finite(pieces[row : row + 16]) or any(
        other.kind == "quote" for other in pieces[row : row + 8]
    )


def _skip_adjuncts(pieces: Pieces, row: int) -> int:
    """Past times, places and occasions: `in a statement on Tuesday`, `late Monday`."""
    while row < len(pieces):
        step = _adjunct(pieces, row)
        if not step:
            return row
        row += step
    return row


def _adjunct(pieces: Pieces, row: int) -> int:
    one = pieces[row]
    if one.kind != "word":
        return 0
    if one.stem in DAYS or one.low in TIME_WORDS | _PARTS_OF_DAY:
        return 1
    if one.low in MONTHS or one.low.rstrip(".") in SHORT_MONTHS:
        following = pieces[row + 1] if row + 1 < len(pieces) else None
        return 2 if following is not None and following.text[:1].isdigit() else 0
    if is_adverb(one) and one.low not in ("not", "never", "always", "only", "even", "both"):
        return 1
    sent = one.low == "to" and row > 0 and pieces[row - 1].stem in DOCUMENTS
    if one.low not in PREPOSITIONS - {"of", "like", "to"} and not sent:
        return 0
    last = row + 1
    while last < len(pieces) and _in_adjunct(pieces, row + 1, last):
        last += 1
    return last - row if last > row + 1 else 0


def _in_adjunct(pieces: Pieces, first: int, last: int) -> bool:
    one = pieces[last]
    if one.kind != "word":
        return one.text in "&’‘'" and last > first
    low = one.low
    if low in PREPOSITIONS or low in AUXILIARIES or low in SUBORDINATORS or low in SUBJECT_PRONOUNS:
        return low == "her" and last == first
    if last == first:
        return True
    before = pieces[last - 1]
    if low in DETERMINERS:
        return False
    if one.capital and not before.capital and not before.possessive:
        return before.low in DETERMINERS
    if low in FORMS and low not in MAYBE_NOUN:
        return False
    return low not in ("there", "nobody", "everyone", "everybody", "nothing", "it’s", "there’s")
