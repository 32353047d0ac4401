"""Human-reliability methods against values worked out on paper."""

from __future__ import annotations

import pytest

from provesafe.prover import EPC, HEART, heart, spar_h


def test_heart_multiplies_conditions() -> None:
    """E with no time (11, 0.4) and no checking (17, 0.5): 0.02 x 5 x 2."""
    assert EPC[2][0] == 11
    assert EPC[17][0] == 3
    assert heart("E", ((2, 0.4), (17, 0.5))) == pytest.approx(0.02 * 5.0 * 2.0)


def test_heart_is_at_most_one() -> None:
    """No condition makes a probability of more than one."""
    assert heart("A", ((1, 1.0),)) == 1.0
    assert HEART["F"][0] == 0.003


@pytest.mark.parametrize(
    ("kind", "factors", "wanted"),
    [
        # NUREG/CR-6883: N c / (N (c - 1) + 1), from three bad factors on; c = 40.
        ("diagnosis", {"stress": "high", "complexity": "moderate", "experience": "low"}, 0.28777),
        ("action", {"stress": "high", "time": "barely", "processes": "good"}, 0.01),
        ("action", {}, 0.001),
        ("action", {"procedures": "none", "ergonomics": "misleading", "stress": "high"}, 0.83347),
    ],
)
def test_spar_h(kind: str, factors: dict[str, str], wanted: float) -> None:
    """The worksheet's product, adjusted where three factors are bad."""
    assert spar_h(kind, factors) == pytest.approx(wanted, rel=1e-4)
