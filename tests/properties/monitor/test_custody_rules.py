"""The six rules of the benchmark say on its own logs what the reference says."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.custody_facts import RULES, SIGNATURE, write_facts

from provesafe.adapters.exchange import load_trace
from provesafe.monitor import Evaluation, ask, compile_formula, points_of
from provesafe.rulebook import parse_formula, parse_signature, solutions


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_six_rules_agree_with_the_reference(tmp_path: Path, seed: int) -> None:
    """On a small log with many faults, every violation of every rule is the reference's."""
    write_facts(tmp_path / "t.parquet", events=120, weapons=3, seed=seed, bad=0.35)
    signature = parse_signature(SIGNATURE)
    columns = load_trace(tmp_path / "t.parquet", signature)
    points = points_of(columns, signature)
    evaluation = Evaluation(columns)
    found_any = 0
    for name, text in RULES.items():
        formula = parse_formula(text, strict=False)
        question = compile_formula(formula, signature)
        answers = ask(question, evaluation)
        found = {(answer.index, row) for answer in answers for row in answer.rows}
        wanted = {
            (index, tuple(row[variable] for variable in question.variables))
            for index in range(answers.decided)
            for row in solutions(formula, points, index, observed_until=points[-1].seconds)
        }
        assert (name, found) == (name, wanted)
        found_any += bool(found)
    assert found_any >= 5
