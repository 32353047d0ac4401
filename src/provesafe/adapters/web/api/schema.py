"""The OpenAPI document of the program's interface, made from the vocabulary and never by hand.

One schema for each act, from its own declaration; one answer for every question. It says what is
taken; whether an act may go ahead is for the rules, as on every other way in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from provesafe import custody

__all__ = ["BODY_BYTES_MAX", "openapi"]

BODY_BYTES_MAX = 64 * 1024
"""LIMIT: ten times the longest words an act takes."""

_ERROR = {"$ref": "#/components/schemas/Error"}


def openapi(*, asked: Collection[str], closed: Collection[str]) -> dict[str, Any]:
    """The document.

    Args:
        asked: acts that may be asked for before they happen.
        closed: acts that are entered in no other way than their own.
    """
    acts = [one for one in custody.VOCABULARY.values() if one.name not in closed]
    may_ask = [one for one in acts if one.name in asked]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "provesafe",
            "version": "1",
            "description": "The same acts, the same rules, the same record as from every screen.",
        },
        "security": [{"token": []}],
        "paths": {
            "/api/v1/list": _read("What is in each weapon, and who has it", "List"),
            "/api/v1/log": _read("What was entered today, in order", "Log"),
            "/api/v1/rules": _read("The rules in force, each with its source", "Rules"),
            "/api/v1/ask": _enter(
                "Ask whether an act may go ahead; where nothing is open it is entered as done, "
                "unless `done` is false",
                "AskBody",
            ),
            "/api/v1/report": _enter(
                "Enter what has happened; it is never held up, and stands with the rules it did "
                "not meet",
                "ReportBody",
            ),
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Error": _object(
                    {"error": _text(), "message": _text(), "hint": _text()},
                    required=("error", "message", "hint"),
                ),
                "List": _document("provesafe.list/v1", weapons=_many(), stops=_many()),
                "Log": _document("provesafe.log/v1", lines=_many()),
                "Rules": _document("provesafe.rules-in-force/v1", rules=_many()),
                "Decision": {
                    "type": "object",
                    "required": ["schema", "act", "decision", "reasons"],
                    "properties": {
                        "schema": {"const": "provesafe.decision/v1"},
                        "decision": {"enum": ["permit", "refuse", "noted"]},
                    },
                },
                "AskBody": _body(may_ask, {"done": {"type": "boolean"}}),
                "ReportBody": _body(acts, {"happened": {"type": "string", "maxLength": 20}}),
                **{f"act.{one.name}": _fields(one) for one in acts},
            },
        },
    }


def _read(summary: str, schema: str) -> dict[str, Any]:
    return {"get": {"summary": summary, "responses": _responses(schema, ("401", "503"))}}


def _enter(summary: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    parameters = [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
            "description": "Sent again with the same key, it is entered once.",
        }
    ]
    return {
        "post": {
            "summary": summary,
            "parameters": parameters,
            "requestBody": {"required": True, "content": content},
            "responses": _responses("Decision", ("400", "401", "403", "409", "413", "415", "503")),
        }
    }


def _responses(schema: str, errors: Collection[str]) -> dict[str, Any]:
    def said(name: dict[str, Any], words: str) -> dict[str, Any]:
        return {"description": words, "content": {"application/json": {"schema": name}}}

    found = {"200": said({"$ref": f"#/components/schemas/{schema}"}, "the answer")}
    return found | {one: said(_ERROR, "why not") for one in (*errors, "405")}


def _body(acts: Collection[custody.ActType], more: dict[str, Any]) -> dict[str, Any]:
    """An act and its fields; which fields an act has stands in its own schema, by its name.

    One schema with every act as an alternative would say the same, and few tools read it.
    """
    named = [one.name for one in acts]
    about = "its fields: see the schema of this act in `x-fields-of`"
    return {
        **_object(
            {
                "act": {"enum": named},
                "fields": {"type": "object", "description": about},
                **more,
            },
            required=("act", "fields"),
        ),
        "x-fields-of": {name: f"#/components/schemas/act.{name}" for name in named},
    }


def _fields(one: custody.ActType) -> dict[str, Any]:
    """The fields of an act, as its declaration has them."""
    required = tuple(each.name for each in one.fields if not each.optional)
    found = _object({each.name: _field(each) for each in one.fields}, required=required)
    return {"description": one.sentence.replace("[", "").replace("]", ""), **found}


def _field(field: custody.Field) -> dict[str, Any]:
    if field.is_integer:
        single: dict[str, Any] = {"type": "integer", "minimum": field.low, "maximum": field.high}
    elif field.values:
        single = {"enum": list(field.values)}
    else:
        single = {"type": "string", "minLength": 1, "maxLength": 2000}
    if field.many:
        return {"type": "array", "items": single, "minItems": 1, "uniqueItems": True}
    return single


def _document(schema: str, **members: dict[str, Any]) -> dict[str, Any]:
    return _object(
        {"schema": {"const": schema}, **members}, required=("schema", *members), closed=False
    )


def _object(
    properties: dict[str, Any], *, required: Collection[str], closed: bool = True
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "required": sorted(required),
    }
    return found | ({"additionalProperties": False} if closed else {})


def _many() -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object"}}


def _text() -> dict[str, Any]:
    return {"type": "string"}
