"""What a space of variables asks of the library under it."""

from __future__ import annotations

from provesafe.prover.diagrams.space import Space


def test_the_plain_library_never_looks_for_another_order() -> None:
    """Asked for reordering, plain Python still keeps the order given: looking took minutes."""
    plain = Space(4, engine="python", reorder=True)
    assert plain.inside.configure()["reordering"] is False
    assert not plain.compiled


def test_the_compiled_library_reorders_only_when_asked() -> None:
    """CUDD looks for better orders where that was asked for, and nowhere else."""
    assert Space(4, reorder=True).inside.configure()["reordering"] is True
    assert Space(4).inside.configure()["reordering"] is False
