"""What follows a name and says who it is: `NAME, 34, a gaffer,` · `NAME, who ran the armory,`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DOCUMENTS,
    DOES,
    FORMS,
    GROUPS,
    MAYBE_NOUN,
    ORGANISATION_WORDS,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TITLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.parties.trades import (
    ADJECTIVES,
    NO_ROLE_AFTER_THE,
    is_determined,
    names_a_trade,
    surely_a_trade,
)

__all__ = ["body_after", "role_after", "tells_of_a_person"]

Place = tuple[int, int]
Pieces = Sequence[Piece]
_STOPS = ",.;:—–"
_SINCE_WHEN = wordset("now then also formerly currently previously once himself herself still")
_ACTING_FOR = wordset(
    "representing mitigating prosecuting defending presiding acting appearing leading chairing"
)
_IN_CHARGE = wordset("charge responsible")
_AGE = re.compile(r"\d{1,3}")
_AGED = re.compile(r"\d{1,3}-year-old")


def role_after(pieces: Pieces, last: int, *, is_person: bool) -> Place | None:
    """What follows a name and says who it is.

    Args:
        pieces: the paragraph.
        last: the piece after the name.
        is_person: whether the name is known to be a person's; then any description will do, while
            of what is still unknown only a known role makes a person.
    """
    if last >= len(pieces) or pieces[last - 1].possessive:
        return None
    here = pieces[last]
    if (
        here.text == "("
        and _low(pieces, last + 2) == ")"
        and _AGE.fullmatch(_low(pieces, last + 1))
    ):
        return role_after(pieces, last + 3, is_person=is_person)
    if here.text == "(":
        return _phrase_after(pieces, last + 1, stops=")", is_person=is_person)
    if here.text == "[":
        return _in_brackets(pieces, last + 1)
    been = here.low in ("has", "had") and _low(pieces, last + 1) == "been"
    if been or here.low in ("is", "was", "became"):
        return _copula(pieces, last + 1 + been, is_person=is_person)
    if here.low in ("of", "from", "with"):
        return _affiliation(pieces, last, ends=False) if is_person else None
    if here.text not in (",", "–", "—"):
        return None
    row = _past_age_and_home(pieces, last + 1)
    if _low(pieces, row) in ("who", "who’s"):
        return _relative(pieces, row + 1)
    while _low(pieces, row) in _SINCE_WHEN:
        row += 1
    found = _phrase_after(pieces, row, stops=_STOPS, is_person=is_person)
    if found is None and is_person:
        found = _acting_for(pieces, row) or _affiliation(pieces, last + 1, ends=True)
    return found


def _in_brackets(pieces: Pieces, row: int) -> Place | None:
    """`NAME [SURNAME, the stunt coordinator] said`: what an editor put in to say who it is."""
    while row < len(pieces) and pieces[row].capital:
        row += 1
    row += _low(pieces, row) == ","
    return _phrase_after(pieces, row, stops="]", is_person=True)


def tells_of_a_person(pieces: Pieces, row: int) -> bool:
    """After a name and a comma or a bracket: an age, a home, "who", a part in a trial."""
    low = _low(pieces, row)
    if low in ("of", "from"):
        return row + 1 < len(pieces) and pieces[row + 1].capital
    if low in ("a", "an", "the") and _AGED.fullmatch(_low(pieces, row + 1)):
        return True
    return bool(re.fullmatch(r"\d{2}", low)) or low in ("who", "aged") or low in _ACTING_FOR


def _low(pieces: Pieces, row: int) -> str:
    return pieces[row].low if row < len(pieces) else ""


def _past_age_and_home(pieces: Pieces, row: int) -> int:
    """`NAME, 61, of PLACE, a miner`: where it says who they are, past age and home."""
    if row < len(pieces) and _AGE.fullmatch(pieces[row].text) and _low(pieces, row + 1) == ",":
        row += 2
    for _ in range(3):  # a street, a town, a county
        home = row < len(pieces) and (pieces[row].low in ("of", "from") or pieces[row].capital)
        last = row + 1
        while home and last < len(pieces) and pieces[last].capital and last - row < 6:
            last += 1
        if not home or _low(pieces, last) != ",":
            break
        if surely_a_trade(pieces[last - 1]) or any(
            one.possessive for one in pieces[row : last - 1]
        ):
            break
        row = last + 1
    return row


def _copula(pieces: Pieces, row: int, *, is_person: bool) -> Place | None:
    """`NAME was a night watchman …` · `NAME was head of wardrobe`."""
    article = _low(pieces, row) in ("a", "an", "the")
    if row >= len(pieces) or (not article and not is_person):
        return None
    for place in range(row + article, min(row + 6, len(pieces))):
        one = pieces[place]
        if one.kind != "word" or one.low in PREPOSITIONS | AUXILIARIES | DETERMINERS:
            return None
        following = _low(pieces, place + 1)
        if one.low in ROLES and (article or following in (*PREPOSITIONS, ".", ",", ";", "and")):
            last = place + 1
            while following == "of" and last < len(pieces) and _is_plain(pieces[last]):
                last += 1
            return pieces[row].start, pieces[last - 1].end
        if one.low.endswith(("ed", "ing")) and not article:
            return None
    return None


def _relative(pieces: Pieces, row: int) -> Place | None:
    """`NAME, who is the armorer,` · `NAME, who ran the armory,` · `… who was in charge of it`."""
    begins = row
    while _low(pieces, row) in ADVERBS | {"has", "had", "been"}:
        row += 1
    be = _low(pieces, row) in BE or (row > begins and pieces[row - 1].low == "been")
    while _low(pieces, row) in BE | ADVERBS:
        row += 1
    if row >= len(pieces):
        return None
    if _low(pieces, row) in ("worked", "works", "working", "served", "serves", "serving", "acted"):
        found = _as_role(pieces, row + 1)
        if found is not None:
            return found
    if be:
        charge = {one.low for one in pieces[row : row + 3]} & _IN_CHARGE
        if charge or _low(pieces, row) in _ACTING_FOR:
            return _clause(pieces, row)
        return _phrase_after(pieces, row, stops=_STOPS, is_person=False)
    if pieces[row].low in DOES and _clause(pieces, row) is None:
        return pieces[row].start, pieces[row].end  # `NAME, who directs as well as designs,`
    return _clause(pieces, row) if _tells_a_role(pieces, row) else None


def _as_role(pieces: Pieces, row: int) -> Place | None:
    if _low(pieces, row) != "as":
        return None
    return _phrase_after(pieces, row + 1, stops=_STOPS, is_person=True)


_TELLS_NOTHING = wordset(
    "died dies lives lived left leaves declined refused asked spoke wanted wants got gets lost "
    "suffered survived arrived came went fell sustained needed"
)


_NO_VERB = AUXILIARIES | frozenset(SUBJECT_PRONOUNS)


def _tells_a_role(pieces: Pieces, row: int) -> bool:
    """Whether `who VERB …` is what somebody does or did there, not what befell them."""
    verb = pieces[row]
    if verb.low in DOES:
        return True
    if verb.kind != "word" or verb.capital or verb.low in _NO_VERB:
        return False
    if verb.low in _TELLS_NOTHING or (verb.low in FORMS and verb.low not in MAYBE_NOUN):
        return False
    following = _low(pieces, row + 1)
    return following in DETERMINERS | {"for", "with", "at", "in", "after", "on"} or (
        row + 1 < len(pieces) and (pieces[row + 1].capital or pieces[row + 1].possessive)
    )


def _clause(pieces: Pieces, row: int) -> Place | None:
    last = row + 1 + (_low(pieces, row + 1) == "after")  # `who looked after it`
    while last < len(pieces) and last - row < 12 and _is_plain(pieces[last]):
        last += 1
    while last > row + 1 and pieces[last - 1].low in PREPOSITIONS:
        last -= 1
    return (pieces[row].start, pieces[last - 1].end) if last > row + 1 else None


def _is_plain(piece: Piece) -> bool:
    return piece.kind == "word" and piece.low not in CONJUNCTIONS | AUXILIARIES | SUBORDINATORS


def _acting_for(pieces: Pieces, row: int) -> Place | None:
    """`NAME, prosecuting,` · `NAME, representing the mill,` · `NAME, for the family,`."""
    low = _low(pieces, row)
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    side = low == "for" and following is not None
    if side and following is not None:
        side = following.capital or following.low in ("the", "his", "her", "its")
        side = side and _low(pieces, row + 2) not in NO_ROLE_AFTER_THE
    if low not in _ACTING_FOR and not side:
        return None
    last = row + 1
    while last < len(pieces) and last - row < 8 and pieces[last].kind == "word":
        last += 1
    closed = last < len(pieces) and pieces[last].kind == "mark"
    return (pieces[row].start, pieces[last - 1].end) if closed else None


def _affiliation(pieces: Pieces, row: int, *, ends: bool) -> Place | None:
    """`NAME of the NAMED Fire Brigade` · `NAME, with the NAMED Council,`."""
    if _low(pieces, row) not in ("of", "from", "with"):
        return None
    first = row + 1 + (_low(pieces, row + 1) == "the")
    last = first
    while (
        last < len(pieces)
        and last - first < 7
        and (
            pieces[last].capital
            or (last > first and pieces[last].low in ("of", "and", "for", "the"))
        )
    ):
        last += 1
    while last > first and not pieces[last - 1].capital:
        last -= 1
    body = any(one.stem in ORGANISATION_WORDS for one in pieces[first:last])
    body = body or (last - first == 1 and bool(re.fullmatch(r"[A-Z]{2,6}", pieces[first].text)))
    if not body or (ends and not (last < len(pieces) and pieces[last].kind == "mark")):
        return None
    return pieces[row].start, pieces[last - 1].end


def _phrase_after(pieces: Pieces, row: int, *, stops: str, is_person: bool) -> Place | None:
    begins, role = row, False
    if _low(pieces, row) in _NO_ROLE_BEGINS or _opens_with_deed(pieces, row):
        return None
    while row < len(pieces) and row - begins < 14:
        one = pieces[row]
        if one.kind == "mark" and (one.text in stops or one.text in '“”"()'):
            break
        if one.low in ("who", "whose", "which", "that", "when", "where") and row > begins:
            break
        if role and one.low == "and" and row + 1 < len(pieces) and _is_verb(pieces[row + 1]):
            break  # `who was the line producer and is now elsewhere`
        if _is_verb(one):
            return None
        role = role or one.stem in ROLES or one.stem.rstrip(".") in TITLES
        role = role or (is_person and names_a_trade(one))
        role = role or (surely_a_trade(one) and is_determined(pieces, begins + 1))
        following = pieces[row + 1] if row + 1 < len(pieces) else None
        bare = not is_determined(pieces, begins + 1) and not pieces[begins].capital
        trade = not one.capital and surely_a_trade(one)
        if trade and bare and following is not None and following.capital:
            return None  # `director NAME, stunt master NAME`: the next one's
        row += 1
    if row == begins:
        return None
    head = pieces[begins]
    ended = row < len(pieces) and pieces[row].kind == "mark"
    paper = any(one.stem in DOCUMENTS or one.low in FORMS for one in pieces[begins:row])
    named = head.low == "the" and ended and not paper
    named = named and pieces[begins + 1].low not in NO_ROLE_AFTER_THE
    described = is_person and (head.low in ("a", "an") or named) and row - begins >= 2
    if not (role or described):
        return None
    determined = head.low in DETERMINERS or head.stem in ROLES or head.stem in TITLES
    determined = determined or head.low in ADJECTIVES
    determined = determined or (pieces[row - 1].stem in ROLES | GROUPS and row - begins <= 5)
    possessed = any(one.possessive for one in pieces[begins : begins + 4])
    if not (determined or possessed):
        return None
    return head.start, pieces[row - 1].end


_NO_ROLE_BEGINS = PREPOSITIONS | CONJUNCTIONS | {"whose", "which", "where", "when", "that"}


def _opens_with_deed(pieces: Pieces, row: int) -> bool:
    """`NAME, giving evidence through an interpreter,`: what they are doing."""
    low = _low(pieces, row)
    return low.endswith("ing") and low not in ADJECTIVES | _ACTING_FOR


def _is_verb(piece: Piece) -> bool:
    return piece.low in AUXILIARIES or (piece.low in FORMS and piece.low not in MAYBE_NOUN)


def body_after(pieces: Pieces, last: int) -> Place | None:
    """`NAME, the production company,` · `NAME, which owns the mill,`."""
    if last + 2 >= len(pieces) or pieces[last].text != "," or pieces[last - 1].possessive:
        return None
    row = last + 1
    if pieces[row].low == "which":
        return _clause(pieces, row + 1) if _tells_a_role(pieces, row + 1) else None
    bare = pieces[row].low in ROLES and _low(pieces, row + 1) == "of"  # `NAME, producer of “…”`
    if bare or pieces[row].low not in ("a", "an", "the", "its", "his", "her", "their"):
        return (pieces[row].start, pieces[row].end) if bare else None
    place, head = row + 1, row
    while place < len(pieces) and place - row < 12 and pieces[place].kind == "word":
        one = pieces[place]
        if one.low in ("which", "that", "whose", "who", "where"):
            break
        if _is_verb(one):
            return None
        if not any(other.low in PREPOSITIONS for other in pieces[row:place]):
            head = place
        place += 1
    one = pieces[head]
    what = one.low in GROUPS | ORGANISATION_WORDS | ROLES or surely_a_trade(one)
    closed = place < len(pieces) and (pieces[place].kind == "mark" or pieces[place].low != "and")
    return (pieces[row].start, pieces[place - 1].end) if what and closed else None
