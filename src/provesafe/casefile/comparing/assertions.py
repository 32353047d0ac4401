"""What lines say of one slot of one event, and whether two of them say the same.

Only assertions are compared, never words: two lines differ where one says that something took place
and the other that it did not, where they fill one slot with different values, or where their
quantities have no number in common. A practice, an expectation and an opinion say nothing of that
occasion and are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.casefile.model.happening import OCCURRED
from provesafe.casefile.model.line import Account, Assertion

__all__ = ["Apart", "Saying", "apart", "compared", "sayings", "value_words"]

Apart: TypeAlias = Literal["denial", "values", "quantities"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What one line says of one slot."""

    account: Account
    event: str
    slot: str
    values: frozenset[str]
    """What it fills the slot with; of `occurred`, the empty text."""
    denied: frozenset[str]
    quantity: tuple[int, int, str] | None = None
    """Least, most and unit."""


def compared(account: Account) -> bool:
    """Whether a line says something of what took place."""
    return account.basis not in ("expected", "opinion") and account.state in (
        "accepted",
        "corrected",
        "entered",
    )


def sayings(accounts: Iterable[Account]) -> tuple[Saying, ...]:
    """Each line's word on each slot it speaks of, in order."""
    found: list[Saying] = []
    for account in accounts:
        if not compared(account):
            continue
        slots: dict[tuple[str, str], list[Assertion]] = {}
        for one in account.about:
            if not one.practice:
                slots.setdefault((one.event, one.slot), []).append(one)
        for (event, slot), rows in slots.items():
            found.append(_saying(account, event, slot, rows))
    return tuple(found)


def apart(one: Saying, other: Saying) -> Apart | None:
    """How two words on one slot differ; None where they do not.

    The caller sees to it that both are of the same slot of what may be the same event.
    """
    if one.values & other.denied or other.values & one.denied:
        return "denial"
    if one.quantity is not None and other.quantity is not None:
        (low, high, unit), (least, most, other_unit) = one.quantity, other.quantity
        return "quantities" if unit == other_unit and (high < least or most < low) else None
    if one.slot == OCCURRED or not one.values or not other.values:
        return None
    return "values" if not one.values & other.values else None


def value_words(saying: Saying) -> tuple[str, ...]:
    """Its values in words, denials with `not ` before them."""
    words = [value or OCCURRED for value in sorted(saying.values)]
    words += [f"not {value or OCCURRED}" for value in sorted(saying.denied)]
    if saying.quantity is not None:
        low, high, unit = saying.quantity
        words.append(f"{low} {unit}" if low == high else f"{low} to {high} {unit}")
    return tuple(words)


def _saying(account: Account, event: str, slot: str, rows: Sequence[Assertion]) -> Saying:
    ranges = [one for one in rows if one.least is not None and one.most is not None]
    quantity = None
    if ranges:
        first = ranges[0]
        quantity = (first.least or 0, first.most or 0, first.unit)
    plain = [one for one in rows if one.least is None]
    return Saying(
        account=account,
        event=event,
        slot=slot,
        values=frozenset(_same(one.value) for one in plain if not one.denies),
        denied=frozenset(_same(one.value) for one in plain if one.denies),
        quantity=quantity,
    )


def _same(value: str) -> str:
    """Values that differ in case and spaces alone are one."""
    folded = " ".join(value.split())
    return folded if "." in folded else folded.casefold()
