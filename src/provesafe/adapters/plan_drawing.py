"""A plan seen from above, as a drawing: where the weapon points and how far that is planned.

Drawn from the plan's own words; not to scale, and it says so. Everything in it that a person typed
is escaped. It reads without colour and prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from provesafe import custody
from provesafe.adapters.saying import Say

__all__ = ["plan_drawing"]

_STYLE = (
    "<style>text{font:16px 'Atkinson Hyperlegible';fill:#111}"
    ".line{fill:none;stroke:#111;stroke-width:3}.open{fill:none;stroke:#111;stroke-width:3}"
    ".clear{fill:none;stroke:#555;stroke-width:1.5;stroke-dasharray:6 5}.ink{fill:#111}</style>"
)
WIDE = 360
"""As wide as a phone: nobody has to push a drawing about to read it."""
_LINE_Y = 100
_FROM, _TO = 76, 262


def plan_drawing(
    plan: custody.Plan, *, say: Say, words: Mapping[str, str], alone: bool = False
) -> str:
    """The drawing of one plan, as SVG to stand in a page.

    Args:
        plan: the version in force.
        say: how the page says its own words.
        words: the set words.
        alone: whether it stands on paper, without the styles of a page.
    """
    aim = words.get(f"value.{plan.aim}", plan.aim) if plan.aim else say("aim not said")
    distance = (
        say("{metres} m planned", metres=f"{plan.distance_cm / 100:.1f}")
        if plan.distance_cm
        else say("distance not said")
    )
    about = say(
        "Plan of {weapon} in {set_up} from above, not to scale",
        weapon=plan.weapon,
        set_up=plan.set_up,
    )
    parts = [
        f"<title>{escape(about)}</title>",
        _STYLE if alone else "",
        _weapon(plan.weapon),
        _muzzle_line(),
        _target(plan.aim),
        _text((_FROM + _TO) // 2, _LINE_Y - 22, distance, "middle"),
        _text((_FROM + _TO) // 2, _LINE_Y + 32, aim, "middle"),
    ]
    notes = [
        (say("Muzzle line"), plan.muzzle_line),
        (say("Positions"), plan.positions),
    ]
    y = _LINE_Y + 84
    for name, text in notes:
        for line in _wrapped(f"{name}: {text}" if text else f"{name}: {say('not said')}"):
            parts.append(_text(16, y, line, "start"))
            y += 24
    parts.append(_text(WIDE - 8, 20, say("from above, not to scale"), "end"))
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    opening = f'<svg{space} class="plan" role="img" viewBox="0 0 {WIDE} {y}">'
    return "".join((opening, *parts, "</svg>"))


def _weapon(name: str) -> str:
    y = _LINE_Y
    return (
        f'<rect x="16" y="{y - 9}" width="60" height="18" class="ink"/>'
        f'<rect x="16" y="{y - 9}" width="18" height="36" class="ink"/>' + _text(16, y - 22, name)
    )


def _muzzle_line() -> str:
    """The line itself, and the room on both sides of it that is kept clear."""
    y = _LINE_Y
    return (
        f'<path d="M{_FROM} {y}L{_TO + 80} {y - 62}V{y + 62}Z" class="clear"/>'
        f'<path d="M{_FROM} {y}H{_TO}" class="line" marker-end="none"/>'
        f'<path d="M{_TO} {y - 10}L{_TO + 20} {y}L{_TO} {y + 10}Z" class="ink"/>'
    )


def _target(aim: str) -> str:
    """What it points at, by a sign of its own: a thing, a person near it, a person."""
    x, y = _TO + 50, _LINE_Y
    person = '<circle cx="{x}" cy="{y}" r="12" class="open"/><path d="M{a} {b}h44" class="line"/>'
    match aim:
        case "object":
            return f'<rect x="{x - 14}" y="{y - 14}" width="28" height="28" class="open"/>'
        case "near-person":
            thing = f'<rect x="{x - 14}" y="{y - 14}" width="28" height="28" class="open"/>'
            return thing + person.format(x=x, y=y - 50, a=x - 22, b=y - 32)
        case "at-person":
            return person.format(x=x, y=y, a=x - 22, b=y + 18)
        case _:
            return ""


def _text(x: int, y: int, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _wrapped(words: str, *, width: int = 38, lines: int = 3) -> list[str]:
    """A text in lines that fit, the last one cut where it does not."""
    found: list[str] = [""]
    for word in words.split():
        if len(found[-1]) + len(word) > width:
            found.append("")
        found[-1] = f"{found[-1]} {word[:width]}".strip()
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1][: width - 2]} …"]
    return found
