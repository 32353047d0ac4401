"""Who is asking: a guest, the crew, a person with a badge, the laptop itself?

    guest    nothing but contents and STOP
    crew     came by the crew's code: the list as well; no name
    person   came with a badge: may enter
    laptop   came by the link that the terminal shows: badges, PINs, settings

Rules:

- a page that changes anything asks that the form came from one of our own pages (`Origin`), beside
  cookies that other sites' forms do not carry (`SameSite`); STOP alone asks nothing;
- only names and addresses of this laptop are answered to, so that no foreign name can point here.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from provesafe.adapters.saying import LANGUAGES
from provesafe.ledger import Grade

__all__ = [
    "CREW",
    "LANGUAGE",
    "LAPTOP",
    "NIGHT",
    "SOMEBODY",
    "VISIT",
    "WAY",
    "Visitor",
    "grades_of",
    "is_known_host",
    "is_own_form",
    "keep_cookie",
    "language_of",
    "way_of",
]

CREW, LAPTOP, VISIT = "ps_crew", "ps_laptop", "ps_visit"
LANGUAGE, NIGHT = "ps_language", "ps_night"
WAY = "ps_way"
DAY_SECONDS = 14 * 3600
HABIT_SECONDS = 180 * 24 * 3600
"""How a device likes its pages (colours, language) is kept over a whole shoot; it is no visit."""

SOMEBODY = "somebody"
"""Who called STOP or entered an incident without a badge: the record says no more than it knows."""

Standing: TypeAlias = Literal["guest", "crew", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is asking."""

    person: str = ""
    """The record's id of whoever's badge is in use on this device; empty for nobody's."""
    name: str = ""
    roles: tuple[str, ...] = ()
    is_crew: bool = False
    is_laptop: bool = False
    language: str = "en"
    """What pages are read in on this device, by its two letters."""
    way: str = ""
    """How this device reached the laptop (`way_of`); it stands in what is entered on it."""

    @property
    def standing(self) -> Standing:
        """How much is shown."""
        if self.person:
            return "person"
        return "crew" if self.is_crew or self.is_laptop else "guest"


def language_of(request: Request) -> str:
    """What pages are read in on the device that asks, by its two letters."""
    chosen = request.cookies.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else "en"


def way_of(request: Request) -> str:
    """How a device reached the laptop: `plain`, `warned` or `trusted`, as it says itself.

    On the encrypted way a page says that its browser knows the laptop (static/live.js).
    """
    if request.url.scheme != "https":
        return "plain"
    return "trusted" if request.cookies.get(WAY) == "trusted" else "warned"


def grades_of(visitor: Visitor) -> dict[str, Grade]:
    """How whoever presses here stands for what is entered: own badge, shared device."""
    return {visitor.person: "shared"} if visitor.person else {}


def is_own_form(request: Request) -> bool:
    """Whether a form was sent from a page of ours."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def is_known_host(host: str, names: frozenset[str]) -> bool:
    """Whether a request was meant for this laptop: an address, or one of its names.

    Args:
        host: the request's `Host`, with or without a port.
        names: the names this laptop goes by, in small letters.
    """
    name = urlsplit(f"//{host}").hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names or name.endswith(".local")
    return True


def keep_cookie(
    response: Response,
    name: str,
    value: str,
    request: Request,
    *,
    lax: bool = False,
    habit: bool = False,
) -> None:
    """Keep something on the device; never readable by a script.

    What was given on the encrypted way is sent on the encrypted way only.

    Args:
        response: what carries it.
        name: its name.
        value: what is kept.
        request: what it answers.
        lax: whether it also goes along when a link from elsewhere is followed.
        habit: whether it is how the device likes its pages, and outlasts the day.
    """
    response.set_cookie(
        name,
        value,
        max_age=HABIT_SECONDS if habit else DAY_SECONDS,
        httponly=True,
        secure=request.url.scheme == "https" and not habit,
        samesite="lax" if lax else "strict",
    )
