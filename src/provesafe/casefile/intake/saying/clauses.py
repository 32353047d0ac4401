"""Where what is said ends: at another speaker, a closing attribution, a paper named for it."""

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
    GROUPS,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    VERBS,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.saying.phrases import (
    COURTS,
    Range,
    is_adverb,
    is_verb_of_saying,
    subject_after,
    subject_before,
)

__all__ = ["begins_anew", "clause_end", "tail_attribution", "trim"]

Pieces = Sequence[Piece]
_ABOUT_PERSONS = ROLES | GROUPS | DOCUMENTS


def tail_attribution(pieces: Pieces, first: int) -> int | None:
    """The cue of a closing attribution that begins at `first`: `…, NAME said on Monday.`"""
    row = first
    while row < len(pieces) and row - first < 22:
        one = pieces[row]
        if one.kind == "quote":
            return None
        if is_verb_of_saying(one) and not one.low.endswith("ing"):
            return _closes(pieces, first, row)
        if row > first and _points_out(pieces, row):
            return row + 1
        if row > first and one.low in FORMS and pieces[row - 1].stem in DOCUMENTS:
            return _closes(pieces, first, row)
        if one.kind == "mark" and one.text not in "&’‘',-()":
            return None
        if one.low in AUXILIARIES - {"has", "have", "had", "is", "was"} and row == first:
            return None
        if one.low in SUBORDINATORS - {"who", "which", "that"}:
            return None
        if row == first and not _may_head_subject(one) and not _a_compound(pieces, row):
            return None
        row += 1
    return None


def _points_out(pieces: Pieces, row: int) -> bool:
    """`…, he pointed out, …`: the cue stands at the particle."""
    words = [one.low for one in pieces[row : row + 3]]
    return words[0] in ("pointed", "points") and words[1:] in (["out", ","], ["out", "."])


def _a_compound(pieces: Pieces, row: int) -> bool:
    """`…, fire officials said`: a word, then whoever speaks, then the verb."""
    after = pieces[row + 1 : row + 3]
    return len(after) == 2 and after[0].stem in GROUPS | ROLES and is_verb_of_saying(after[1])


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
            if one.text == "," and opening.low not in ("that", "who"):
                break  # `In the first, NAME said, it was cold`
        if one.low == "that" or one.kind == "quote" or one.text == ":":
            return None
        if one.text in ".;":
            break
    following = pieces[cue + 1] if cue + 1 < len(pieces) else None
    if following is None or following.text in ".,;)":
        return cue
    if following.low in PREPOSITIONS | ADVERBS | TIME_WORDS or following.stem in DAYS:
        return cue
    if following.low in ("when", "while", "as"):
        return cue
    return cue if FORMS[pieces[cue].low] in ("tell", "inform") else None


_JOINS_NEW_CUE = wordset(
    "said says added adding insisted claimed stated explained noted denied admitted acknowledged "
    "recalled emphasized emphasised stressed continued concluded confirmed maintained argued "
    "warned suggested adds insists claims states explains notes denies recalls alleged"
)


def _ends_in_comma(piece: Piece) -> bool:
    one = piece.quotation
    return one is not None and piece.text[: one.last - piece.start].rstrip().endswith(",")


def clause_end(pieces: Pieces, first: int) -> int:
    """Where what is said, beginning at `first`, ends: the piece after its last."""
    row = first
    while row < len(pieces):
        if row > first and _ends_clause(pieces, row):
            return row + (pieces[row].kind == "quote")
        row += 1
    return len(pieces)


def _ends_clause(pieces: Pieces, row: int) -> bool:
    here = pieces[row]
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    if following is None:
        return False
    if here.quotation is not None and _ends_in_comma(here):
        joined = following.low in FORMS and following.low.endswith("ing")
        return joined or tail_attribution(pieces, row + 1) is not None
    if here.low == "and" and pieces[row - 1].kind == "quote" and is_verb_of_saying(following):
        return True
    if here.low in ("and", "but") and (
        _new_cue(pieces, row + 1) or _would_not_say(pieces, row + 1)
    ):
        return True
    if here.low == "according" and following.low == "to":
        return True
    if here.text == ";":
        return (
            _new_cue(pieces, row + 1)
            or tail_attribution(pieces, row + 1) is not None
            or _says_soon(pieces, row + 1)
        )
    if here.text not in (",", "—", "–"):
        return False
    named = pieces[row + 2].low if row + 2 < len(pieces) else ""
    if following.low in ("a", "an") and named in _CALLED:
        return True
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
    if following.low in ("according", "per") or following.low in _BESIDE:
        return True
    if following.low == "then" and row + 2 < len(pieces) and is_verb_of_saying(pieces[row + 2]):
        return True
    if following.low in ("but", "and") and (
        _new_cue(pieces, row + 2)
        or _would_not_say(pieces, row + 2)
        or _says_besides(pieces, row + 2)
    ):
        return True
    joins = following.low in ("and", "but", "while", "whereas")
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


_KEPT_BACK = wordset("declined refused")
_TO_TELL = wordset(
    "speculate elaborate comment discuss disclose identify name specify release provide give answer"
)


def _would_not_say(pieces: Pieces, row: int) -> bool:
    """`… but would not say how`, `… and declined to say more`: whoever spoke kept the rest back."""
    words = [one.low for one in pieces[row : row + 4]]
    if len(words) < 3:
        return False
    if words[0] in _KEPT_BACK and words[1] == "to":
        return True
    said = pieces[row + (2 if words[1] == "not" else 1)]
    denied = words[0].endswith("n’t") or (words[0] in AUXILIARIES and words[1] == "not")
    speaks = is_verb_of_saying(said) and VERBS[FORMS[said.low]][0] != "belief"
    return denied and (speaks or said.low in _TO_TELL)


_BESIDE = wordset("citing quoting referring pointing accusing blaming thanking praising")
"""What whoever speaks does beside it: `…, citing the log`."""
_CALLED = wordset("claim charge allegation suggestion accusation assertion contention denial")
"""`…, a claim the company disputes`: what the publication calls what was said."""
_OPENS_CONTENT = wordset("that he she they it there the his her nobody no-one everyone no")


def _new_cue(pieces: Pieces, row: int) -> bool:
    while row < len(pieces) and is_adverb(pieces[row]):
        row += 1
    if row >= len(pieces) or pieces[row].low not in _JOINS_NEW_CUE:
        return False
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    if pieces[row].low in ("said", "says") and following is not None and following.kind == "word":
        return following.low not in PREPOSITIONS | ADVERBS | {"nothing", "so", "little"}
    return following is not None and (
        following.low in _OPENS_CONTENT or following.kind == "quote" or following.text in ",:"
    )


def _says_soon(pieces: Pieces, row: int) -> bool:
    """`…; an hour later it said that …`: after a semicolon, a subject and what it says."""
    for place in range(row + 1, min(len(pieces), row + 8)):
        if pieces[place].kind != "word":
            return False
        if is_verb_of_saying(pieces[place]) and not pieces[place].low.endswith("ing"):
            return subject_before(pieces, place)[0] is not None
    return False


def _says_besides(pieces: Pieces, row: int) -> bool:
    """`…, but she accepted under oath that …`: a pronoun, what it says, and its "that"."""
    if row + 2 >= len(pieces) or pieces[row].low not in ("he", "she", "they"):
        return False
    if not is_verb_of_saying(pieces[row + 1]) or "n" in VERBS[FORMS[pieces[row + 1].low]][1]:
        return False
    if pieces[row + 1].low in ("said", "says") and pieces[row + 2].low in SUBJECT_PRONOUNS:
        return True  # `…, and he said he …`
    for one in pieces[row + 2 : row + 10]:
        if one.kind != "word" or is_verb_of_saying(one):
            return False
        if one.low == "that":
            return True
    return False


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


def begins_anew(pieces: Pieces, row: int) -> bool:
    """`It rained; …` · `Correction: The bolts …`: what is said begins after the mark."""
    return pieces[row].text == ";" or (pieces[row].text == ":" and pieces[row + 1].capital)


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
