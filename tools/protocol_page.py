"""The tables and pictures of docs/explanation/protocols.md, written from proving the shipped files.

The page is by hand; what stands between `<!-- protocol: NAME -->` and `<!-- end -->` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from protocol_pictures import distance_picture, sets_picture, story_picture
from provesafe.prover import Answer, answer_protocol, parse_protocol
from stages import ROOT

PROTOCOL_PAGE = "docs/explanation/protocols.md"
PICTURES = "docs/explanation/pictures"
NAMES = (
    "western-day",
    "california",
    "theatre",
    "practice-2021",
    "practice-1993",
    "practice-1984",
)

_BLOCK = re.compile(r"(<!-- protocol: ([a-z0-9-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def render_protocols() -> dict[str, str]:
    """The page and its pictures, by path."""
    found = answers()
    text = (ROOT / PROTOCOL_PAGE).read_text("utf-8")
    pages = {
        PROTOCOL_PAGE: _BLOCK.sub(
            lambda block: f"{block[1]}{_block(block[2], found)}{block[3]}", text
        )
    }
    for name, answer in found.items():
        pages[f"{PICTURES}/{name}-story.svg"] = story_picture(answer.protocol, answer.stories[0])
    western = found["western-day"]
    pages[f"{PICTURES}/western-day-sets.svg"] = sets_picture(western.protocol, western.proof)
    pages[f"{PICTURES}/western-day-distance.svg"] = distance_picture(western.protocol)
    return pages


def answers() -> Mapping[str, Answer]:
    """The answer of every shipped protocol, by name."""
    folder = ROOT / "examples/protocols"
    texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}
    found: dict[str, Answer] = {}
    for name in NAMES:
        protocol = parse_protocol(texts[name], source=name, bases=texts)
        found[name] = answer_protocol(protocol, what_ifs=protocol.what_ifs, stories=1)
    return found


def _block(name: str, found: Mapping[str, Answer]) -> str:
    lines = _overview(found) if name == "overview" else _table(found[name])
    return "\n".join(lines) + "\n"


def _overview(found: Mapping[str, Answer]) -> Iterator[str]:
    yield "| protocol | fewest failures | of those listed | smallest sets |"
    yield "|---|---|---|---|"
    for name, answer in found.items():
        counted = ", ".join(f"{count} of {order}" for order, count in answer.proof.by_order.items())
        yield (
            f"| [{answer.protocol.title}](#{name}) | {answer.proof.distance} | {answer.listed} "
            f"| {counted} |"
        )


def _table(answer: Answer) -> Iterator[str]:
    yield "| what if | fewest failures | smallest sets | times as probable |"
    yield "|---|---|---|---|"
    yield f"| as it stands | {answer.proof.distance} | {answer.proof.count} | 1 |"
    for one in answer.what_ifs:
        if one.change is None:
            continue
        distance = "none of those listed" if one.proof.distance is None else one.proof.distance
        times = "–"
        if answer.numbers and one.numbers and one.numbers.mean > 0:
            times = f"{one.numbers.mean / answer.numbers.mean:.2g}"
        yield f"| {one.change.say} | {distance} | {one.proof.count} | {times} |"
