"""Three pictures of a protocol as SVG: a story, the smallest sets, the distance through a day.

Plain shapes and words, readable without colour: what goes wrong has a dashed edge and a cross.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from xml.sax.saxutils import escape

from provesafe.prover import Proof, Protocol, Story, follow, from_here, ground, intended_run
from provesafe.prover.protocols.ground import plain_id
from provesafe.prover.protocols.model import failures_by_id

LANE = 190
LINE = 15
LETTERS = 25
SET_LETTERS = 88
INK = "#1b1b1b"
WRONG = "#9b1c1c"
FONT = "font-family='sans-serif' font-size='12'"


def story_picture(protocol: Protocol, story: Story) -> str:
    """A story as swim-lanes: a column for each role, time going down."""
    lanes = list(dict.fromkeys(line.by or "nobody in particular" for line in story.lines))
    shapes = [
        _text(LANE * at + LANE / 2, 20, [lane], weight="bold") for at, lane in enumerate(lanes)
    ]
    y = 40.0
    for line in story.lines:
        words = textwrap.wrap(f"✗ {line.say}" if line.failure else line.say, LETTERS)
        height = LINE * len(words) + 10
        at = lanes.index(line.by or "nobody in particular")
        shapes.append(_box(LANE * at + 6, y, LANE - 12, height, wrong=bool(line.failure)))
        shapes.append(_text(LANE * at + LANE / 2, y + LINE + 1, words))
        y += height + 8
    # The lanes end above what happens in the end, which is nobody's.
    rules = [_rule(LANE * at, 28, LANE * at, y) for at in range(1, len(lanes))]
    width = LANE * len(lanes)
    words = textwrap.wrap(f"→ {story.hazard}", LETTERS * len(lanes))
    shapes.append(_text(width / 2, y + LINE, words, weight="bold"))
    y += LINE * len(words) + 16
    return _svg(width, y, f"{protocol.title}: the shortest story", [*rules, *shapes])


def sets_picture(protocol: Protocol, proof: Proof, most: int = 8) -> str:
    """The smallest sets as a tree: any one of them is enough, all of its parts are needed."""
    distance = proof.distance or 0
    sets = list(proof.sets(distance))[:most]
    shapes, y, middles = [], 20.0, []
    for one in sets:
        told = [_told(protocol, name) for name in proof.names(one)]
        words = [line for say in told for line in textwrap.wrap(f"✗ {say}", SET_LETTERS)]
        height = LINE * len(words) + 12
        shapes.append(_box(250, y, 590, height, wrong=True))
        shapes.append(_text(545, y + LINE + 2, words))
        middles.append(y + height / 2)
        y += height + 10
    middle = sum(middles) / len(middles) if middles else 40.0
    top = textwrap.wrap("a hazard is reached: any one of these is enough", LETTERS)
    shapes.append(_box(6, middle - 30, 190, 60, wrong=False))
    shapes.append(_text(101, middle - 8, top))
    shapes += [_rule(196, middle, 250, one) for one in middles]
    return _svg(850, y + 6, f"{protocol.title}: the smallest sets", shapes)


def _told(protocol: Protocol, name: str) -> str:
    """A failure in the file's words: who, and what goes wrong."""
    failure = failures_by_id(protocol).get(plain_id(name))
    if failure is None:
        return name
    steps = {step.id: step.by for step in protocol.steps}
    by = failure.by or steps.get(failure.at, "")
    return f"{protocol.role(by)} {failure.say}" if by else failure.say


def distance_picture(protocol: Protocol) -> str:
    """How many failures are left after each step of the day, supposing a live round is inside."""
    system = ground(protocol)
    run = intended_run(protocol, system)[:-1]
    left = [
        from_here(protocol, system, follow(system, run[:count])).proof.distance
        for count in range(len(run) + 1)
    ]
    wide, high, bottom = 62, 34, 40 + 34 * max(one or 0 for one in left)
    shapes = [
        _text(20, bottom - high * number + 4, [str(number)])
        for number in range(max(one or 0 for one in left) + 1)
    ]
    shapes.append(_rule(36, bottom, 40 + wide * len(left), bottom))
    before: float | None = None
    for at, number in enumerate(left):
        y = bottom - high * (number or 0)
        x = 40.0 + wide * at
        shapes.append(_rule(x, y, x + wide, y, heavy=True))
        if before is not None:
            shapes.append(_rule(x, before, x, y, heavy=True))
        before = y
        said = "begin" if at == 0 else run[at - 1]
        shapes.append(_text(x + wide / 2, bottom + 18, textwrap.wrap(said.replace("-", " "), 9)))
    title = f"{protocol.title}: failures left after each step, if a live round were in it"
    return _svg(50 + wide * len(left), bottom + 60, title, shapes)


def _svg(width: float, height: float, title: str, shapes: Sequence[str]) -> str:
    inside = "\n".join(shapes)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0f} {height:.0f}' "
        f"width='{width:.0f}' height='{height:.0f}' role='img'>\n"
        f"<title>{escape(title)}</title>\n"
        f"<rect width='100%' height='100%' fill='#ffffff'/>\n{inside}\n</svg>\n"
    )


def _box(x: float, y: float, width: float, height: float, *, wrong: bool) -> str:
    edge = f"stroke='{WRONG}' stroke-dasharray='5 3'" if wrong else f"stroke='{INK}'"
    return (
        f"<rect x='{x:.0f}' y='{y:.0f}' width='{width:.0f}' height='{height:.0f}' rx='4' "
        f"fill='#ffffff' {edge}/>"
    )


def _rule(x1: float, y1: float, x2: float, y2: float, *, heavy: bool = False) -> str:
    stroke = f"stroke='{INK}' stroke-width='3'" if heavy else "stroke='#b5b5b5'"
    return f"<line x1='{x1:.0f}' y1='{y1:.0f}' x2='{x2:.0f}' y2='{y2:.0f}' {stroke}/>"


def _text(x: float, y: float, words: Sequence[str], *, weight: str = "normal") -> str:
    lines = "".join(
        f"<tspan x='{x:.0f}' dy='{LINE if at else 0}'>{escape(word)}</tspan>"
        for at, word in enumerate(words)
    )
    return (
        f"<text x='{x:.0f}' y='{y:.0f}' text-anchor='middle' {FONT} "
        f"font-weight='{weight}' fill='{INK}'>{lines}</text>"
    )
