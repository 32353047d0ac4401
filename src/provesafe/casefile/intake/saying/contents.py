"""What follows a cue: where its content begins, past times, places and listeners."""

from __future__ import annotations

from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    FORMS,
    MAYBE_NOUN,
    MONTHS,
    PREPOSITIONS,
    SHORT_MONTHS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.saying.clauses import clause_end, trim
from provesafe.casefile.intake.saying.cues import Cue
from provesafe.casefile.intake.saying.phrases import (
    Range,
    is_adverb,
    is_finite,
    is_verb_of_saying,
)

__all__ = ["content_after", "skip_adjuncts"]

Pieces = Sequence[Piece]
_NO_CLAUSE = PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS - {"that"}
_CLAUSE_SHORT = wordset(
    "it’s there’s he’s she’s they’re we’re i’m i’ve that’s if when although while because after "
    "before what who how neither nothing everyone everybody no-one nobody"
)
_PARTS_OF_DAY = wordset("night morning afternoon evening week month year weekend")


def content_after(pieces: Pieces, cue: Cue, first: int, used: frozenset[int]) -> Range | None:
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
    if first < last and (
        pieces[first].text == "," or (last - first == 1 and pieces[first].low == "nothing")
    ):
        return None
    return (first, last) if last > first else None


def _past_name(pieces: Pieces, begins: int) -> int:
    """A name given ends with its quotation: what follows is the publication's."""
    last = next(row for row in range(begins, len(pieces)) if pieces[row].kind == "quote") + 1
    while last < len(pieces) and pieces[last].kind == "quote":
        last += 1
    return last


def _content_start(pieces: Pieces, cue: Cue, first: int, used: frozenset[int]) -> int | None:
    row = _past_aside(pieces, first)
    if row + 1 < len(pieces) and (
        pieces[row].text == ":"
        or (
            pieces[row].text == ","
            and (
                pieces[row + 1].kind == "quote"
                or (pieces[row + 1].low == "that" and row > cue.row + 2)
            )
        )
    ):
        row += 1
    elif [one.low for one in pieces[row : row + 4 : 2]] == [",", ","] and is_adverb(
        pieces[row + 1]
    ):
        row += 3  # `she said, however, that …`
    if row >= len(pieces):
        return None
    if "n" in cue.takes:
        return _name_given(pieces, row)
    if cue.lemma == "put":
        return next((n + 1 for n in range(row, len(pieces)) if pieces[n].low == "that"), None)
    if pieces[row].kind == "quote":
        return row if row not in used and "q" in cue.takes + "tx" else None
    day = _is_that_day(pieces, row)
    if pieces[row].low == "that" and set(cue.takes) & set("tx") and not day:
        return row if _that_is_a_thing(pieces, row) else row + 1
    later = skip_adjuncts(pieces, row)
    if later > row and later < len(pieces):
        found = _at(pieces, cue, later, used)
        if found is not None:
            return found
    if set(cue.takes) & set("tx"):
        spot = _that_later(pieces, row)
        if spot is not None:
            return spot
    if pieces[row].low == "how" and cue.lemma in ("hear", "tell", "recount", "recall"):
        return row + 1 if is_finite(pieces[row + 1 :]) else None
    if "t" in cue.takes and later == row and _opens_clause(pieces, cue, row):
        loose = cue.lemma in ("find", "show")
        return row if not loose or _is_plain_clause(pieces, row) else None
    if "x" in cue.takes and later == row:
        named = cue.lemma in (
            "suggest",
            "determine",
            "accept",
            "agree",
            "conclude",
            "reveal",
            "deny",
        )
        if _is_subject(pieces, row) or (named and _is_plain_clause(pieces, row)):
            return row
    return row if _deed_or_charge(pieces, cue, row) else None


def _is_subject(pieces: Pieces, row: int) -> bool:
    """`accepted he had not looked`: after a verb that wants "that", a subject and its verb."""
    if pieces[row].low not in SUBJECT_PRONOUNS and pieces[row].low not in ("there", "nobody"):
        return False
    place = row + 1
    while place < len(pieces) and is_adverb(pieces[place]):
        place += 1
    return place < len(pieces) and is_finite([pieces[place]])


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
    if pieces[row].low == "that" and not _is_that_day(pieces, row):
        row = _last_that(pieces, row)
        return row + 1 if set(cue.takes) & set("tx") else None
    quoted = any(one.kind == "quote" for one in pieces[row : row + 4])
    finite = quoted or is_finite(pieces[row:])
    return row if "t" in cue.takes and finite and _opens_clause(pieces, cue, row) else None


def _is_that_day(pieces: Pieces, row: int) -> bool:
    return row + 1 < len(pieces) and pieces[row + 1].low in _PARTS_OF_DAY


def _last_that(pieces: Pieces, row: int) -> int:
    """`in a film that was shown on Monday that …`: the second one, if the first describes."""
    if row + 1 >= len(pieces) or pieces[row + 1].low not in AUXILIARIES:
        return row
    for place in range(row + 2, min(len(pieces), row + 9)):
        if pieces[place].kind != "word":
            return row
        if pieces[place].low == "that":
            return place
    return row


def _that_later(pieces: Pieces, row: int) -> int | None:
    head = pieces[row]
    if head.low in ("both", "all", "never", "always", "not"):
        return None
    introduces = head.low in PREPOSITIONS | ADVERBS | TIME_WORDS | {"more"} or head.stem in DAYS
    for place in range(row, min(len(pieces), row + 18)):
        one = pieces[place]
        if one.kind == "quote" or one.text in ".;":
            return None
        if one.low == "that" and introduces and not _is_that_day(pieces, place):
            return place + 1 if is_finite(pieces[place + 1 :]) else None
        if place > row and is_verb_of_saying(one):
            return None
    return None


def _is_plain_clause(pieces: Pieces, row: int) -> bool:
    """`found the log was wet`, and not `found the log that was wet`, `found a man called NAME`."""
    for place in range(row + 1, min(len(pieces), row + 10)):
        one = pieces[place]
        if one.kind != "word" or one.low in SUBORDINATORS or one.low in CONJUNCTIONS:
            return False
        if one.low in AUXILIARIES:
            return not pieces[place - 1].low.endswith("ing")
    return False


_ASIDES = frozenset(("however", "though", "too", "meanwhile", "instead", "again"))


def _past_aside(pieces: Pieces, row: int) -> int:
    """`She said, however, that …`, `wrote, in a note, that …`: past what the commas hold."""
    if row + 2 >= len(pieces) or pieces[row].text != ",":
        return row
    head = pieces[row + 1].low
    closing = next((n for n in range(row + 2, len(pieces)) if pieces[n].text == ","), len(pieces))
    if closing == row + 2 and head in _ASIDES:
        return closing + 1
    following = pieces[closing + 1] if closing + 1 < len(pieces) else None
    occasion = head in PREPOSITIONS and not is_finite(pieces[row + 2 : closing])
    that = following is not None and following.low == "that"
    return closing + 1 if occasion and that and closing - row < 14 else row


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
    return (
        is_finite(pieces[row : row + 16])
        or any(other.kind == "quote" for other in pieces[row : row + 8])
        or _present(pieces, row)
    )


def _present(pieces: Pieces, row: int) -> bool:
    """`said the dummies make a noise`: a plural, a plain verb, a determiner."""
    for place in range(row + 1, min(len(pieces) - 1, row + 6)):
        before, one, after = pieces[place - 1], pieces[place], pieces[place + 1]
        if one.kind != "word" or one.low in PREPOSITIONS or one.low.endswith(("ed", "ing")):
            return False
        if is_adverb(one):
            continue
        if is_adverb(before) and place > row + 1 and one.low.endswith("s"):
            return True  # `the trouble usually starts after lunch`
        owned = place > 1 and pieces[place - 2].low in DETERMINERS
        single = one.low.endswith("s") and not one.low.endswith(("ss", "us", "’s"))
        single = single and owned and not before.low.endswith("s")
        if single and after.low in DETERMINERS:
            return True  # `the fine sends the wrong message`
        plural = before.low.endswith("s") and not before.low.endswith(("ss", "us"))
        if plural and not one.low.endswith("s") and after.low in DETERMINERS | {"not", "it"}:
            return True
    return False


def skip_adjuncts(pieces: Pieces, row: int) -> int:
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
    if one.possessive or (row + 1 < len(pieces) and pieces[row + 1].possessive):
        return 0  # `Friday’s shot`, `last week’s shot`
    if one.low == "that" and _is_that_day(pieces, row):
        return 2
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    if one.low in ("this", "last", "next"):
        unit = following is not None and (
            following.low in _PARTS_OF_DAY | set(MONTHS) | _SEASONS or following.stem in DAYS
        )
        colon = following is not None and following.text == ":"
        return 2 if unit else int(colon)
    if one.stem in DAYS or one.low in TIME_WORDS | _PARTS_OF_DAY:
        return 1
    if one.low == "that" and row + 1 < len(pieces) and pieces[row + 1].low in _PARTS_OF_DAY:
        return 2
    if _ago(pieces, row):
        return _ago(pieces, row)
    alone = row + 1 < len(pieces) and pieces[row + 1].low == "that"
    if alone and one.low in ("outside", "inside", "afterwards", "afterward", "online", "aloud"):
        return 1
    if one.low in MONTHS or one.low.rstrip(".") in SHORT_MONTHS:
        following = pieces[row + 1] if row + 1 < len(pieces) else None
        return 2 if following is not None and following.text[:1].isdigit() else 0
    if is_adverb(one) and one.low not in _OF_CONTENT:
        return 1
    sent = one.low == "to" and row > 0 and pieces[row - 1].stem in DOCUMENTS
    if one.low not in PREPOSITIONS - {"of", "like", "to"} and not sent:
        return 0
    last = row + 1
    while last < len(pieces) and _in_adjunct(pieces, row + 1, last):
        last += 1
    if last == row + 1:
        return 0
    return last + _reduced(pieces, last) - row


_OF_CONTENT = frozenset(("not", "never", "always", "only", "even", "both", "first"))
"""Adverbs that belong to what is said, not to how it was said."""
_SEASONS = frozenset(("spring", "summer", "autumn", "fall", "winter"))
_UNITS = frozenset(("minutes", "hours", "days", "weeks", "months", "years", "hour", "day", "week"))


def _ago(pieces: Pieces, row: int) -> int:
    """`two weeks ago`, `years later`, `a few days before`: how many pieces; 0 if it is none."""
    for place in range(row, min(len(pieces) - 1, row + 4)):
        if pieces[place].low in _UNITS or pieces[place].low in ("month", "year"):
            counted = pieces[place + 1].low in ("ago", "later", "earlier", "afterwards")
            event = pieces[place + 1].low in ("before", "after") and place > row
            return place + (2 if counted else 1) - row if counted or event else 0
        if pieces[place].kind != "word" or pieces[place].low in PREPOSITIONS:
            return 0
    return 0


def _reduced(pieces: Pieces, row: int) -> int:
    """`on a podcast posted in May`, `in papers released on Friday`: one, if a participle follows
    that goes with the time or place after it."""
    if row + 1 >= len(pieces) or not pieces[row].low.endswith("ed"):
        return 0
    after = pieces[row + 1]
    timed = after.stem in DAYS or after.low in TIME_WORDS
    return int(timed or after.low in PREPOSITIONS - {"to"})


def _in_adjunct(pieces: Pieces, first: int, last: int) -> bool:
    one = pieces[last]
    if one.kind != "word":
        return one.text in "&’‘'" and last > first
    low = one.low
    if one.text == "May":
        return True
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
        return low.endswith("ed") and before.low in DETERMINERS  # `a recorded call`
    return low not in ("there", "nobody", "everyone", "everybody", "nothing", "it’s", "there’s")
