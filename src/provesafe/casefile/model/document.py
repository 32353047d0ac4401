"""A case as one JSON document, schema `provesafe.case/v1`: the same case, the same document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from provesafe.casefile.model.case import PURPOSE, Case

__all__ = ["case_document"]


def case_document(case: Case) -> dict[str, Any]:
    """The document of a case: every field under its name, what is left out as null or empty."""
    return {"schema": "provesafe.case/v1", "purpose": PURPOSE, **_plain(case)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value
