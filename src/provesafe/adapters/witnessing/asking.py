"""Post a request to a witness over HTTP."""

from __future__ import annotations

import urllib.error
import urllib.request

from provesafe.errors import UnavailableError

__all__ = ["post"]

_WAIT_SECONDS = 5.0
_ANSWER_BYTES_MAX = 65_536


def post(url: str, body: bytes, *, wait_seconds: float = _WAIT_SECONDS) -> tuple[int, bytes]:
    """Post a body to a witness's `add-checkpoint`; give status and body of its answer.

    Args:
        url: the witness's address, without `/add-checkpoint`.
        body: the request.
        wait_seconds: how long to wait for it.

    Raises:
        UnavailableError: it cannot be reached.
    """
    if not url.startswith(("http://", "https://")):
        raise UnavailableError(f"`{url}` is no address of a witness")
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
        url.rstrip("/") + "/add-checkpoint", data=body, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=wait_seconds) as answer:  # noqa: S310
            return answer.status, answer.read(_ANSWER_BYTES_MAX)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(_ANSWER_BYTES_MAX)
    except (OSError, ValueError) as error:
        raise UnavailableError(f"the witness at `{url}` cannot be reached: {error}") from error
