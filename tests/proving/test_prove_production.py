"""`provesafe prove DIR`: the protocol of a production, at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from provesafe.adapters.web.demo import make_demo
from terminal import run

SCHEMAS = Path(__file__).parents[2] / "docs/reference/schemas"
NOW = 1_772_460_000_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo day, in a folder."""
    folder = tmp_path_factory.mktemp("demo") / "dry-creek"
    production = make_demo(folder, now_ms=NOW, zone="UTC")
    production.store.close()
    production.disclosures.close()
    return folder


def test_a_production_is_proved_by_its_own_rules(demo: Path) -> None:
    """The distance, the failures made of deeds, the rules that hold the hand-over up."""
    ran = run("prove", str(demo), "--weapon", "colt-2", "--no-what-ifs", "--json")
    assert ran.code == 0
    document = ran.document
    assert document["distance"] >= 3
    assert "set-practice/show-to-receiver" in document["made_of"]["asked"]
    assert "set-practice/locked-after-wrap" in document["made_of"]["left_out"]
    assert any("hands-over-although" in one for one in document["sets"])


def test_from_here_speaks_in_words(demo: Path) -> None:
    """What still has to go wrong for the one weapon that is out, without a number and a name."""
    ran = run("prove", str(demo), "--from-here")
    assert ran.code == 0
    assert ran.out.startswith("colt-2\n")
    assert "the performer says that it was seen, and has not looked" in ran.out
    (weapon,) = run("prove", str(demo), "--from-here", "--json").document["weapons"]
    told = [*weapon["left"]["standing"], weapon["left"]["adds_most"]]
    told += [line["say"] for line in weapon["left"]["story"]["lines"]]
    assert not any(character.isdigit() for words in told for character in words)
    assert not any(name in " ".join(told) for name in ("Ada", "Basil", "Cleo", "P-"))


@pytest.mark.parametrize("asked", ["--weapon=colt-2", "--from-here", "--replay"])
def test_documents_are_what_their_schemas_say(demo: Path, asked: str) -> None:
    """Each answer about a production has a schema of its own, and keeps to it."""
    document = run("prove", str(demo), asked, "--no-what-ifs", "--json").document
    name = str(document["schema"]).removeprefix("provesafe.").removesuffix("/v1")
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert schema["title"] == document["schema"]


def test_what_is_asked_of_a_file_is_not_asked_of_a_production(demo: Path) -> None:
    """A weapon nobody knows, and options that belong to files, end with exit status 2."""
    assert run("prove", str(demo), "--weapon", "colt-9").code == 2
    assert run("prove", str(demo), "--after", "meet").code == 2
    ran = run(
        "prove", str(Path(__file__).parents[2] / "examples/protocols/theatre.toml"), "--from-here"
    )
    assert ran.code == 2


def test_a_day_is_replayed(demo: Path) -> None:
    """Nothing was done against a rule; the document says where the day left it."""
    ran = run("prove", str(demo), "--replay", "--json")
    assert ran.code == 0
    assert ran.document["happened"] == []
    assert ran.document["left"]["between"] == "all"
    assert "went by the rules" in run("prove", str(demo), "--replay").out
