"""Texts damaged the way crawled ones are, from a seed."""

from __future__ import annotations

import random

__all__ = ["damaged"]

_DEBRIS = (
    *('#x-2026/">', '?id=1" target="_blank">', '<a href="https://a.example/', "</p>"),
    *("&nbsp;", "&#8217;", "â€œ", "“", "”", '"', "‘", "’", "[", "]", "\u200b", "\ufeff"),
    *("\r\n", "\n\n", "…", "—", "<", ">", "\x00", "\ud800", "🎬", "Read more:", "said"),
    *("told", "who, ", ", ", "According to ", "(", ")", "1/2", "£5"),
)
"""What a crawl leaves behind, and what trips a reader of sentences."""


def damaged(text: str, seed: int) -> str:
    """The text with up to a dozen cuts, doublings, swaps and debris put in."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(text) + 1)
        end = min(len(text), place + chance.randint(1, 60))
        match chance.randrange(5):
            case 0:
                text = text[:place] + text[end:]
            case 1:
                text = text[:end] + text[place:end] + text[end:]
            case 2:
                text = text[:place] + chance.choice(_DEBRIS) + text[place:]
            case 3:
                text = text[:place] + text[place:end][::-1] + text[end:]
            case _:
                text = text[:place] + text[place:].replace(chance.choice("“”.,’\n"), "", 1)
    return text
