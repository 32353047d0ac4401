"""What `--json` prints is what its schema says, for every command that answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from click.testing import CliRunner

from provesafe.adapters.cli.main import program
from provesafe.rulebook import Standing

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs/reference/schemas"
MINUTE = str(ROOT / "examples/minute/told-empty.toml")
WESTERN = str(ROOT / "examples/protocols/western-day.toml")
TREE = str(ROOT / "examples/trees/voter.xml")
ARTICLE = str(ROOT / "examples/case/article.txt")
AFTER = str(ROOT / "examples/minute/afterwards.toml")


def _checked(output: str) -> str:
    """The name of the schema that a printed document says it has, checked against it."""
    document = json.loads(output)
    name = str(document["schema"]).removeprefix("provesafe.").removesuffix("/v1")
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    return name


@pytest.mark.parametrize(
    ("arguments", "name", "status"),
    [
        (["rehearse", MINUTE, "--json"], "rehearsal", 1),
        (["prove", WESTERN, "--json"], "proof", 0),
        (["prove", WESTERN, "--after", "meet,clear-line", "--json"], "proof-from-here", 0),
        (["prove", WESTERN, "--against", WESTERN, "--json"], "proof-comparison", 0),
        (["cutsets", TREE, "--json"], "cutsets", 0),
        (["case", "intake", ARTICLE, "--json"], "intake", 0),
        (["rules", "list", "--json"], "rulebooks", 0),
        (["rules", "show", "set-practice", "--json"], "rulebook", 0),
        (["rules", "explain", "set-practice/who-gives", "--json"], "rule", 0),
        (["rules", "diff", "shape-2010", "ontario-39-part", "--json"], "rules-diff", 1),
        (["rules", "check", "shape-2010", "--json"], "rules-check", 0),
    ],
)
def test_a_command_prints_what_its_schema_says(
    arguments: list[str], name: str, status: int
) -> None:
    """The document has its schema's keys and types, and the exit status says yes or no."""
    run = CliRunner().invoke(program, arguments, standalone_mode=False)
    assert _checked(run.stdout) == name
    assert run.return_value in (status, None)


def test_a_record_is_looked_at_as_its_schemas_say(tmp_path: Path) -> None:
    """Audit, afterwards, bundle and verification of a kept record."""
    kept = str(tmp_path / "kept")
    CliRunner().invoke(program, ["rehearse", AFTER, "--into", kept], standalone_mode=False)
    audit = CliRunner().invoke(program, ["audit", kept, "--json"], standalone_mode=False)
    use = CliRunner().invoke(
        program, ["audit", kept, "--use-of", "colt-2", "--json"], standalone_mode=False
    )
    bundled, unlocked = str(tmp_path / "bundle"), {"PROVESAFE_PASSPHRASE": ""}
    made = CliRunner(env=unlocked).invoke(
        program, ["bundle", kept, bundled, "--json"], standalone_mode=False
    )
    assert _checked(made.stdout) == "bundle"
    for place in (kept, bundled):
        verified = CliRunner().invoke(program, ["verify", place, "--json"], standalone_mode=False)
        assert _checked(verified.stdout) == "verification"
    assert _checked(audit.stdout) == "audit"
    assert _checked(use.stdout) == "afterwards"
    for arguments, name in (
        (["audit", kept, bundled, "--json"], "audits"),
        (["audit", kept, "--compare", "custody", "shape-2010", "--json"], "audit-compare"),
        (["keys", "list", kept, "--json"], "keys"),
        (["export", kept, "--ocel", str(tmp_path / "o.json"), "--json"], "ocel"),
    ):
        ran = CliRunner().invoke(program, arguments, standalone_mode=False)
        assert _checked(ran.stdout) == name


def test_a_case_is_listed_as_its_schemas_say(tmp_path: Path) -> None:
    """A case with an article and a day's record, before and after somebody went through it."""
    folder, day = str(tmp_path / "case"), str(ROOT / "examples/case/day.zip")
    for arguments in (
        ["new", folder, ARTICLE, day, "--by", "Hana", "--demo"],
        ["accept", folder, "all", "--by", "Hana"],
    ):
        assert _checked_case(arguments) is None
    assert _checked_case(["stage", folder, "--json"]) == "case-staging"
    assert _checked_case(["list", folder, "--json"]) == "case"


def _checked_case(arguments: list[str]) -> str | None:
    ran = CliRunner().invoke(program, ["case", *arguments], standalone_mode=False)
    assert ran.return_value == 0
    return _checked(ran.stdout) if "--json" in arguments else None


def test_a_document_of_another_shape_is_refused() -> None:
    """The schemas can say no."""
    with pytest.raises(jsonschema.ValidationError):
        _checked('{"schema": "provesafe.error/v1", "code": "x"}')


def test_every_schema_is_a_schema() -> None:
    """Each file is itself in order, and json.md names it."""
    page = (ROOT / "docs/reference/json.md").read_text("utf-8")
    for path in sorted(SCHEMAS.glob("*.json")):
        jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))
        assert f"provesafe.{path.stem}/v1" in page


def test_every_standing_a_rule_may_have_is_in_the_schemas() -> None:
    """Each schema that lists standings lists all that a rule file may give, and no other."""
    listed = [
        tuple(found)
        for path in sorted(SCHEMAS.glob("*.json"))
        for found in _enums(json.loads(path.read_text("utf-8")))
        if "VP" in found
    ]
    assert listed
    assert set(listed) == {get_args(Standing)}


def _enums(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("enum"), list):
            yield value["enum"]
        for one in value.values():
            yield from _enums(one)
    elif isinstance(value, list):
        for one in value:
            yield from _enums(one)
