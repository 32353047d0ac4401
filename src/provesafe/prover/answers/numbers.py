"""How probable a hazard is, per use, and what it rests on: for putting things in order only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from provesafe.prover.answers.proof import Proof
from provesafe.prover.protocols.ground import TRUST_CHANCE, plain_id, trust_id
from provesafe.prover.protocols.model import Chance, Protocol, failures_by_id
from provesafe.prover.trees.importance import Importance, family_shares, measured
from provesafe.prover.trees.uncertainty import Band, band_of

__all__ = ["Numbers", "chances_of", "numbers_of"]

TRIALS = 20_000
SEED = 1
WORK_MAX = 60_000_000
"""LIMIT: nodes times draws, a second."""
SHARE_WORK_MAX = 200_000
THERP_SOURCE = "NUREG/CR-1278, table 10-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Relative use only: the same tables, the same events, one protocol against another."""

    mean: float
    """With every failure at its mean."""
    band: Band | None
    importance: tuple[Importance, ...]
    """By failure, the most critical first."""
    contributions: Mapping[tuple[int, ...], float]
    """For each listed set, its probability alone over the whole's."""


def chances_of(
    protocol: Protocol, proof: Proof, merged: Mapping[str, str] | None = None
) -> Mapping[str, Chance] | None:
    """The chance of every failure that some set needs; None where one has none.

    Args:
        protocol: where chances stand.
        proof: which failures are needed.
        merged: the new name of each failure that was merged; the reason behind several is as
            probable as the most probable of them.
    """
    known: dict[str, Chance] = {}
    for id_, failure in failures_by_id(protocol).items():
        if failure.chance is not None:
            name = (merged or {}).get(id_, id_)
            if name not in known or known[name].mean < failure.chance.mean:
                known[name] = failure.chance
    for trust in protocol.trusts:
        known[trust_id(trust)] = Chance(
            mean=TRUST_CHANCE[trust.level],
            factor=1.0,
            method=f"THERP dependence, {trust.level}",
            source=THERP_SOURCE,
        )
    found: dict[str, Chance] = {}
    for number in sorted(proof.needed()):
        name = proof.system.failures[number]
        chance = known.get(plain_id(name))
        if chance is None:
            return None
        found[name] = chance
    return found


def numbers_of(
    proof: Proof, chances: Mapping[str, Chance] | None, *, trials: int = TRIALS, seed: int = SEED
) -> Numbers | None:
    """Probability, band, importance and contributions.

    Args:
        proof: what suffices.
        chances: of every failure that is needed.
        trials: how often all are drawn.
        seed: the same seed draws the same.

    Returns:
        None where the proof is not complete, or a chance is missing.
    """
    if proof.diagram is None or proof.family is None or chances is None:
        return None
    names = proof.system.failures
    means = [chances[name].mean if name in chances else 0.0 for name in names]
    total = proof.diagram.probability([*means, 0.0])
    return Numbers(
        mean=total,
        band=_band(proof, chances, trials, seed),
        importance=_importance(proof, means, total),
        contributions={
            one: math.prod(means[number] for number in one) / total if total else 0.0
            for one in proof.listed
        },
    )


def _band(proof: Proof, chances: Mapping[str, Chance], trials: int, seed: int) -> Band | None:
    diagram = proof.diagram
    if diagram is None or len(diagram) * trials > WORK_MAX or proof.by_order == {0: 1}:
        return None
    stream = np.random.default_rng(seed)
    nothing = np.zeros(trials)
    drawn = [nothing] * (len(proof.system.failures) + 1)
    for name in sorted(chances):
        chance = chances[name]
        sigma = math.log(chance.factor) / NormalDist().inv_cdf(0.95)
        if chance.mean <= 0:
            continue
        middle = math.log(chance.mean) - sigma * sigma / 2
        number = proof.system.failures.index(name)
        drawn[number] = np.minimum(np.exp(stream.normal(middle, sigma, trials)), 1.0)
    return band_of(diagram.probability(drawn), seed=seed)


def _importance(proof: Proof, means: Sequence[float], total: float) -> tuple[Importance, ...]:
    if proof.diagram is None or proof.family is None or total <= 0 or not means:
        return ()
    rises = proof.diagram.derivatives([*means, 0.0], len(means) + 1)
    shares: Sequence[float] | None = None
    if len(proof.family) * len(means) <= SHARE_WORK_MAX:
        shares = family_shares(proof.family, means)
    found = [
        measured(
            proof.system.failures[number],
            means[number],
            rises[number],
            total,
            None if shares is None else shares[number],
        )
        for number in sorted(proof.needed())
    ]
    return tuple(sorted(found, key=lambda one: (-one.critical, one.event)))
