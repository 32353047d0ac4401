"""Names kept apart from the record: what stands in an entry, and what people are called.

An entry holds a person's `P-…` id and the salted digests of what is told about them elsewhere; the
disclosures are kept apart and can be erased. Digests are sorted and padded with decoys to a
multiple of four, so that their number tells nothing.

Source: RFC 9901 (SD-JWT), sections 4.2.4 and 4.2.5.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from provesafe.ledger import Disclosure, encode_base64url
from provesafe.service.people import People
from provesafe.service.ports import Disclosures

__all__ = ["LABEL", "NAME", "digests_of", "people_of"]

PAD_TO = 4
LABEL, NAME = "label", "name"
"""What a person is called: the short label of day files, and the name beside it."""


def digests_of(disclosures: Iterable[Disclosure], *, random: Callable[[int], bytes]) -> list[str]:
    """The digests for an entry: sorted, padded with decoys that no disclosure fits.

    Args:
        disclosures: what is told elsewhere; none gives no digests.
        random: gives that many random bytes.
    """
    digests = [one.digest for one in disclosures]
    while len(digests) % PAD_TO:
        digests.append(encode_base64url(hashlib.sha256(random(32)).digest()))
    return sorted(digests)


def people_of(store: Disclosures) -> People:
    """Everybody's label and name, as far as they have not been erased."""
    people = People()
    for person in store.people():
        told = {one.name: one.value for one in store.of_person(person)}
        people = people.with_person(person, told.get(LABEL, person), told.get(NAME, ""))
    return people
