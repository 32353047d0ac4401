"""The interface for other programs: what it says it takes and gives, for whom, by the same gate."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from browsing import Cart, served
from pages.values import value_of
from provesafe import custody
from provesafe.adapters.web.acts import ASKED, NOT_BY_HAND, PIN_ACTS
from provesafe.adapters.web.api.schema import openapi

GIVEN = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}


def _api(*words: str) -> str:
    program = Path(sys.executable).with_name("provesafe")
    ran = subprocess.run([program, "api", *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.fixture(scope="module")
def day() -> Iterator[Cart]:
    """A demo of its own."""
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def enters(day: Cart) -> str:
    """A token that enters, for Ada."""
    return _api("token", str(day.folder), "cart", "--for", "ada", "--may", "enter")


def _call(
    day: Cart, token: str, path: str, body: object = None, **headers: str
) -> tuple[int, dict[str, Any]]:
    data = None if body is None else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", **headers}
    request = urllib.request.Request(day.base + path, data=data, headers=sent)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_it_is_the_same_gate(day: Cart, enters: str) -> None:
    """A hand-over asked for by a program is held up by the same rules, and nothing is entered."""
    status, told = _call(day, enters, "/api/v1/ask", {"act": "hand_over", "fields": GIVEN})
    assert (status, told["schema"], told["decision"]) == (200, "provesafe.decision/v1", "refuse")
    assert any("called" in one["say"] for one in told["reasons"])
    _, listed = _call(day, enters, "/api/v1/list")
    (colt,) = [one for one in listed["weapons"] if one["weapon"] == "colt-2"]
    assert (colt["holder"], colt["contents"]) == ("ada", "dummy")
    status, told = _call(day, enters, "/api/v1/report", {"act": "hand_over", "fields": GIVEN})
    assert (status, told["decision"]) == (200, "noted")
    assert told["reasons"]
    back = {"weapon": "colt-2", "by": "cleo", "to": "ada"}
    assert _call(day, enters, "/api/v1/report", {"act": "return_weapon", "fields": back})[0] == 200


def test_sent_twice_is_entered_once(day: Cart, enters: str) -> None:
    """The same key gives the same answer, and one entry."""
    said = {"act": "lose_sight", "fields": {"weapon": "rifle-1", "by": "ada"}}
    key = {"Idempotency-Key": "once-1"}
    first = _call(day, enters, "/api/v1/report", said, **key)
    assert first == _call(day, enters, "/api/v1/report", said, **key)
    _, log = _call(day, enters, "/api/v1/log")
    assert len([one for one in log["lines"] if one["act"] == "lose_sight"]) == 1


def test_tokens_open_what_they_may(day: Cart, enters: str) -> None:
    """No token, a reading one and an ended one; what takes a PIN is entered by none."""
    reads = _api("token", str(day.folder), "wall", "--for", "gil")
    said = {"act": "lose_sight", "fields": {"weapon": "rifle-1", "by": "gil"}}
    assert _call(day, "ps_none", "/api/v1/list")[0] == 401
    assert _call(day, reads, "/api/v1/rules")[0] == 200
    assert _call(day, reads, "/api/v1/report", said)[1]["error"] == "web.token_reads"
    opened = {"act": "open_store", "fields": {"place": "locker", "by": "ada"}}
    assert _call(day, enters, "/api/v1/report", opened)[0] == 403
    assert _call(day, enters, "/api/v1/ask", opened)[0] == 403
    assert "wall  read  Gil" in _api("list", str(day.folder))
    assert reads.encode() not in (day.folder / "api.sqlite").read_bytes()
    _api("end", str(day.folder), "wall")
    assert _call(day, reads, "/api/v1/rules")[0] == 401
    assert _call(day, enters, "/api/v1/report", {"act": "none", "fields": {}})[0] == 400
    far = {"act": "tell", "fields": {"words": "x" * 70_000}}
    assert _call(day, enters, "/api/v1/report", far)[0] == 413


def test_hooks_are_told_that_something_was_entered(day: Cart, enters: str) -> None:
    """A hook gets the record's length, signed with its word, and nothing of what was entered."""
    heard: list[tuple[str, bytes]] = []
    once = threading.Event()

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            heard.append((self.headers["Provesafe-Signature"], self.rfile.read(length)))
            self.send_response(204)
            self.end_headers()
            once.set()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/told"
        secret = _api("hook", str(day.folder), url)
        said = {"act": "tell", "fields": {**_TOLD, "words": "the rail is loose"}}
        assert _call(day, enters, "/api/v1/report", said)[0] == 200
        assert once.wait(8)
    finally:
        server.shutdown()
        server.server_close()
    signature, body = heard[-1]
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert signature == f"sha256={made}"
    assert set(json.loads(body)) == {"schema", "record", "entries"}
    _api("end", str(day.folder), url)


_TOLD = {"weapon": "rifle-1", "by": "ada", "to": "cleo"}

ANSWERED: set[str] = set()


def _fields_of(name: str) -> dict[str, Any]:
    """An act's fields, each of the right kind."""
    given: dict[str, Any] = {}
    for one in custody.VOCABULARY[name].fields:
        single: Any = int(value_of(one)) if one.is_integer else value_of(one)
        given[one.name] = [single] if one.many else single
    return given


_SCHEMA = schemathesis.openapi.from_dict(
    openapi(asked=ASKED - PIN_ACTS, closed=NOT_BY_HAND | PIN_ACTS)
)


@_SCHEMA.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_it_does_what_its_document_says(case: Any, day: Cart, enters: str) -> None:
    """Whatever is sent, the answers are those of the document, and none is a fault of ours."""
    answer = case.call_and_validate(
        base_url=day.base,
        headers={"Authorization": f"Bearer {enters}"},
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
            unsupported_method,
            ignored_auth,
        ],
    )
    assert answer.status_code in (200, 400, 401, 403, 405, 409, 413, 415)
    name = case.body.get("act") if isinstance(case.body, dict) else None
    if isinstance(name, str) and name in custody.VOCABULARY:
        # Chance fills no act's fields well: the same once more, with what its own schema asks for.
        case.body = {"act": name, "fields": _fields_of(name)}
        answer = case.call_and_validate(
            base_url=day.base,
            headers={"Authorization": f"Bearer {enters}"},
            checks=[not_a_server_error, status_code_conformance, response_schema_conformance],
        )
    if answer.status_code == 200:
        ANSWERED.add(case.operation.label)


def test_every_operation_was_answered() -> None:
    """Each operation of the document was answered 200 above, and not only told what is wrong."""
    wanted = {one.ok().label for one in _SCHEMA.get_all_operations()}
    assert len(wanted) == 5
    assert wanted == ANSWERED
