"""The audit of a fleet over Spark, in local mode: what the pool of this machine says."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production, a folder that holds none, and a day that ends badly."""
    folder = tmp_path_factory.mktemp("shelf")
    for name in ("afterwards", "done-right"):
        run("rehearse", ROOT / f"examples/minute/{name}.toml", "--into", folder / name)
    (folder / "nothing").mkdir()
    return folder


def test_spark_says_what_the_pool_says(shelf: Path) -> None:
    """Same document to the last key, a source that cannot be read among the others, same status."""
    sources = [shelf / name for name in ("afterwards", "nothing", "done-right")]
    until = ("--until", "2031-01-01 00:00", "--json")
    local = run("audit", *sources, *until)
    spark = run("audit", *sources, *until, "--engine", "spark", "--master", "local[2]")
    assert (spark.code, local.code) == (2, 2)
    assert spark.document == local.document
    assert len(spark.document["productions"]) == 2


def test_without_a_java_it_says_so(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, what to do, exit 5."""
    monkeypatch.setenv("PATH", str(shelf))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    ran = run("audit", shelf / "afterwards", "--engine", "spark")
    assert ran.code == 5
    assert ran.err.splitlines()[0] == "error: Spark needs a Java, and none was found"
