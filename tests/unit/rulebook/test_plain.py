"""Rules in plain words: each part of a formula has its line, and none says more than its part."""

from __future__ import annotations

import re

from provesafe.adapters.rulebooks import (
    fact_phrases,
    load_rulebooks,
    rulebook_signature,
    shared_definitions,
    shipped_rulebooks,
)
from provesafe.rulebook import Rulebook, load_rulebook, parse_definitions, plain_language

HEAD = """
id = "test"
title = "A test"
version = "1"
binding = false
read = "all"
not_read = ""
[[document]]
id = "paper"
title = "A paper"
where = "here"
"""
PHRASES = {
    "handed_over": "{by} gave {weapon} to {to}",
    "shown": "{by} showed {weapon} to {to}",
    "inspected": "{by} looked over {weapon}",
    "locked_away": "{weapon} was locked away",
    "took": "{person} took {weapon}",
}
DEFINITIONS = parse_definitions(
    """
    [[definition]]
    head = "custody.holds(w, p)"
    formula = "(NOT gave_up(w, p)) SINCE took(w, p)"
    say.en = "{p} has {w}"
    """
)


def told(on: str, require: str, kinds: str = "") -> list[str]:
    """The lines of a rule of these two formulas."""
    text = f"""
[[rule]]
id = "one"
title = "One"
on = '''{on}'''
require = '''{require}'''
duty = ["@armorer"]
weight = "danger"
say.en = "Open."
source = {{ document = "paper", standing = "VP" }}
{kinds}
"""
    book: Rulebook = load_rulebook(
        {"rulebook.toml": HEAD, "rules/one.toml": text},
        signature=rulebook_signature(),
        definitions=DEFINITIONS,
        with_cases=False,
    )
    (rule,) = book.rules
    plain = plain_language(
        rule, signature=rulebook_signature(), definitions=DEFINITIONS, phrases=PHRASES
    )
    return plain.splitlines()


def test_facts_definitions_and_order() -> None:
    """Facts read as their phrases, definitions as theirs, SINCE as an order of two things."""
    lines = told(
        "handed_over(w, g, r)",
        "((NOT locked_away(w)) SINCE shown(w, g, r)) AND (PREVIOUS custody.holds(w, g))",
    )
    assert lines == [
        "when      {g} gave {w} to {r}",
        "required  all of",
        "          - both, in this order",
        "            - {g} showed {w} to {r}",
        "            - and not since then: {w} was locked away",
        "          - just before: {g} has {w}",
    ]


def test_windows_choices_and_hidden_arguments() -> None:
    """Times read in their largest unit, sets as a list, `_` as somebody or something."""
    lines = told(
        "handed_over(w, g, r) OR (took(w, g) AND took(w, r))",
        """((ONCE[0,2h] inspected(w, _)) OR (ONCE[90s,*] inspected(w, g))) OR
           (EXISTS k. (received(w, k) AND (k = "real" OR k = "rubber")))""",
        kinds='kinds = ["real"]',
    )
    assert lines == [
        "when      one of",
        "          - {g} gave {w} to {r}",
        "          - all of",
        "            - {g} took {w}",
        "            - {r} took {w}",
        "required  one of",
        "          - at some time in the last 2 hours: somebody looked over {w}",
        "          - at some time at least 90 seconds ago: {g} looked over {w}",
        "          - for some {k}: all of",
        "            - received({w}, {k})",
        "            - {k} is real or rubber",
        "binds     weapons of these kinds: real",
    ]


def test_counts_and_never() -> None:
    """An aggregate says what it counts, and FALSE reads as never."""
    assert told("wrapped(d)", "FALSE") == ["when      wrapped({d})", "required  never"]
    lines = told("drawn(w, p)", "EXISTS c. ((c <- CNT x; p (custody.holds(x, p))) AND c <= 3)")
    assert lines[1:] == [
        "required  for some {c}: all of",
        "          - {c} is the number of {x} for each {p} with: {p} has {x}",
        "          - {c} is at most 3",
    ]


def test_every_shipped_rule_reads_plainly() -> None:
    """No fact, definition or operator of a shipped rule is left in formula text."""
    formula = re.compile(r"\w+\(\{|custody\.|\b(SINCE|ONCE|EXISTS|AND|OR|NOT)\b")
    signature, definitions = rulebook_signature(), shared_definitions()
    phrases = fact_phrases()
    for rule in (rule for book in load_rulebooks(shipped_rulebooks()) for rule in book.rules):
        plain = plain_language(rule, signature=signature, definitions=definitions, phrases=phrases)
        assert not formula.search(plain), rule.name
        assert [name for name in rule.variables if f"{{{name}}}" not in plain] == [], rule.name


def test_phrases_are_of_facts_and_their_arguments() -> None:
    """Every fact an act can have has a phrase, and its slots are that fact's arguments."""
    phrases = fact_phrases()
    for predicate, fields in rulebook_signature().predicates.items():
        if not predicate.startswith(("late_", "refused_")):
            slots = set(re.findall(r"\{(\w+)\}", phrases[predicate]))
            assert slots == {name for name, _ in fields}, predicate
    assert set(phrases) <= set(rulebook_signature().predicates)
