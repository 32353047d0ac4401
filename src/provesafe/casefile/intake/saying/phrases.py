"""Phrases of a sentence: the noun phrase before or after a verb, and where a clause ends.

All of it works on indices into the pieces of one sentence; ranges are half-open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    AFTER_NAMES,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    FORMS,
    GROUPS,
    MAYBE_NOUN,
    MONTHS,
    NAME_PARTICLES,
    NOT_NAMES,
    PLACES,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    TITLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.parties.trades import names_a_trade

__all__ = [
    "COURTS",
    "PARTICLES",
    "Range",
    "is_adverb",
    "is_clause",
    "is_done",
    "is_verb_of_saying",
    "skip_brackets",
    "subject_after",
    "subject_before",
]

PARTICLES = frozenset(("out", "on", "evidence"))
"""What a verb of saying may end in: `points out`, `goes on`. The cue stands at the particle."""


COURTS = frozenset(
    (
        "court",
        "jury",
        "inquest",
        "hearing",
        "inquiry",
        "jurors",
        "tribunal",
        "panel",
        "commission",
        "committee",
        "judge",
        "magistrates",
        "trial",
    )
)
"""What hears people: `the inquest heard that …` says what, and not who said it."""
Range = tuple[int, int]
Pieces = Sequence[Piece]

_PAST = wordset(
    "died fled bled plans hopes intends expects aims seeks refuses declines appears seems "
    "fell went came took gave got made began broke brought built bought caught chose cut did "
    "drew drove ate felt fought found flew forgot froze grew had heard held hit hurt kept "
    "knew laid led left lent let lay lost meant met paid put quit ran rang rose sat saw sent "
    "set shot shut slept spoke spent spun stood stole struck swore swept taught threw "
    "understood woke wore won became blew burnt knows know wants want need needs remain "
    "remains include includes mean means hung rode sang sank shook slid split stuck tore "
    "comes goes takes gives looks works makes gets keeps has lacks deserves wishes feels "
    "sounds looks holds runs stays continues happens happened"
)
_APPOSITION = wordset(
    "no who who’s whose which a an the one also himself herself now then speaking identified "
    "however former chief senior himself herself themselves formerly along together wearing"
)
_ABOUT_PERSONS = ROLES | GROUPS | DOCUMENTS
_LY_NOUNS = wordset("family dolly assembly supply rally ally")


def is_adverb(piece: Piece) -> bool:
    """Whether it may stand between a subject and its verb."""
    if piece.kind != "word" or piece.capital:
        return False
    return piece.low in ADVERBS or (
        piece.low.endswith("ly") and piece.low not in _LY_NOUNS | {"only"}
    )


def is_verb_of_saying(piece: Piece) -> bool:
    """Whether it is a verb of saying and hardly ever a noun."""
    return piece.kind == "word" and piece.low in FORMS and piece.low not in MAYBE_NOUN


def is_finite(pieces: Pieces) -> bool:
    """Whether a verb with a time stands among these."""
    return any(
        one.kind == "word"
        and not _describes(pieces, row)
        and (
            one.low in AUXILIARIES
            or one.low in _PAST
            or bool(re.search(r"n’t$|’(?:re|ve|ll|d|m)$", one.low))
            or (one.low in ("he’s", "she’s", "it’s", "that’s", "there’s", "who’s", "what’s"))
            or (one.low.endswith("ed") and len(one.low) > 4)
            or (one.low in FORMS and one.low not in MAYBE_NOUN and not one.low.endswith("ing"))
        )
        for row, one in enumerate(pieces)
    )


def _describes(pieces: Pieces, row: int) -> bool:
    """`a retired dentist`: a participle between an article and its noun is no verb."""
    if row == 0 or row + 1 >= len(pieces) or not pieces[row].low.endswith("ed"):
        return False
    before, following = pieces[row - 1], pieces[row + 1]
    noun = following.kind == "word" and following.low not in PREPOSITIONS | DETERMINERS
    return noun and (before.low in DETERMINERS or before.possessive)


def is_clause(pieces: Pieces) -> bool:
    """Whether these could be what somebody said: a subject and a verb, not an introduction."""
    words = [one for one in pieces if one.kind == "word"]
    if len(words) < 3 and not any(one.kind == "quote" for one in pieces):
        return False
    if not is_finite(pieces):
        return any(one.kind == "quote" for one in pieces) and len(words) >= 2
    comma = any(one.text == "," for one in pieces)
    head = words[0].low if words else ""
    if head in SUBORDINATORS - {"that", "what", "who", "how", "why", "whether"} and not comma:
        return False
    auxiliary = any(one.low in AUXILIARIES for one in words)
    if head.endswith("ing") and not auxiliary:
        return False
    return not (head in PREPOSITIONS and not comma and not auxiliary)


def subject_before(
    pieces: Pieces, verb: int, *, nearest: bool = False
) -> tuple[Range | None, bool]:
    """The subject of a verb, to its left.

    Args:
        pieces: the sentence.
        verb: its place.
        nearest: whether it is the phrase that ends there, not what that belongs to: before "who".

    Returns:
        Its range, or None; and whether it is left out because the verb is joined to an earlier
        one ("… and added").
    """
    if pieces[verb].low in PARTICLES and verb > 0:
        verb -= 1
    row = _skip_went_on(pieces, skip_brackets(pieces, verb - 1))
    while row >= 0 and _between(pieces, row):
        row -= 1
    row = skip_brackets(pieces, row)
    if row < 0:
        return None, False
    if pieces[row].low in ("and", "but", "or"):
        return None, True
    if pieces[row].text in ("–", "—"):
        return _before_dashes(pieces, row), False
    if _is_title_with_comma(pieces, row):
        return _before_apposition(pieces, row + 1), False
    if pieces[row].text == ",":
        outer = _name_in_apposition(pieces, row) or _before_apposition(pieces, row)
        if outer is not None:
            return outer, False
        if is_adverb(pieces[row + 1]):
            return _phrase_ending_at(pieces, row - 1)  # `NAME, meanwhile, said`
        return None, row > 0 and pieces[row - 1].low in ("and", "but")
    if row > 1 and _is_date(pieces[row]) and pieces[row - 1].low in ("last", "this"):
        return subject_before(pieces, row - 1)
    found, left_out = _phrase_ending_at(pieces, row)
    found = _before_address(pieces, found) if found is not None else None
    return (found, left_out) if nearest else _past_adjuncts(pieces, found, left_out)


_DONE = wordset("shot hit hurt caught found left struck hidden thrown burnt stuck held kept known")


def _has_verb(pieces: Pieces, first: int, last: int) -> bool:
    """Whether a verb stands there; `a man hurt in a fall`, `a hand hired by them` have none."""
    return any(
        is_finite([pieces[row]])
        and not _describes(pieces, row)
        and not (
            row > first + 1
            and is_done(pieces[row])
            and row + 1 < len(pieces)
            and pieces[row + 1].low in PREPOSITIONS
        )
        for row in range(first, last)
    )


def is_done(piece: Piece) -> bool:
    """Whether it may be a participle of what was done to somebody."""
    return piece.low.endswith("ed") or piece.low in _DONE


def _past_adjuncts(
    pieces: Pieces, found: Range | None, left_out: bool
) -> tuple[Range | None, bool]:
    """`NAME from the union said` · `and in a note after the fall said`: back to what it goes with.

    What a sentence opens with is no such thing: `In Ford police said` is said by police.
    """
    if found is None or found[0] < 2 or pieces[found[0] - 1].low not in PREPOSITIONS:
        return found, left_out
    further, elided = _past_adjuncts(pieces, *_phrase_ending_at(pieces, found[0] - 2))
    if further is None:
        return (None, True) if elided else (found, left_out)
    clause = pieces[found[0] - 1].low in SUBORDINATORS  # `left after their union said …`
    if clause or _has_verb(pieces, *further):
        return found, left_out
    return (further[0], found[1]), False


def _is_date(piece: Piece) -> bool:
    return piece.stem in DAYS or piece.low in MONTHS


_REFLEXIVE = frozenset(("himself", "herself", "themselves", "itself", "on"))
_WENT_ON = wordset("went continued corrected proceeded goes liked likes used")


def _skip_went_on(pieces: Pieces, row: int) -> int:
    """`went on to say`, `corrected himself to say`: the subject stands before all of it."""
    if row < 1 or pieces[row].low != "to":
        return row
    place = row - 1
    while place > 0 and pieces[place].low in _REFLEXIVE:
        place -= 1
    return place - 1 if pieces[place].low in _WENT_ON else row


def _name_in_apposition(pieces: Pieces, comma: int) -> Range | None:
    """`Her lawyer, NAME, said`: the name between the commas, after a role."""
    first = comma
    while first > 0 and (
        pieces[first - 1].text == "&"
        or pieces[first - 1].capital
        or (pieces[first - 1].low in NAME_PARTICLES and first < comma)
        or _is_nickname(pieces, first - 1)
    ):
        first -= 1
    if not 1 <= comma - first <= 5:
        return None
    named = first
    if first > 2 and pieces[first - 1].low == "the" and pieces[first].stem.rstrip(".") in TITLES:
        first -= 1  # `Her uncle, the Rev. NAME, said`
        named = first
    while first > 2 and pieces[first - 1].kind == "word" and named - first < 4:
        if first == named and not names_a_trade(pieces[first - 1]):
            return None  # `Her lawyer, Ford solicitor NAME, said`
        first -= 1
    if first < 2 or pieces[first - 1].text != ",":
        return None
    before = pieces[first - 2]
    whose, _ = _phrase_ending_at(pieces, first - 2)
    if (
        whose is not None
        and first == named
        and any(one.stem in ROLES for one in pieces[slice(*whose)])
    ):
        return (whose[0], comma)  # `The safety officer of Local 31, NAME, said`
    if pieces[0].low in ("one", "another") and comma - first <= 4 and first - 2 <= 2 < comma:
        return (named, comma)  # `One of them, shearer NAME, said`
    if before.stem not in ROLES | TITLES | GROUPS or before.capital:
        several = comma - named >= 2 and first == named
        several = several and (pieces[0].low in DETERMINERS or _is_office(pieces, first - 1))
        place = " ".join(one.low for one in pieces[named:comma]) in PLACES
        free = not any(is_verb_of_saying(one) for one in pieces[:named])
        if first < named and names_a_trade(pieces[named - 1]) and pieces[0].low in DETERMINERS:
            return (named, comma) if free else None  # `A colleague who was near, gaffer NAME, said`
        return (named, comma) if several and free and not place else None
    role, _ = _phrase_ending_at(pieces, first - 2)
    return (role[0] if role else first, comma)


def _is_office(pieces: Pieces, comma: int) -> bool:
    """`In a note, a clerk of the Ford Company, NAME, wrote`: whether a role ends at this comma."""
    begins = max((n + 1 for n in range(comma) if pieces[n].kind != "word"), default=0)
    phrase = pieces[begins:comma]
    opens = bool(phrase) and (phrase[0].low in DETERMINERS or phrase[0].possessive)
    ends = (n for n, one in enumerate(phrase) if one.low in PREPOSITIONS)
    head = next(ends, len(phrase))
    return opens and head > 0 and phrase[head - 1].stem in ROLES and not is_finite(phrase)


def _before_address(pieces: Pieces, phrase: Range) -> Range:
    """`NAME, of Ford Road, Marlbeck, said`: the name, not the town."""
    row = phrase[0] - 1
    while row > 1 and (pieces[row].text == "," or pieces[row].capital):
        row -= 1
    if row < 2 or phrase[0] == row + 1 or pieces[row].low not in ("of", "from"):
        return phrase
    before = row - 1 - (pieces[row - 1].text == ",")
    if not pieces[before].capital or before == row - 1:
        return phrase
    return _phrase_ending_at(pieces, before)[0] or phrase


def _is_nickname(pieces: Pieces, row: int) -> bool:
    """`NAME “Blue” SURNAME`: short, and between two capitals."""
    one = pieces[row]
    if one.quotation is None or one.end - one.start > 20 or row == 0 or row + 1 >= len(pieces):
        return False
    return pieces[row - 1].capital and pieces[row + 1].capital and one.text[1:2].isupper()


def _between(pieces: Pieces, row: int) -> bool:
    one = pieces[row]
    if one.kind == "word":
        if one.low in _PARTS_OF_DAY and row > 1 and pieces[row - 1].low in _WHICH_DAY:
            return True  # `a message that evening read`
        if one.low in _WHICH_DAY and pieces[row + 1].low in _PARTS_OF_DAY:
            return True
        if one.low == "since" and row > 0 and pieces[row - 1].low in ("has", "have", "had"):
            return True
        return is_adverb(one) or (one.low in AUXILIARIES and not one.capital)
    if one.text != "," or row < 2 or not is_adverb(pieces[row - 1]):
        return False
    return pieces[row - 2].text == "," or pieces[row - 2].kind == "quote"


_PARTS_OF_DAY = wordset("day night morning afternoon evening week month year")
_WHICH_DAY = frozenset(("that", "this", "last"))


def skip_brackets(pieces: Pieces, row: int) -> int:
    """Left past a bracket that closes at `row`."""
    if row >= 0 and pieces[row].text in ")]":
        opening = "(" if pieces[row].text == ")" else "["
        while row >= 0 and pieces[row].text != opening:
            row -= 1
        row -= 1
    return row


def _before_apposition(pieces: Pieces, comma: int) -> Range | None:
    """`NAME, who …, said`: the phrase before the comma that opens what `comma` closes."""
    for opening in range(comma - 1, max(-1, comma - 36), -1):
        if pieces[opening].text not in (",", "—", "–"):
            continue
        inner = pieces[opening + 1 : comma]
        if not inner or not _is_apposition(pieces, opening, inner):
            continue
        phrase, _ = _phrase_ending_at(pieces, skip_brackets(pieces, opening - 1))
        if phrase is None:
            continue
        phrase = _before_address(pieces, phrase)
        if phrase[0] > 1 and pieces[phrase[0]].text in AFTER_NAMES:  # `NAME, SC, prosecuting, said`
            phrase = _phrase_ending_at(pieces, phrase[0] - 2)[0] or phrase
        if not any(one.capital for one in pieces[slice(*phrase)]):
            phrase = _past_adjuncts(pieces, phrase, False)[0] or phrase
        part = pieces[phrase[0] : phrase[1]]
        named = any(one.capital for one in part)
        if len(part) == 1 and part[0].low in ("one", "another"):
            return phrase
        if inner[0].low == "who" and part[0].low in DETERMINERS:
            return phrase
        if (
            named
            or any(one.stem in ROLES for one in part)
            or pieces[phrase[1] - 1].stem in _ABOUT_PERSONS
        ):
            return phrase
    return None


def _before_dashes(pieces: Pieces, closing: int) -> Range | None:
    """`The foreman – a man who … – said`: the phrase before the dash that opens."""
    for opening in range(closing - 2, max(-1, closing - 36), -1):
        if pieces[opening].text == pieces[closing].text:
            return _phrase_ending_at(pieces, opening - 1)[0]
    return None


_SEEN_BY = wordset("seen shown sent read written given taken made heard held known found")


def _is_apposition(pieces: Pieces, opening: int, inner: Pieces) -> bool:
    if inner[0].low in ("and", "or", "but") and len(inner) > 1:
        inner = inner[1:]
    head = inner[0]
    relative = head.low.startswith("who") or head.low in ("which", "whose")
    if (head.low.endswith("ed") or head.low in _SEEN_BY) and len(inner) > 1:
        return not is_finite(inner[1:])
    if any(one.low == "whom" for one in inner[:4]):
        return True  # `two of them, both of whom asked not to be named, said`
    inside = next((n for n, one in enumerate(inner) if one.low in ("who", "whose", "which")), None)
    if inside:
        return _is_apposition(pieces, opening, inner[:inside])  # `NAME, the woman who …, said`
    verb = _has_verb(pieces, opening + 1, opening + 1 + len(inner))
    if verb and not relative and not head.low.endswith("ing"):
        return False
    if head.low in _APPOSITION or re.fullmatch(r"\d{1,3}", head.text):
        return True
    if head.low.endswith("ing") and head.low not in FORMS:
        return True
    if head.stem in ROLES or head.possessive:
        return True
    if inner[-1].stem in ROLES and len(inner) <= 5:
        return True  # `NAME, special effects supervisor, said`
    owner = pieces[opening - 1]
    if head.low in PREPOSITIONS and opening > 0 and (owner.capital or owner.stem in ROLES | GROUPS):
        return not is_finite([one for one in inner if not one.low.endswith("ed")])
    return any(one.possessive for one in inner[:4]) and inner[-1].stem in ROLES


def _phrase_ending_at(pieces: Pieces, row: int) -> tuple[Range | None, bool]:
    if row > 0 and _is_title(pieces[row]):
        phrase, left_out = _phrase_ending_at(pieces, row - 1)
        return ((phrase[0], row + 1) if phrase else None), left_out
    if row < 0 or pieces[row].kind != "word":
        return None, False
    low = pieces[row].low
    if low in CONJUNCTIONS:
        return None, low in ("and", "but", "or")
    if low in SUBJECT_PRONOUNS:
        return (row, row + 1), False
    if low in PREPOSITIONS or low in AUXILIARIES or low in SUBORDINATORS - {"that"}:
        return None, False
    begins = row
    while begins > 0 and row - begins < 12:
        step = _joins_left(pieces, begins)
        if not step:
            break
        begins -= step
    while begins < row and _leads(pieces[begins]) and pieces[begins].low != "first":
        begins += 1
    return (begins, row + 1), False


def _is_title(piece: Piece) -> bool:
    """A short quotation without a stop: the name of a film, not somebody's words."""
    one = piece.quotation
    if one is None or not one.closed or one.last - one.first > 30:
        return False
    return piece.text[one.last - piece.start - 1] not in ",.?!…"


def _is_title_with_comma(pieces: Pieces, row: int) -> bool:
    """`NAME, the star of “The Ford,” said`: the comma that closes it stands inside the marks."""
    one = pieces[row].quotation
    if one is None or row < 2 or pieces[row - 1].kind != "word" or one.last - one.first > 60:
        return False
    words = pieces[row].text[one.first - pieces[row].start : one.last - pieces[row].start].split()
    big = [word for word in words if word.lower() not in PREPOSITIONS | DETERMINERS | CONJUNCTIONS]
    return words[-1].endswith(",") and bool(big) and all(not word[0].islower() for word in big)


def _leads(piece: Piece) -> bool:
    low = piece.low
    return (low in NOT_NAMES - DETERMINERS and low not in ("one", "some")) or piece.text in "’‘'"


def _joins_left(pieces: Pieces, begins: int) -> int:
    """How many pieces before `begins` belong to the same noun phrase."""
    here, before = pieces[begins], pieces[begins - 1]
    further = pieces[begins - 2] if begins >= 2 else None
    joins: tuple[str, ...] = ("of", "all", "both")
    if further is not None and further.stem in _ABOUT_PERSONS:
        joins = (*joins, "for", "at", "from", "in")
    if here.low in DETERMINERS and before.low not in joins:
        return 0
    if before.text == ")" and begins >= 4 and pieces[begins - 3].text == "(":
        return 4 if here.capital and pieces[begins - 4].capital else 0  # `Chief (North) NAME`
    if before.kind == "mark":
        return 1 if before.text in "&-’‘'" and before.text else 0
    if before.kind == "quote":
        short = before.end - before.start <= 24 and before.text.rstrip("”’\"'")[-1:] not in ",?!."
        return 1 if short and further is not None and further.kind == "word" else 0
    if before.low in ("of", "for") and further is not None:
        return 2 if further.kind == "word" and further.low not in AUXILIARIES | PREPOSITIONS else 0
    if (
        before.low in ("in", "at", "on", "from")
        and further is not None
        and further.stem in _ABOUT_PERSONS
    ):
        return 2
    if before.low == "and" and further is not None and further.capital and here.capital:
        return 2
    stops = (
        before.low in PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | AUXILIARIES
        or (before.low in ADVERBS - {"first"} and before.low not in DETERMINERS)
        or before.low in SUBJECT_PRONOUNS
        or is_verb_of_saying(before)
        or (before.low.endswith("ly") and before.low not in _LY_NOUNS and not before.capital)
        or (before.stem in DAYS and not before.possessive)
        or before.low in ("yesterday", "today", "tonight")
    )
    return 0 if stops else 1


def subject_after(pieces: Pieces, first: int) -> Range | None:
    """An inverted subject that begins at `first`: `…, said NAME, the armorer`."""
    if first >= len(pieces) or pieces[first].kind != "word":
        return None
    head = pieces[first]
    if head.low in SUBJECT_PRONOUNS:
        return (first, first + 1)
    opens = (
        head.capital
        or head.low in DETERMINERS
        or head.stem in _ABOUT_PERSONS
        or head.low in ("former", "chief", "first", "assistant", "production", "lead", "fellow")
        or _role_then_name(pieces, first)
    )
    if not opens or head.low in ("that", "this", "it") or head.stem in DAYS:
        return None
    last = first
    while last < len(pieces) and _continues_right(pieces, first, last):
        last += 1
    while last > first and (
        pieces[last - 1].kind == "mark"
        or pieces[last - 1].low in PREPOSITIONS | CONJUNCTIONS | DETERMINERS
    ):
        last -= 1
    return (first, last) if last > first else None


def _role_then_name(pieces: Pieces, first: int) -> bool:
    """`defense counsel NAME`: a word or two, a role, a name."""
    for row in range(first, min(first + 3, len(pieces) - 1)):
        if pieces[row].kind != "word":
            return False
        if pieces[row].stem in ROLES | TITLES:
            return pieces[row + 1].capital
    return False


def _continues_right(pieces: Pieces, first: int, last: int) -> bool:
    here = pieces[last]
    if here.kind == "quote":
        return False
    named = any(one.capital for one in pieces[first:last])
    if here.kind == "mark":
        if here.text in "&-’‘'":
            return True
        following = pieces[last + 1] if last + 1 < len(pieces) else None
        trade = names_a_trade(pieces[last - 1]) or pieces[last - 1].stem in ROLES | TITLES | GROUPS
        owned = trade and any(one.possessive for one in pieces[first:last])
        return (
            here.text == ","
            and ((not named and trade) or owned)
            and following is not None
            and following.capital
        )
    if here.low in SUBORDINATORS or here.low in AUXILIARIES or here.low in ADVERBS:
        return False
    if here.stem in DAYS or here.low in TIME_WORDS:
        return False
    if here.low in PREPOSITIONS:
        return here.low in ("of", "for") or (here.low in ("at", "with", "in") and not named)
    return not (
        here.low in CONJUNCTIONS and not (last + 1 < len(pieces) and pieces[last + 1].capital)
    )
