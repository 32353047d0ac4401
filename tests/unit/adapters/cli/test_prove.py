"""`provesafe prove` at the terminal."""

from __future__ import annotations

from pathlib import Path

from terminal import run

ROOT = Path(__file__).parents[4]
WESTERN = str(ROOT / "examples/protocols/western-day.toml")


def test_the_western_day_answers_in_plain_words() -> None:
    """Distance of the listed failures, the story, the numbers with their band and their use."""
    ran = run("prove", WESTERN, "--no-what-ifs")
    assert ran.code == 0
    assert "It takes 4 failures, of the 15 failures listed in this protocol file" in ran.out
    assert "✗ The first AD goes to work without the safety meeting." in ran.out
    assert "relative use only" in ran.out
    assert "nine in ten draws" in ran.out


def test_the_document_and_the_exit_status() -> None:
    """The distance decides the exit status; the document has both distances and a certificate."""
    ran = run("prove", WESTERN, "--no-what-ifs", "--json", "--at-least", "5")
    assert ran.code == 1
    document = ran.document
    assert document["schema"] == "provesafe.proof/v1"
    assert (document["distance"], document["failures_listed"]) == (4, 15)
    assert document["by_order"] == {"4": 8, "5": 20, "6": 8}
    assert len(document["certificate"]["engines"]) == 2


def test_what_cannot_be_read_ends_with_two(tmp_path: Path) -> None:
    """A fault in the file has its place and exit status 2."""
    path = tmp_path / "bad.toml"
    path.write_text('[protocol]\nid = "x"\n', encoding="utf-8")
    ran = run("prove", str(path), "--json")
    assert ran.code == 2
    assert ran.document["code"] == "prover.protocol"


def test_files_for_other_programs(tmp_path: Path) -> None:
    """The sets as Open-PSA and the model as Promela are written where asked."""
    tree, model = tmp_path / "sets.xml", tmp_path / "model.pml"
    ran = run("prove", WESTERN, "--no-what-ifs", "--open-psa", str(tree), "--promela", str(model))
    assert ran.code == 0
    again = run("cutsets", str(tree), "--json").document
    assert again["by_order"] == {"4": 8, "5": 20, "6": 8}
    assert "assert(false)" in model.read_text(encoding="utf-8")
