"""How a page is made and sent: templates that escape, one strict policy, forms with limits.

Rules:

- nothing is cached, for what stood a minute ago is not what stands;
- scripts, styles, letters and forms come from here and go here, and nowhere else;
- whatever a person typed is text: the templates escape it, the policy runs no script in it.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import Message, Send

from provesafe.adapters.saying import LANGUAGES, each_said, say_in
from provesafe.adapters.web.house import House
from provesafe.adapters.web.names import act_name, mends_said, point_said
from provesafe.adapters.web.visitors import NIGHT, Visitor, is_own_form, language_of
from provesafe.errors import InputError, ProvesafeError
from provesafe.service import NOT_ASKED, grouped

__all__ = [
    "HEADERS",
    "STATIC",
    "ForeignFormError",
    "Form",
    "TooLargeError",
    "badge_first",
    "fragment",
    "go",
    "message",
    "nothing_to_enter",
    "one",
    "own_page",
    "page",
    "read_form",
    "several",
    "with_headers",
]

_HERE = Path(__file__).parent
STATIC = _HERE / "static"

FORM_BYTES_MAX = 64 * 1024
"""LIMIT: ten times the longest words an act takes."""
FORM_FIELDS_MAX = 600
"""LIMIT: the longest list an act takes, and a hundred fields beside it."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

Form = Mapping[str, list[str]]


def with_headers(send: Send, **more: str) -> Send:
    """Send on what is answered, with the headers of every page.

    Args:
        send: as the server gave it.
        more: headers that stand in place of these, by their names with `_` for `-`.
    """
    headers = {**HEADERS, **{name.replace("_", "-"): value for name, value in more.items()}}

    async def sent_on(sent: Message) -> None:
        if sent["type"] == "http.response.start":
            MutableHeaders(scope=sent).update(headers)
        await send(sent)

    return sent_on


PAGES_AFTER_BADGE = (
    "/cart",
    "/acts",
    "/weapon/",
    "/enter/",
    "/meeting",
    "/log",
    "/tasks",
    "/task/",
)

_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["new_once"] = lambda: secrets.token_urlsafe(12)
_TEMPLATES.globals["grouped"] = grouped
_TEMPLATES.globals["named"] = lambda acts: [(one, act_name(one)) for one in acts]


class TooLargeError(InputError):
    """More was sent than any form of ours holds."""

    code = "web.too_large"


class ForeignFormError(InputError):
    """The form was sent from a page that is not ours."""

    code = "web.foreign_form"


async def read_form(request: Request, *, from_anywhere: bool = False) -> Form:
    """Read a form that was sent.

    Args:
        request: a POST.
        from_anywhere: taken even from a page that is not ours: STOP alone.

    Raises:
        ForeignFormError: it comes from another site.
        TooLargeError: it is larger than any form of ours.
    """
    if not from_anywhere and not is_own_form(request):
        raise ForeignFormError(
            "this form was sent from a page that is not ours", hint="open our page and press there"
        )
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_BYTES_MAX:
            raise TooLargeError("this is more than a form of ours holds", hint="say it shorter")
    try:
        return parse_qs(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=FORM_FIELDS_MAX
        )
    except ValueError as error:
        raise InputError("what was sent is not a form of ours") from error


def one(form: Form, name: str) -> str:
    """The one value of a field; empty when it was not sent."""
    return form.get(name, [""])[0]


def several(form: Form, name: str) -> list[str]:
    """Every value of a field that is not empty; a text of several lines is several values."""
    return [line for value in form.get(name, []) for line in value.splitlines() if line.strip()]


def page(
    house: House,
    request: Request,
    template: str,
    visitor: Visitor,
    *,
    status: int = 200,
    live: str = "",
    **context: Any,
) -> HTMLResponse:
    """A whole page.

    Args:
        house: what is served.
        request: what was asked.
        template: its file in `templates/`.
        visitor: who asks.
        status: the answer's status.
        live: the address it listens to; empty for a page that does not change by itself.
        context: what the template shows.
    """
    text = fragment(house, template, visitor, request=request, live=live, **context)
    return HTMLResponse(text, status_code=status)


def fragment(
    house: House,
    template: str,
    visitor: Visitor,
    *,
    request: Request | None = None,
    live: str = "",
    **context: Any,
) -> str:
    """A part of a page, as a page that listens takes it in."""
    language = visitor.language if request is None else language_of(request)
    say = say_in(language)
    defaults: dict[str, Any] = {
        "house": house,
        "visitor": visitor,
        "visitor_person": visitor.person,
        "listing": house.latest,
        "show": house.show,
        "clock": house.times.show(house.clock() // 1000 * 1000),
        "live": live,
        "bare": False,
        "not_asked": NOT_ASKED,
        "night": request is not None and request.cookies.get(NIGHT) == "1",
        "path": request.url.path if request is not None and request.method == "GET" else "",
        "language": language,
        "languages": LANGUAGES,
        "scripts": _scripts_say(language, own=template == "own-phone.html"),
        "_": say,
        "_each": lambda words: each_said(say, words.split(", ")),
        "_or": lambda several: each_said(
            say, (part for one in several for part in one.split(" or ")), f" {say('or')} "
        ),
        "_dots": lambda words: each_said(say, words.split(" · "), " · "),
        "_point": lambda one: point_said(one, say),
        "_mends": lambda one: mends_said(one, say),
    }
    return _TEMPLATES.get_template(template).render({**defaults, **context})


_SCRIPT = re.compile(r"""\b_\("((?:[^"\\]|\\.)+)\"""")


@cache
def _scripts_say(language: str, *, own: bool) -> str:
    """What the page's scripts say, in JSON, by the English text; empty for English."""
    if language == "en":
        return ""
    say = say_in(language)
    file = STATIC / "own" / "phone.js" if own else STATIC / "live.js"
    texts = sorted(set(_SCRIPT.findall(file.read_text("utf-8"))))
    return json.dumps({text: say(text) for text in texts}, ensure_ascii=False)


def message(
    house: House,
    request: Request,
    visitor: Visitor,
    *,
    status: int,
    heading: str,
    words: str,
    hint: str = "",
    links: Sequence[tuple[str, str]] = (),
    again: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """A page that says one thing, and what to do now; `again`: a form that may be sent anew."""
    say = say_in(language_of(request))
    return page(
        house,
        request,
        "message.html",
        visitor,
        status=status,
        heading=heading,
        words=_sentence(say(words.replace("`", ""))),
        hint=_sentence(say(hint.replace("`", ""))),
        links=links,
        again=again,
    )


def nothing_to_enter(house: House, request: Request, visitor: Visitor) -> HTMLResponse:
    """There is no act of the name that was asked for, or it is not entered by hand."""
    return message(
        house,
        request,
        visitor,
        status=404,
        heading="No such thing to enter",
        words="what can be entered stands on the page before",
        links=[("/acts", "What can be entered")],
    )


def badge_first(
    house: House, request: Request, visitor: Visitor, *, then: str = ""
) -> HTMLResponse:
    """Nothing was entered, for nobody pressed with a badge here; `then`: where to go on."""
    return message(
        house,
        request,
        visitor,
        status=403,
        heading="Your badge, please",
        words="nothing was entered: this device is in nobody’s hands",
        links=[(f"/badge?next={then}" if then else "/badge", "Badge")],
    )


def own_page(where: str) -> str:
    """A page of ours to go on to; anything else is left out."""
    is_ours = where.startswith(PAGES_AFTER_BADGE) and "//" not in where and "\\" not in where
    return where[:300] if is_ours else ""


def error_words(error: ProvesafeError, request: Request) -> str:
    """What an error says, and what to do, as sentences without marks of code."""
    say = say_in(language_of(request))
    both = (_sentence(say(one.replace("`", ""))) for one in (error.message, error.hint))
    return " ".join(one for one in both if one)


def go(where: str) -> RedirectResponse:
    """Go on to a page, with nothing sent again when it is loaded anew."""
    return RedirectResponse(where, status_code=303)


def _sentence(words: str) -> str:
    words = words.replace("`", "").strip()
    if not words:
        return ""
    ended = words if words[-1] in ".!?”" else f"{words}."
    return ended[0].upper() + ended[1:]
