"""SPIN proves a protocol again from the model that was written for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from provesafe.prover import (
    Proof,
    System,
    ground,
    parse_protocol,
    prove_system,
    render_promela,
)

EXAMPLES = Path(__file__).parents[2] / "examples/protocols"


@pytest.fixture(scope="module", params=["western-day", "practice-1993", "practice-1984"])
def proved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> object:
    """A protocol's table, its proof, and SPIN's search of the model, compiled."""
    spin, compiler = shutil.which("spin"), shutil.which("cc")
    assert spin, "the Debian package `spin` is not installed"
    assert compiler, "no C compiler is installed"
    path = EXAMPLES / f"{request.param}.toml"
    beside = {one.stem: one.read_text("utf-8") for one in EXAMPLES.glob("*.toml")}
    system = ground(parse_protocol(path.read_text("utf-8"), source=path.name, bases=beside))
    folder = tmp_path_factory.mktemp("spin")
    (folder / "model.pml").write_text(render_promela(system), encoding="utf-8")
    subprocess.run([spin, "-a", "model.pml"], cwd=folder, check=True, capture_output=True)
    build = [compiler, "-O1", "-w", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"]
    subprocess.run(build, cwd=folder, check=True)
    return system, prove_system(system), folder


def _reached(folder: Path, failures: int) -> bool:
    """Whether SPIN finds the assertion broken when these failures are allowed."""
    ran = subprocess.run(
        ["./pan", "-m200000", "-w20"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "ALLOWED": str(failures)},
    )
    (folder / "model.pml.trail").unlink(missing_ok=True)
    assert "max search depth too small" not in ran.stdout
    return "assertion violated" in ran.stdout


def test_each_minimal_set_suffices_and_no_part_of_it_does(
    proved: tuple[System, Proof, Path],
) -> None:
    """Every set, and every set less one failure; and with no failure nothing is reached."""
    _system, proof, folder = proved
    assert _reached(folder, 0) == (proof.distance == 0)
    for one in proof.listed:
        whole = sum(1 << number for number in one)
        assert _reached(folder, whole), proof.names(one)
        for number in one:
            assert not _reached(folder, whole & ~(1 << number)), proof.names(one)
