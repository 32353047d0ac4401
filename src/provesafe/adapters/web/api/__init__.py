"""The interface for other programs: JSON with tokens, an OpenAPI document, hooks."""

from provesafe.adapters.web.api.hooks import SIGNATURE, Telling, signature_of
from provesafe.adapters.web.api.pages import ApiPages, api_error
from provesafe.adapters.web.api.tokens import API_FILE, Hook, May, Token, Tokens, TokenTakenError

__all__ = [
    "API_FILE",
    "SIGNATURE",
    "ApiPages",
    "Hook",
    "May",
    "Telling",
    "Token",
    "TokenTakenError",
    "Tokens",
    "api_error",
    "signature_of",
]
