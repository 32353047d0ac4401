"""House rule: arrows between rooms go one way, and nothing gets around them."""

from __future__ import annotations

import pytest

from tidy.arrows import (
    apart_problems,
    arrow_problems,
    cycle_problems,
    late_import_problems,
    third_party_problems,
)
from tidy.source import listed, modules_under, planted


def test_rooms_import_only_along_the_arrows() -> None:
    """Every import between rooms follows the table of the design."""
    problems = arrow_problems(modules_under("src"))
    assert not problems, listed(problems)


def test_rooms_use_only_their_own_libraries() -> None:
    """Core rooms and services use the standard library alone; adapters what the decision lists."""
    problems = third_party_problems(modules_under("src"))
    assert not problems, listed(problems)


def test_no_import_hides_in_a_function() -> None:
    """Outside adapters/cli every import stands at the top of its file."""
    problems = late_import_problems(modules_under("src"))
    assert not problems, listed(problems)


def test_no_modules_import_one_another() -> None:
    """There is no import cycle, not even one for types alone."""
    problems = cycle_problems(modules_under("src"))
    assert not problems, listed(problems)


def test_second_opinions_stand_apart() -> None:
    """What rechecks the engines shares no code with them."""
    problems = apart_problems(modules_under("src"))
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("ledger/x.py", "from provesafe.custody import Act"),
        ("rulebook/x.py", "from provesafe.monitor import Gate"),
        ("monitor/x.py", "from provesafe.custody import facts"),
        ("prover/x.py", "from provesafe.ledger import Entry"),
        ("casefile/x.py", "from provesafe.prover import model"),
        ("service/x.py", "from provesafe.adapters import wiring"),
        ("monitor/x.py", "from provesafe.rulebook.formula import Fact"),
        ("monitor/x.py", "import provesafe.rulebook"),
        ("ledger/x.py", "from provesafe.ledger import Entry"),
        ("ledger/x.py", "from . import Entry"),
        ("ledger/x.py", "from provesafe import ledger"),
        ("ledger/x.py", "from provesafe import custody"),
        ("service/x.py", "from provesafe import something"),
        ("errors.py", "from provesafe.ledger import Entry"),
        ("helpers/x.py", "import re"),
    ],
)
def test_a_wrong_arrow_is_found(path: str, line: str) -> None:
    """Each way of importing against the arrows is one problem."""
    assert len(arrow_problems([planted(f"src/provesafe/{path}", line)])) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("ledger/x.py", "from provesafe.errors import InputError"),
        ("ledger/x.py", "from provesafe.ledger.tree import leaf_hash"),
        ("ledger/x.py", "from .tree import leaf_hash"),
        ("ledger/__init__.py", "from provesafe.ledger.tree import leaf_hash"),
        ("adapters/cli/main.py", "from provesafe.service import rehearse"),
        ("service/x.py", "from provesafe import custody"),
        ("adapters/cli/main.py", "from provesafe.adapters.store.sqlite import SqliteStore"),
    ],
)
def test_a_right_arrow_is_left_alone(path: str, line: str) -> None:
    """An import the design allows is no problem."""
    assert arrow_problems([planted(f"src/provesafe/{path}", line)]) == []


def test_a_library_in_a_core_room_is_found() -> None:
    """A third-party import in a room that does not exist on it is one problem."""
    module = planted("src/provesafe/ledger/x.py", "import nacl.signing\nimport hashlib")
    assert len(third_party_problems([module])) == 1


def test_a_hidden_import_is_found() -> None:
    """An import inside a function or method is found everywhere but in adapters/cli."""
    code = "class A:\n    def f(self):\n        import json\n"
    assert len(late_import_problems([planted("src/provesafe/adapters/web/x.py", code)])) == 1
    assert late_import_problems([planted("src/provesafe/adapters/cli/x.py", code)]) == []


def test_a_cycle_is_found() -> None:
    """Two modules that import one another, one of them for types alone, are a cycle."""
    first = planted("src/provesafe/ledger/a.py", "from provesafe.ledger.b import B")
    second = planted(
        "src/provesafe/ledger/b.py",
        "if TYPE_CHECKING:\n    from provesafe.ledger.a import A",
    )
    apart = planted("src/provesafe/ledger/c.py", "from provesafe.ledger.a import A")
    assert cycle_problems([first, second, apart]) == [
        "import cycle: provesafe.ledger.a -> provesafe.ledger.b"
    ]


def test_a_shared_opinion_is_found() -> None:
    """A recheck that reaches an engine over another module, or borrows the definition, is found."""
    recheck = "src/provesafe/monitor/recheck.py"
    step = planted("src/provesafe/monitor/step.py", "from provesafe.monitor.gate import Gate")
    gate = planted("src/provesafe/monitor/gate.py", "")
    over = planted(recheck, "from provesafe.monitor.step import x")
    borrowed = planted(recheck, "from provesafe.rulebook import solutions")
    own = planted(recheck, "from provesafe.rulebook import Formula")
    assert apart_problems([over, step, gate]) != []
    assert apart_problems([borrowed, step, gate]) != []
    assert apart_problems([own, step, gate]) == []


def test_a_front_door_leads_to_what_was_asked_for() -> None:
    """A room that exports the definition is no bridge to it, but a name of the definition is."""
    recheck = "src/provesafe/monitor/recheck.py"
    door = planted(
        "src/provesafe/rulebook/__init__.py",
        "from provesafe.rulebook.formula import Formula\n"
        "from provesafe.rulebook.reference import holds",
    )
    formula = planted("src/provesafe/rulebook/formula.py", "")
    reference = planted("src/provesafe/rulebook/reference.py", "")
    own = planted(recheck, "from provesafe.rulebook import Formula")
    borrowed = planted(recheck, "from provesafe.rulebook import holds")
    assert apart_problems([own, door, formula, reference]) == []
    assert apart_problems([borrowed, door, formula, reference]) != []
