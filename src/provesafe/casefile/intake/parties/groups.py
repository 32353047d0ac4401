"""People spoken of only by number or kind: `several others`, `two crew members`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import GROUPS, ROLES
from provesafe.casefile.intake.parties.party import People
from provesafe.casefile.intake.saying.draft import Paragraph

__all__ = ["find_groups"]

_KINDS = "|".join(
    sorted({*GROUPS, *(role + "s" for role in ROLES)} - {"people"}, key=len, reverse=True)
)
_GROUP = re.compile(
    r"\b(?:[Ss]everal|[Ss]ome|[Mm]any|[Oo]ther|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Aa] dozen|"
    r"[Aa] number of|\d{1,3})\s(?:others|people|other\s\w+|(?:crew|cast|union|staff)\smembers|"
    rf"(?:[a-z]+\s)?(?:{_KINDS}))\b"
)


def find_groups(text: str, people: People, paragraphs: Sequence[Paragraph]) -> None:
    """Make a party of each group that is counted or called some, several, others."""
    for paragraph in paragraphs:
        for match in _GROUP.finditer(text, paragraph.start, paragraph.end):
            if not people.within(match.start(), match.end()):
                people.unnamed(match.span(), match[0].split()[-1].lower()).counted = True
