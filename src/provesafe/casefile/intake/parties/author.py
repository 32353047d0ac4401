"""Who says "I" in a typed statement: named in its heading, its opening words or its signature."""

from __future__ import annotations

import re

from provesafe.casefile.intake.parties.party import People, Person

__all__ = ["author_of"]

_NAME = r"(?P<name>[A-Z][\w’'-]+(?:[ ][A-Z][\w.’'-]*){1,3})"
_STATEMENT = re.compile(r"\b(?:STATEMENT|Statement|AFFIDAVIT|Affidavit|DEPOSITION|Deposition)\b")
_AUTHOR = (
    re.compile(rf"\bI,[ ]{_NAME},?[ ](?:say|state|make|declare|confirm|am|of|will)\b"),
    re.compile(
        r"\b(?:STATEMENT|Statement|AFFIDAVIT|Affidavit|DEPOSITION|Deposition)[ ](?:OF|of|BY|by)"
        rf"\s*:?[ ]{_NAME}"
    ),
    re.compile(rf"^[ \t]*(?:Signed|Name|Full name)[ ]?:[ \t]*{_NAME}[ \t]*$", re.MULTILINE),
)
_TRADE = (
    re.compile(
        r"^[ \t]*(?:Occupation|Role|Position)[ ]?:[ \t]*(?P<role>[^\n]{2,60}?)[ \t]*$", re.MULTILINE
    ),
    re.compile(
        r"\bI (?:am|was|work as|worked as) (?P<role>an? [a-z-]+(?: [a-z-]+){0,3})(?=[.,;\n])"
    ),
)
_HEAD = 400
"""How far down a heading calls a text a statement."""


def author_of(text: str, people: People) -> Person | None:
    """The author of a statement, with the role they say they have; None if it is none."""
    if not _STATEMENT.search(text, 0, _HEAD):
        return None
    for pattern in _AUTHOR:
        match = pattern.search(text)
        if match is None:
            continue
        place = match.span("name")
        author = people.at.get(place) or people.named(match["name"])
        if author is None:
            author = people.introduce(match["name"], place)
        elif place not in author.mentions:
            author.mentions.append(place)
        for trade in _TRADE:
            role = trade.search(text)
            if role is not None:
                people.give_role(author, role.span("role"))
                break
        return author
    return None
