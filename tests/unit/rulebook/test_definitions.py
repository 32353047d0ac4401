"""Definitions are read in order, expand away, and are sealed by what they mean."""

from __future__ import annotations

import pytest

from provesafe.rulebook import (
    DefinitionError,
    FormulaTooLargeError,
    parse_definitions,
    parse_formula,
    render,
)

ROLE = """
[[definition]]
head    = "custody.has_role(p, r)"
formula = "(NOT relieved(p, r)) SINCE assigned(p, r)"
say.en  = "{p} has the role {r}"
"""


def test_a_definition_expands_with_its_arguments() -> None:
    """A dotted atom becomes the definition's formula with the arguments put in."""
    read = parse_formula('custody.has_role(q, "armorer")', definitions=parse_definitions(ROLE))
    assert read == parse_formula('(NOT relieved(q, "armorer")) SINCE assigned(q, "armorer")')


def test_a_definition_captures_no_argument() -> None:
    """A variable bound inside a definition is renamed when an argument has its name."""
    text = """
    [[definition]]
    head = "custody.seen(w)"
    formula = "EXISTS p. shown(w, p)"
    """
    read = parse_formula("custody.seen(p) AND a(p)", definitions=parse_definitions(text))
    assert render(read) == "((EXISTS p_2. shown(p, p_2)) AND a(p))"


def test_definitions_may_use_those_above() -> None:
    """A definition in terms of another is written out in full."""
    text = ROLE + '[[definition]]\nhead = "custody.armorer(p)"\n'
    text += "formula = 'custody.has_role(p, \"armorer\")'\n"
    known = parse_definitions(text)
    assert "." not in render(known.by_name["custody.armorer"].formula)
    assert known.say["custody.has_role"] == {"en": "{p} has the role {r}"}


def test_the_digest_is_of_the_meaning() -> None:
    """Comments, spaces and order change no digest; any change of meaning does."""
    other = '[[definition]]\nhead = "custody.out(w)"\nformula = "ONCE came_out(w)"\n'
    digest = parse_definitions(ROLE + other).digest
    assert (
        parse_definitions(f"# a note\n{other}{ROLE.replace('(p, r)', '( p,r )')}").digest == digest
    )
    assert parse_definitions(ROLE + other.replace("ONCE", "ONCE[0,5]")).digest != digest
    assert len(digest) == 64


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = ", "not TOML"),
        ("[other]\n", "nothing but"),
        ("definition = 3", "nothing but"),
        ('[[definition]]\nformula = "a()"', "no `head`"),
        ('[[definition]]\nhead = "c.a()"', "no `formula`"),
        ('[[definition]]\nhead = "c.a()"\nformula = "a()"\nnote = 1', "unknown key `note`"),
        ('[[definition]]\nhead = "a()"\nformula = "a()"', "namespace.name"),
        ('[[definition]]\nhead = "c.a(x, x)"\nformula = "p(x)"', "same name"),
        ('[[definition]]\nhead = "c.a(AND)"\nformula = "a()"', "cannot be a parameter"),
        ('[[definition]]\nhead = "c.a(x y)"\nformula = "a()"', "cannot be a parameter"),
        ('[[definition]]\nhead = "c.a(x)"\nformula = "r(x, y)"', "those are: x, y"),
        ('[[definition]]\nhead = "c.a(x)"\nformula = "b()"', "those are: none"),
        ('[[definition]]\nhead = "c.a(x)"\nformula = "c.a(x)"', "there is no definition `c.a`"),
        ('[[definition]]\nhead = "c.a()"\nformula = "a()"\nsay = "x"', "by language"),
        (ROLE + ROLE, "defined twice"),
        (ROLE + '[[definition]]\nhead = "c.a(p)"\nformula = "custody.has_role(p)"', "2 arguments"),
        (
            ROLE + '[[definition]]\nhead = "c.a(p)"\nformula = "custody.hasrole(p, p)"',
            "did you mean",
        ),
        ("#" * (1 << 20) + "##", "characters"),
    ],
)
def test_a_malformed_definition_is_refused(text: str, words: str) -> None:
    """Each fault is named, recursion among them: a definition knows only those above it."""
    with pytest.raises(DefinitionError) as caught:
        parse_definitions(text)
    assert words in str(caught.value)


def test_definitions_that_double_are_refused() -> None:
    """A tower of definitions, each using the last twice, ends in an error and not in memory."""
    text = '[[definition]]\nhead = "t.d0()"\nformula = "a()"\n'
    for level in range(1, 40):
        before = f"t.d{level - 1}()"
        text += f'[[definition]]\nhead = "t.d{level}()"\nformula = "{before} OR {before}"\n'
    with pytest.raises(FormulaTooLargeError):
        parse_definitions(text)


def test_a_dotted_name_needs_arguments() -> None:
    """A dotted name alone is neither a value nor a condition."""
    with pytest.raises(Exception, match=r"arguments of `custody\.x`"):
        parse_formula("p(custody.x)")
