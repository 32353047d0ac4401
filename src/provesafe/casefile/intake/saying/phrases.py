"""Phrases of a sentence: the noun phrase before or after a verb, and where a clause ends.

All of it works on indices into the pieces of one sentence; ranges are half-open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    NOT_NAMES,
    PLACES,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    TITLES,
    VERBS,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece

__all__ = [
    "COURTS",
    "PARTICLES",
    "Range",
    "clause_end",
    "is_adverb",
    "is_clause",
    "is_verb_of_saying",
    "subject_after",
    "subject_before",
    "tail_attribution",
    "trim",
]

PARTICLES = frozenset(("out", "on"))
"""What a verb of saying may end in: `points out`, `goes on`. The cue stands at the particle."""
COURTS = frozenset(
    ("court", "jury", "inquest", "hearing", "inquiry", "jurors", "tribunal", "panel", "commission")
)
"""What hears people: `the inquest heard that …` says what, and not who said it."""
Range = tuple[int, int]
Pieces = Sequence[Piece]

_PAST = wordset(
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
    "who who’s whose which a an the one also himself herself now then speaking identified "
    "however former chief senior himself herself themselves formerly along together wearing"
)
_ABOUT_PERSONS = ROLES | GROUPS | DOCUMENTS


def is_adverb(piece: Piece) -> bool:
    """Whether it may stand between a subject and its verb."""
    if piece.kind != "word" or piece.capital:
        return False
    return piece.low in ADVERBS or (
        piece.low.endswith("ly") and piece.low not in ("family", "only")
    )


def is_verb_of_saying(piece: Piece) -> bool:
    """Whether it is a verb of saying and hardly ever a noun."""
    return piece.kind == "word" and piece.low in FORMS and piece.low not in MAYBE_NOUN


def is_finite(pieces: Pieces) -> bool:
    """Whether a verb with a time stands among these."""
    return any(
        one.kind == "word"
        and (
            one.low in AUXILIARIES
            or one.low in _PAST
            or bool(re.search(r"n’t$|’(?:re|ve|ll|d|m)$", one.low))
            or (one.low in ("he’s", "she’s", "it’s", "that’s", "there’s", "who’s", "what’s"))
            or (one.low.endswith("ed") and len(one.low) > 4)
            or (one.low in FORMS and one.low not in MAYBE_NOUN and not one.low.endswith("ing"))
        )
        for one in pieces
    )


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


def subject_before(pieces: Pieces, verb: int) -> tuple[Range | None, bool]:
    """The subject of a verb, to its left.

    Returns:
        Its range, or None; and whether it is left out because the verb is joined to an earlier
        one ("… and added").
    """
    if pieces[verb].low in PARTICLES and verb > 0:
        verb -= 1
    row = _skip_went_on(pieces, _skip_brackets(pieces, verb - 1))
    while row >= 0 and _between(pieces, row):
        row -= 1
    if row < 0:
        return None, False
    if pieces[row].low in ("and", "but", "or"):
        return None, True
    if pieces[row].text in ("–", "—"):
        return _before_dashes(pieces, row), False
    if pieces[row].text == ",":
        outer = _name_in_apposition(pieces, row) or _before_apposition(pieces, row)
        if outer is not None:
            return outer, False
        if is_adverb(pieces[row + 1]):
            return _phrase_ending_at(pieces, row - 1)  # `NAME, meanwhile, said`
        return None, row > 0 and pieces[row - 1].low in ("and", "but")
    if row > 1 and _is_date(pieces[row]) and pieces[row - 1].low in ("in", "on", "last", "this"):
        return subject_before(pieces, row - 1)  # `A statement by NAME in April said`
    return _phrase_ending_at(pieces, row)


def _is_date(piece: Piece) -> bool:
    return piece.stem in DAYS or piece.low in MONTHS


_REFLEXIVE = frozenset(("himself", "herself", "themselves", "itself", "on"))
_WENT_ON = frozenset(("went", "continued", "corrected", "proceeded", "goes"))


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
    while first > 0 and (pieces[first - 1].text == "&" or pieces[first - 1].capital):
        first -= 1
    if not 1 <= comma - first <= 4:
        return None
    named = first
    while first > 2 and pieces[first - 1].kind == "word" and named - first < 4:
        if first == named and pieces[first - 1].low not in ROLES | TITLES:
            return None  # `Her lawyer, Ford solicitor NAME, said`
        first -= 1
    if first < 2 or pieces[first - 1].text != ",":
        return None
    before = pieces[first - 2]
    if before.stem not in ROLES | TITLES | GROUPS or before.capital:
        several = comma - named >= 2 and pieces[0].low in DETERMINERS and first == named
        place = " ".join(one.low for one in pieces[named:comma]) in PLACES
        free = not any(is_verb_of_saying(one) for one in pieces[:named])
        return (named, comma) if several and free and not place else None
    role, _ = _phrase_ending_at(pieces, first - 2)
    return (role[0] if role else first, comma)


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


def _skip_brackets(pieces: Pieces, row: int) -> int:
    if row >= 0 and pieces[row].text == ")":
        while row >= 0 and pieces[row].text != "(":
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
        phrase, _ = _phrase_ending_at(pieces, _skip_brackets(pieces, opening - 1))
        if phrase is None:
            continue
        part = pieces[phrase[0] : phrase[1]]
        named = any(one.capital for one in part)
        if len(part) == 1 and part[0].low in ("one", "another"):
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
    head = inner[0]
    relative = head.low.startswith("who") or head.low in ("which", "whose")
    if (head.low.endswith("ed") or head.low in _SEEN_BY) and len(inner) > 1:
        return not is_finite(inner[1:])
    inside = next((n for n, one in enumerate(inner) if one.low in ("who", "whose", "which")), None)
    if inside:
        return _is_apposition(pieces, opening, inner[:inside])  # `NAME, the woman who …, said`
    if is_finite(inner) and not relative and not head.low.endswith("ing"):
        return False
    if head.low in _APPOSITION or re.fullmatch(r"\d{1,3}", head.text):
        return True
    if head.low.endswith("ing") and head.low not in FORMS:
        return True
    if head.stem in ROLES or head.possessive:
        return True
    if inner[-1].stem in ROLES and len(inner) <= 5:
        return True  # `NAME, special effects supervisor, said`
    if head.low in PREPOSITIONS and opening > 0 and pieces[opening - 1].capital:
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
    while begins < row and _leads(pieces[begins]):
        begins += 1
    return (begins, row + 1), False


def _is_title(piece: Piece) -> bool:
    """A short quotation without a stop: the name of a film, not somebody's words."""
    one = piece.quotation
    if one is None or not one.closed or one.last - one.first > 30:
        return False
    return piece.text[one.last - piece.start - 1] not in ",.?!…"


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
    if before.kind == "mark":
        return 1 if before.text in "&-’‘'" and before.text else 0
    if before.kind == "quote":
        short = before.end - before.start <= 24
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
        or (before.low in ADVERBS and before.low not in DETERMINERS)
        or before.low in SUBJECT_PRONOUNS
        or is_verb_of_saying(before)
        or (before.low.endswith("ly") and before.low != "family")
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
        owned = pieces[last - 1].stem in ROLES and any(one.possessive for one in pieces[first:last])
        return (
            here.text == ","
            and (not named or owned)
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


def tail_attribution(pieces: Pieces, first: int) -> int | None:
    """The cue of a closing attribution that begins at `first`: `…, NAME said on Monday.`"""
    row = first
    while row < len(pieces) and row - first < 22:
        one = pieces[row]
        if one.kind == "quote":
            return None
        if is_verb_of_saying(one) and not one.low.endswith("ing"):
            return _closes(pieces, first, row)
        if row > first and one.low in FORMS and pieces[row - 1].stem in DOCUMENTS:
            return _closes(pieces, first, row)
        if one.kind == "mark" and one.text not in "&’‘',-()":
            return None
        if one.low in AUXILIARIES - {"has", "have", "had", "is", "was"} and row == first:
            return None
        if one.low in SUBORDINATORS - {"who", "which", "that"}:
            return None
        if row == first and not _may_head_subject(one):
            return None
        row += 1
    return None


def _may_head_subject(piece: Piece) -> bool:
    return (
        piece.capital
        or piece.low in SUBJECT_PRONOUNS
        or piece.low in DETERMINERS
        or piece.stem in _ABOUT_PERSONS
        or piece.low in FORMS
        or piece.low in ("former", "chief")
    )


def _closes(pieces: Pieces, first: int, cue: int) -> int | None:
    """Whether nothing but a time, a place or a listener follows the cue to the sentence's end."""
    takes = VERBS[FORMS[pieces[cue].low]][1]
    if not set(takes) & set("tqx"):
        return None
    before = pieces[cue - 1] if cue > 0 else None
    if before is not None and before.low in AUXILIARIES - {"has", "have", "had"}:
        return None
    if cue == first:
        return cue if subject_after(pieces, cue + 1) else None
    subject, _ = subject_before(pieces, cue)
    if subject is None or subject[0] < first:
        return None
    for row in range(cue + 1, min(len(pieces), cue + 18)):
        one = pieces[row]
        if one.text in ",:" and row + 1 < len(pieces):
            opening = pieces[row + 1]
            if opening.kind == "quote":
                return None
            after = pieces[row + 2] if row + 2 < len(pieces) else None
            goes_on = opening.low == "and" and after is not None and after.low in AUXILIARIES
            if opening.low.endswith("ing") or goes_on:
                break
        if one.low == "that" or one.kind == "quote" or one.text == ":":
            return None
        if one.text in ".;":
            break
    following = pieces[cue + 1] if cue + 1 < len(pieces) else None
    if following is None or following.text in ".,;)":
        return cue
    if following.low in PREPOSITIONS | ADVERBS | TIME_WORDS or following.stem in DAYS:
        return cue
    return cue if FORMS[pieces[cue].low] in ("tell", "inform") else None


_JOINS_NEW_CUE = wordset(
    "said says added adding insisted claimed stated explained noted denied admitted acknowledged "
    "recalled emphasized emphasised stressed continued concluded confirmed maintained argued "
    "warned suggested adds insists claims states explains notes denies recalls alleged"
)


def clause_end(pieces: Pieces, first: int) -> int:
    """Where what is said, beginning at `first`, ends: the piece after its last."""
    row = first
    while row < len(pieces):
        if row > first and _ends_clause(pieces, row):
            return row
        row += 1
    return len(pieces)


def _ends_clause(pieces: Pieces, row: int) -> bool:
    here = pieces[row]
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    if following is None:
        return False
    if here.low in ("and", "but") and _new_cue(pieces, row + 1):
        return True
    if here.low == "according" and following.low == "to":
        return True
    if here.text == ";":
        return _new_cue(pieces, row + 1) or tail_attribution(pieces, row + 1) is not None
    if here.text not in (",", "—", "–"):
        return False
    if following.low == "meaning":
        return True
    if following.low in FORMS and following.low.endswith("ing"):
        return following.low not in (
            "feeling",
            "hearing",
            "finding",
            "ruling",
            "reading",
            "showing",
        )
    if following.low == "according":
        return True
    if following.low in ("but", "and") and _new_cue(pieces, row + 2):
        return True
    joins = following.low in ("and", "but", "while", "though", "although", "whereas")
    if joins and _new_speaker(pieces, row + 2):
        return True
    if _heard_in_court(pieces, row + 1):
        return True
    return here.text == "," and tail_attribution(pieces, row + 1) is not None


def _heard_in_court(pieces: Pieces, row: int) -> bool:
    """`…, the court was told` · `…, the inquest heard`."""
    words = [one.low for one in pieces[row : row + 4]]
    if len(words) < 3 or words[0] not in ("the", "a") or words[1] not in COURTS:
        return False
    return words[2] == "heard" or words[2:] in (["was", "told"], ["were", "told"])


_OPENS_CONTENT = wordset("that he she they it there the his her nobody no-one everyone no")


def _new_cue(pieces: Pieces, row: int) -> bool:
    while row < len(pieces) and is_adverb(pieces[row]):
        row += 1
    if row >= len(pieces) or pieces[row].low not in _JOINS_NEW_CUE:
        return False
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    return following is not None and (
        following.low in _OPENS_CONTENT or following.kind == "quote" or following.text in ",:"
    )


def _new_speaker(pieces: Pieces, row: int) -> bool:
    """`…, but NAME, who …, said`: another subject with its own verb of saying close by."""
    for place in range(row + 1, min(len(pieces), row + 18)):
        one = pieces[place]
        if one.kind == "quote" or one.text in ".;":
            return False
        if is_verb_of_saying(one) and not one.low.endswith("ing"):
            subject, _ = subject_before(pieces, place)
            named = pieces[row].capital or pieces[row].low in DETERMINERS
            return subject is not None and subject[0] == row and named
    return False


def trim(pieces: Pieces, first: int, last: int) -> Range:
    """The range without marks at its end and conjunctions at its head."""
    while last > first and pieces[last - 1].kind == "mark" and pieces[last - 1].text in ".,;:—–-":
        last -= 1
    while first < last and (
        pieces[first].low in CONJUNCTIONS
        or pieces[first].low in ("however", "meanwhile")
        or (pieces[first].kind == "mark" and pieces[first].text in ",—–-")
    ):
        first += 1
    return first, last
