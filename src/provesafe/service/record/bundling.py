"""What an outsider gets of a production: which disclosures, which rulebook texts.

The record itself is handed out whole, as it was signed; names and other personal data stand apart
from it, and only what is on a list of allowed kinds goes along.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from provesafe.ledger import Disclosed, media_in
from provesafe.service.ports import Disclosures

__all__ = ["Named", "named_in", "to_disclose"]

_SD = re.compile(rb'"sd":\[("[^\]]*")\]')
_DIGEST = re.compile(rb'"(?:definitions|digest)":"([0-9a-f]{64})"')


class Named:
    """What the entries of a record name by digest."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.entry_of: dict[str, int] = {}
        """Leaf index of the entry that holds a disclosure's digest."""
        self.texts: set[str] = set()
        """Digests of rulebook texts."""
        self.media: set[str] = set()
        """Digests of pictures and notes."""


def named_in(entries: Iterable[bytes]) -> Named:
    """Look through entries for what they name by digest.

    Args:
        entries: the record from its first entry.
    """
    found = Named()
    for index, raw in enumerate(entries):
        if b'"digest":"' in raw:
            found.texts.update(each.decode("ascii") for each in _DIGEST.findall(raw))
        found.media.update(one.digest for one in media_in(raw))
        if b'"sd":[' in raw:
            for match in _SD.finditer(raw):
                for digest in match[1].decode("ascii").replace('"', "").split(","):
                    found.entry_of.setdefault(digest, index)
    return found


def to_disclose(
    disclosures: Disclosures, named: Named, *, kinds: Collection[str]
) -> tuple[Disclosed, ...]:
    """Pick what goes along: the disclosures of allowed kinds whose digest stands in an entry.

    Args:
        disclosures: everything that is kept about people.
        named: what the entries hold.
        kinds: allowed names of facts, `label` for instance; whatever is not named stays.
    """
    return tuple(
        Disclosed(index=named.entry_of[one.digest], text=one.text)
        for person in disclosures.people()
        for one in disclosures.of_person(person)
        if one.name in kinds and one.digest in named.entry_of
    )
