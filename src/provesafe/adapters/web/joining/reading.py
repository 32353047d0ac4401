"""How a phone's page talks with the laptop: small JSON from our own pages, answered in JSON."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from provesafe.adapters.saying import say_in
from provesafe.adapters.web.pages import ForeignFormError, TooLargeError
from provesafe.adapters.web.visitors import is_own_form
from provesafe.errors import (
    ConflictError,
    InputError,
    ProvesafeError,
    UnavailableError,
    VerificationError,
)

__all__ = ["read_json", "told_error", "word"]

BYTES_MAX = 96 * 1024
"""LIMIT: the longest entry there is, and its signature, in JSON."""


async def read_json(request: Request) -> dict[str, Any]:
    """Read what a page of ours sent.

    Raises:
        ForeignFormError: it comes from another site, or by a way that could be listened to.
        TooLargeError: it is larger than anything a page of ours sends.
        InputError: it is no JSON object.
    """
    if not is_own_form(request) or request.url.scheme != "https":
        raise ForeignFormError(
            "this was not sent from a page of ours on the encrypted way",
            hint="open our page and press there",
        )
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BYTES_MAX:
            raise TooLargeError("this is more than a page of ours sends")
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputError("what was sent is not from a page of ours") from error
    if not isinstance(read, dict):
        raise InputError("what was sent is not from a page of ours")
    return read


def word(read: dict[str, Any], name: str) -> str:
    """A text that was sent; empty for anything else."""
    value = read.get(name, "")
    return value if isinstance(value, str) else ""


def told_error(error: ProvesafeError, language: str, **more: object) -> Response:
    """What went wrong, as a phone's page says it in its language."""
    say = say_in(language)
    kinds = (
        (InputError, 400),
        (VerificationError, 422),
        (ConflictError, 409),
        (UnavailableError, 503),
    )
    status = next((code for kind, code in kinds if isinstance(error, kind)), 500)
    both = [say(one.replace("`", "")) for one in (error.message, error.hint) if one]
    words = ": ".join(both)
    return JSONResponse({"words": words[:1].upper() + words[1:] + ".", **more}, status_code=status)
