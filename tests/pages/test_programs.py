"""The interface for programs, whole: every operation, every act of its document, every token."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inside import Answer, Inside
from pages.rows import ROWS
from pages.values import value_of
from provesafe import custody
from provesafe.adapters.web.api.tokens import Tokens

PROGRAMS = tuple(row for row in ROWS if row.path.startswith("/api/v1/"))
ENTERING = tuple(row.path for row in PROGRAMS if row.method == "POST")


@pytest.fixture(scope="module")
def tokens(upset: Inside) -> dict[str, str]:
    """A token of each kind, for Ada, and none."""
    made = Tokens(upset.house.folder)
    person = upset.person("Ada")
    return {
        "none": "ps_none",
        "read": made.make("wall", person=person, may="read"),
        "enter": made.make("cart", person=person, may="enter"),
    }


@pytest.fixture(scope="module")
def document(upset: Inside) -> dict[str, Any]:
    """What the interface says of itself."""
    read: dict[str, Any] = json.loads(upset.guest().get("/api/openapi.json").text)
    return read


def _call(cart: Inside, token: str, path: str, sent: object = None, key: str = "") -> Answer:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    headers |= {"Idempotency-Key": key} if key else {}
    body = b"" if sent is None else json.dumps(sent).encode()
    method = "GET" if sent is None else "POST"
    return cart.guest().call(method, path, headers=headers, body=body)


def test_the_document_has_every_operation(document: dict[str, Any]) -> None:
    """What the document describes is what the app answers, and nothing else."""
    described = {(m.upper(), path) for path, ways in document["paths"].items() for m in ways}
    assert described == {(row.method, row.path) for row in PROGRAMS}


@pytest.mark.parametrize("path", [row.path for row in PROGRAMS])
def test_a_token_opens_what_it_may(upset: Inside, tokens: dict[str, str], path: str) -> None:
    """No token opens nothing, a reading one reads, an entering one does both."""
    sent = _said("lose_sight") if path in ENTERING else None
    wanted = {"none": 401, "read": 403 if sent else 200, "enter": 200}
    if path.endswith("/ask"):
        sent = _said("hand_over")
    before = upset.entries
    for kind in ("none", "read"):
        answer = _call(upset, tokens[kind], path, sent)
        assert (answer.status, json.loads(answer.text).keys() >= {"error"}) == (
            wanted[kind],
            wanted[kind] != 200,
        )
    assert upset.entries == before
    assert _call(upset, tokens["enter"], path, sent).status == 200


def test_every_act_of_the_document_is_entered(
    upset: Inside, tokens: dict[str, str], document: dict[str, Any]
) -> None:
    """Each act that the document lets be reported is, once for each key, and told as a decision."""
    acts = document["components"]["schemas"]["ReportBody"]["properties"]["act"]["enum"]
    for name in acts:
        before = upset.entries
        first = _call(upset, tokens["enter"], "/api/v1/report", _said(name), f"report-{name}")
        assert first.status == 200, first.text
        assert json.loads(first.text)["decision"] == "noted", name
        entered = upset.entries
        assert entered > before
        again = _call(upset, tokens["enter"], "/api/v1/report", _said(name), f"report-{name}")
        assert (again.text, upset.entries) == (first.text, entered), name


def test_every_act_that_may_be_asked_is_answered(
    upset: Inside, tokens: dict[str, str], document: dict[str, Any]
) -> None:
    """Each act that may be asked for is answered yes or no, with a reason for every no."""
    for name in document["components"]["schemas"]["AskBody"]["properties"]["act"]["enum"]:
        answer = _call(upset, tokens["enter"], "/api/v1/ask", {**_said(name), "done": False})
        assert answer.status == 200, answer.text
        told = json.loads(answer.text)
        assert told["decision"] in ("permit", "refuse"), name
        assert bool(told["reasons"]) == (told["decision"] == "refuse"), name


def _said(name: str) -> dict[str, Any]:
    """An act with something of the right kind in each of its fields."""
    fields: dict[str, Any] = {}
    for one in custody.VOCABULARY[name].fields:
        text = value_of(one)
        single: Any = int(text) if one.is_integer else text
        fields[one.name] = [single] if one.many else single
    return {"act": name, "fields": fields}
