"""A stored state is read exactly or not at all."""

from __future__ import annotations

import pytest

from acts import draw, state_after
from provesafe.custody import State, decode_state, encode_state
from provesafe.custody.errors import BadSnapshotError


def test_an_empty_state_is_nearly_nothing() -> None:
    """Defaults are left out."""
    assert encode_state(State()) == {"v": 1, "state": {}}


def test_a_table_is_pairs_in_its_order() -> None:
    """Weapons stand in the order in which they came in."""
    document = encode_state(state_after(draw()))
    state = document["state"]
    assert isinstance(state, dict)
    assert [key for key, _ in state["weapons"]] == ["colt-2", "colt-rubber"]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"v": 2, "state": {}},
        {"v": 1, "state": []},
        {"v": 1, "state": {"people": {}}},
        {"v": 1, "state": {"people": [["ada"]]}},
        {"v": 1, "state": {"people": [["ada", {}]]}},
        {"v": 1, "state": {"people": [["ada", {"id": 3}]]}},
        {"v": 1, "state": {"people": [["ada", {"id": "ada", "age": 3}]]}},
        {"v": 1, "state": {"seals": [["a", "1"], ["a", "2"]]}},
        {"v": 1, "state": {"acts": True}},
        {"v": 1, "state": {"weapons": [["w", {"id": "w", "contents": {"kind": "full"}}]]}},
        {"v": 1, "state": {"weapons": [["w", {"id": "w", "cases": [["l"]]}]]}},
    ],
)
def test_another_shape_is_not_read(document: dict[str, object]) -> None:
    """What does not have the shape of a state is not taken for one."""
    with pytest.raises(BadSnapshotError):
        decode_state(document)
