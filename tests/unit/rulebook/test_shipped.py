"""The rulebooks that come with the program: all load, trace to their sources, can be judged.

`source_rows.json` has, for each row of our table of sources, its class (decided at an act, due by
a time, standing), how its source was read, and the rows that say the same.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from provesafe.adapters.rulebooks import (
    load_rulebooks,
    rulebook_files,
    rulebook_signature,
    shared_definitions,
    shipped_rulebooks,
)
from provesafe.custody import ROLES, VOCABULARY
from provesafe.errors import InputError
from provesafe.rulebook import (
    KINDS,
    NEVER_REFUSED,
    Rule,
    Rulebook,
    SetAside,
    Settings,
    Source,
    check_formula,
    free_variables,
    parse_formula,
    render,
)
from provesafe.rulebook.book.standalone import stands_alone

ROWS = json.loads((Path(__file__).parent / "source_rows.json").read_text("utf-8"))
OWN = {"custody"}
ALL_FLAGS: Settings = {
    "set-practice": {"studio_lot": True, "stage": True},
    "california-labor-9150-part": {"pilot": True},
    "us-reports-part": {"california": True, "licensee": True},
    "local-permits-part": {
        "los_angeles_view": True,
        "texas": True,
        "nyc_property": True,
        "vendor": True,
    },
    "house-default": {"modified_only": True, "public_view": True},
    "california-labor-9150-part/enough-handlers": {"weapons": 20},
    "house-default/enough-handlers": {"weapons": 20},
    "house-default/left-alone": {"within": 600},
    "set-practice/back-at-cut": {"within": 300},
    "house-default/concerns-answered-in-time": {"within": 86400},
}


@cache
def books(*, everything: bool = True) -> tuple[Rulebook, ...]:
    """All shipped rulebooks, with every flag on and every limit set, or as they come."""
    return load_rulebooks(shipped_rulebooks(), settings=ALL_FLAGS if everything else None)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every shipped rulebook."""
    return tuple(rule for book in books() for rule in book.rules)


def sourced() -> list[tuple[str, Source]]:
    """Name and source of every rule outside custody's own that stands on a row."""
    return [
        (rule.name, rule.source)
        for rule in rules()
        if rule.rulebook not in OWN and rule.source.standing in {"VP", "VS"}
    ]


def groups(rows: dict[str, dict[str, object]]) -> dict[str, str]:
    """Row -> one row that stands for all that say the same, taken all the way round."""
    parent = {row: row for row in rows}

    def root(row: str) -> str:
        while parent[row] != row:
            row = parent[row]
        return row

    for row, told in rows.items():
        same = told["same"]
        assert isinstance(same, list)
        for other in same:
            if other in parent:
                parent[root(row)] = root(other)
    return {row: root(row) for row in rows}


def test_with_every_flag_and_limit_set_nothing_is_set_aside() -> None:
    """The settings above reach every rule there is, so the tests below see them all."""
    assert [one.id for book in books() for one in book.set_aside] == []


def test_what_is_set_aside_as_shipped_says_why() -> None:
    """Rules that bind only somewhere, or need a number no source gives, name what decides."""
    aside: list[SetAside] = [one for book in books(everything=False) for one in book.set_aside]
    assert {one.id for one in aside} >= {"concerns-answered-in-time", "firearms-assessment"}
    assert all(one.parameter in one.reason for one in aside)


def test_at_least_78_rules_stand_on_rows_that_say_different_things() -> None:
    """Rows that say the same count once, all the way round."""
    same = groups(ROWS)
    assert len({same[source.row] for _, source in sourced()}) >= 78
    assert len({source.row for _, source in sourced()}) >= 120


def test_every_sourced_rule_names_a_row_read_as_it_says() -> None:
    """No rule stands on a row from memory, and none says it was read better than it was."""
    wrong = [
        name
        for name, source in sourced()
        if source.row not in ROWS or ROWS[source.row]["standing"] != source.standing
    ]
    assert wrong == []


def test_every_class_of_row_is_covered() -> None:
    """Rules stand on rows decided at an act, due by a time, and standing."""
    classes = [letter for _, s in sourced() for letter in ROWS[s.row]["class"].split("+")]
    assert min(classes.count(letter) for letter in "GDS") >= 10


def test_our_own_rules_say_so() -> None:
    """What stands on no row is custody's consistency, or the house's own composition."""
    others = {
        (rule.rulebook, rule.source.standing)
        for rule in rules()
        if not rule.source.row or rule.rulebook in OWN
    }
    assert others <= {("custody", "record"), ("house-default", "house")}


def test_a_rule_exports_as_text_that_means_the_same() -> None:
    """Other monitors take the violation as it stands; its text reads back as the same formula."""
    for rule in rules():
        assert stands_alone(rule.violation), rule.name
        checked = check_formula(rule.violation, rulebook_signature())
        assert set(checked.types) == set(rule.variables), rule.name
        assert parse_formula(render(rule.violation), strict=True) == rule.violation, rule.name
        assert set(free_variables(rule.violation)) == set(rule.variables), rule.name


def test_no_gate_rule_stands_in_the_way_of_making_safe() -> None:
    """What custody counts as making safe is never a trigger of a rule that is decided before."""
    conditional = {"put_away"}
    opening = {"inspected", "unloaded", "bore_checked", "shown", "loaded"}
    safe = {
        head.predicate
        for act in VOCABULARY.values()
        if act.making_safe and act.name not in conditional
        for head in act.heads
    }
    assert safe - opening <= NEVER_REFUSED
    for rule in rules():
        if rule.klass == "gate":
            assert not set(rule.klass_reason.split("`")) & NEVER_REFUSED, rule.name


def test_never_refused_names_facts_there_are() -> None:
    """Each of them is a fact that acts give rise to, so none is a slip of the pen."""
    assert set(rulebook_signature().predicates) >= NEVER_REFUSED


def test_remedies_are_acts_with_fields_there_are() -> None:
    """A remedy names an act and fields of the vocabulary, and roles that exist."""
    for rule in rules():
        if rule.remedy is None or rule.remedy.act == "wait":
            continue
        act = VOCABULARY[rule.remedy.act]
        for name, value in rule.remedy.fields.items():
            field = act.field(name)
            assert field is not None, f"{rule.name}: {rule.remedy.act} has no {name}"
            if value.startswith("@") and field.kind in ("person", "role"):
                assert set(value[1:].split("|")) <= set(ROLES), rule.name
            elif field.values and not value.startswith(("{", "<")):
                assert value in field.values, f"{rule.name}: {value}"


def test_roles_in_formulas_and_duties_are_roles_there_are() -> None:
    """A misspelt role would make a rule that nobody can keep."""
    for rule in rules():
        text = f"{rule.on_text} {rule.require_text}"
        asked = re.findall(r'has_role\(\w+, "([^"]+)"\)', text)
        asked += [r for name in rule.duty if name.startswith("@") for r in name[1:].split("|")]
        for parameter in rule.parameters:
            if parameter.unit == "role" and isinstance(parameter.value, tuple):
                asked += parameter.value
        assert set(asked) <= set(ROLES), rule.name


def test_words_in_formulas_are_words_of_the_vocabulary() -> None:
    """Each constant of an enum's place is one of the enum's words."""
    known = {word for act in VOCABULARY.values() for f in act.fields for word in f.values}
    known |= {word for act in VOCABULARY.values() for f in act.fields for word in f.usual}
    known |= set(ROLES) | set(KINDS)
    ours = {"ATF"}
    for rule in rules():
        words = re.findall(r'"([^"]*)"', f"{rule.on_text} {rule.require_text}")
        assert set(words) - known - ours == set(), rule.name


def test_only_grave_rules_leave_no_way_on() -> None:
    """`never` is for live rounds, the record's consistency and a discharge not looked into."""
    allowed = {"A02", "C20", "C21", "C22", "F02", "G02", "H34", "D06"}
    for rule in rules():
        if rule.force == "never":
            assert rule.rulebook == "custody" or rule.source.row in allowed, rule.name


def test_statutes_bind_firearms_alone() -> None:
    """A rule of a code of law that is about a weapon binds no rubber and no replica."""
    for rule in rules():
        if rule.rulebook == "california-labor-9150-part" and "w" in rule.variables:
            assert rule.kinds == ("real", "blank-only", "unknown"), rule.name


def test_definitions_all_say_what_they_mean() -> None:
    """Every definition has a plain sentence with its parameters, for people who read rules."""
    definitions = shared_definitions()
    for name, definition in definitions.by_name.items():
        slots = set(re.findall(r"\{(\w+)\}", definitions.say[name]["en"]))
        assert slots <= set(definition.parameters), name


def test_a_rulebook_that_is_not_there_is_named() -> None:
    """A name that is neither shipped nor a folder is refused with those that are."""
    with pytest.raises(InputError, match="there is no rulebook `set-practise`"):
        rulebook_files("set-practise")


def test_a_folder_loads_like_a_shipped_rulebook(tmp_path: Path) -> None:
    """The same files in a folder of one's own give the same digest."""
    for name, text in rulebook_files("shape-2010").items():
        place = tmp_path / "mine" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (mine,) = load_rulebooks([str(tmp_path / "mine")])
    (shipped,) = load_rulebooks(["shape-2010"])
    assert mine.digest == shipped.digest
    assert mine.rules == shipped.rules
