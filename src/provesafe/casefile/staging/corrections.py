"""What a named person may change in a line, and how it is written.

The words of a line are never changed: they are somebody else's. What may be changed is how the file
reads them: who spoke, what it is about, which people are one.

    field         of                    value
    speaker       a claim, statement    a party's id, or empty for not recorded
    recipient     a claim               likewise
    basis         a claim, statement    said · expected · opinion
    about         a claim, statement    assertions, `;` between them; empty for none
    role          a party               what pages call them
    speaks_for    a party               the party whose word they pass on
    same_as       a party, an event     the id of another that is the same
    person        a party               `S2.P-…`: their id in a record
    kind          an event              its kind
    time          an event              a time's id, or EDTF
    weapon        an event              its id in the record
    edtf          a time                `2026-03-02`, `[2026-02,2026-03]`, …
    after         a time                the event that "45 minutes later" counts from
    state         a difference          open · same matter · not the same matter · revised by the
                                        speaker · explained

An assertion is `EVENT SLOT [VALUE]`, with `not` before it for a denial and `usually` for a
practice; a quantity is `5..10 minutes`.

>>> parse_assertion("not E2 occurred", "S1").denies
True
>>> parse_assertion("E4 count 5..10 rounds", "S1").most
10
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from provesafe.casefile.model.line import Assertion
from provesafe.errors import InputError

__all__ = [
    "CHANGES",
    "CorrectionError",
    "check_change",
    "full_id",
    "parse_about",
    "parse_assertion",
]

CHANGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "C": frozenset({"speaker", "recipient", "basis", "about"}),
        "V": frozenset({"speaker", "basis", "about"}),
        "P": frozenset({"role", "speaks_for", "same_as", "person", "kind"}),
        "E": frozenset({"kind", "time", "weapon", "same_as"}),
        "T": frozenset({"edtf", "after"}),
        "D": frozenset({"state"}),
    }
)
"""Which fields of a line of each letter may be changed."""

_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "basis": frozenset({"said", "expected", "opinion"}),
        "state": frozenset(
            {
                "open",
                "same matter",
                "not the same matter",
                "revised by the speaker",
                "explained",
            }
        ),
    }
)
_ASSERTION = re.compile(
    r"(?P<denies>not\s+)?(?P<practice>usually\s+)?(?P<event>[\w.-]+)\s+(?P<slot>[a-z]+)"
    r"(?:\s+(?P<value>\S.*))?"
)
_RANGE = re.compile(r"(?P<least>-?\d{1,9})(?:\.\.(?P<most>-?\d{1,9}))?\s+(?P<unit>[a-z]+)")
_RELATIVE = re.compile(r"[A-Z]\d+")


class CorrectionError(InputError):
    """A correction names no line, no field of it, or a value that does not fit."""

    code = "casefile.correction"


def full_id(word: str, source: str) -> str:
    """An id as the file has it: `C3` within source S1 is `S1.C3`."""
    return f"{source}.{word}" if _RELATIVE.fullmatch(word) and source else word


def check_change(line: str, field: str, value: str) -> None:
    """Check one change of a line.

    Args:
        line: the line's id.
        field: what is changed.
        value: what it becomes.

    Raises:
        CorrectionError: such a line has no such field, or the value does not fit it.
    """
    letter = line.rpartition(".")[2][:1]
    allowed = CHANGES.get(letter, frozenset())
    if field not in allowed:
        raise CorrectionError(
            f"`{field}` of `{line}` cannot be changed",
            hint=f"what can: {', '.join(sorted(allowed)) or 'nothing'}",
        )
    words = _WORDS.get(field)
    if words is not None and value not in words:
        raise CorrectionError(
            f"`{value}` is no {field}", hint=f"one of: {', '.join(sorted(words))}"
        )
    if field == "about":
        parse_about(value, line.partition(".")[0])


def parse_about(text: str, source: str) -> tuple[Assertion, ...]:
    """Assertions, `;` between them.

    Args:
        text: as somebody wrote it; empty for none.
        source: the source of its line: `E2` is that source's.

    Raises:
        CorrectionError: one of them is not of the form of an assertion.
    """
    return tuple(parse_assertion(one.strip(), source) for one in text.split(";") if one.strip())


def parse_assertion(text: str, source: str) -> Assertion:
    """One assertion; `text` and `source` as for `parse_about`.

    Raises:
        CorrectionError: it is not of the form of an assertion.
    """
    match = _ASSERTION.fullmatch(text)
    if match is None:
        raise CorrectionError(
            f"`{text}` is no assertion", hint="for example `E2 giver P3`, or `not E2 occurred`"
        )
    value = (match["value"] or "").strip()
    quantity = _RANGE.fullmatch(value)
    least = int(quantity["least"]) if quantity else None
    most = int(quantity["most"] or quantity["least"]) if quantity else None
    if least is not None and most is not None and least > most:
        raise CorrectionError(f"`{value}` runs backwards")
    return Assertion(
        event=full_id(match["event"], source),
        slot=match["slot"],
        value="" if quantity else full_id(value, source),
        denies=match["denies"] is not None,
        practice=match["practice"] is not None,
        least=least,
        most=most,
        unit=quantity["unit"] if quantity else "",
    )
