"""Erase names and details of people whose erasure has been entered, unless the law keeps them.

The entry that somebody is erased is one thing, forgetting them another: a legal hold or a retention
that stands when it comes to that beats the entry, whatever it says and whoever signed it. Once
nothing stands in the way any more it is done, at the next opening at the latest. Entries stay as
they were signed; they hold an id and digests, and nobody can say any more whose.
"""

from __future__ import annotations

from provesafe import custody
from provesafe.service.disclosing import people_of
from provesafe.service.production import Production

__all__ = ["finish_erasures"]


def finish_erasures(production: Production, *, now_ms: int) -> tuple[str, ...]:
    """Forget everybody who is entered as erased and whom nothing keeps.

    Args:
        production: opened; what it calls people is read anew.
        now_ms: the laptop's clock, for the day up to which things are kept.

    Returns:
        Ids of those who were forgotten now.

    Raises:
        UnavailableError: somebody could not be forgotten.
    """
    today = production.times.date_of(production.now(now_ms))
    kept = set(production.disclosures.people())
    gone = []
    for person in sorted(kept):
        found = custody.erasure_of(production.state, person, today=today)
        if found.done and found.allowed:
            production.disclosures.erase(person)
            gone.append(person)
    if gone:
        production.people = people_of(production.disclosures)
    return tuple(gone)
