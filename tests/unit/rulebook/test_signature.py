"""Signatures are read from MonPoly's text and written back."""

from __future__ import annotations

import pytest

from provesafe.rulebook import Signature, SignatureError, parse_signature, render_signature

TEXT = """# who gave what
gave(w:string, giver: string)   loaded(string, n:int)
stopped()
"""


def test_a_signature_is_read_and_written() -> None:
    """What is written is read back; places without a name get one."""
    signature = parse_signature(TEXT)
    assert signature.types("loaded") == ("string", "int")
    written = render_signature(signature)
    assert written == ("gave(w:string, giver:string)\nloaded(x1:string, n:int)\nstopped()\n")
    assert render_signature(parse_signature(written)) == written


def test_a_signature_is_a_value() -> None:
    """Order of declaration does not matter, and nothing can be added later."""
    one = Signature(predicates={"a": (), "b": (("x", "int"),)})
    two = Signature(predicates={"b": (("x", "int"),), "a": ()})
    assert (one == two, hash(one) == hash(two), list(one), "a" in one) == (
        True,
        True,
        ["a", "b"],
        True,
    )
    with pytest.raises(TypeError):
        one.predicates["c"] = ()  # type: ignore[index]


def test_the_nearest_name_is_offered() -> None:
    """A mistyped name has a neighbour, a strange one has none."""
    signature = parse_signature(TEXT)
    assert (signature.nearest("stoped"), signature.nearest("zzz")) == ("stopped", None)


@pytest.mark.parametrize(
    ("text", "words", "column"),
    [
        ("gave(w:string", "is written", 1),
        ("3(x:int)", "is written", 1),
        ("a(x:float)", "`float` is not a type", 3),
        ("a(x:int,)", "field is written", 9),
        ("a(x int)", "field is written", 3),
        ("a() a()", "declared twice", 5),
        ("a()\n  ;", "is written", 3),
    ],
)
def test_a_malformed_signature_is_refused(text: str, words: str, column: int) -> None:
    """Each fault is named at its place."""
    with pytest.raises(SignatureError) as caught:
        parse_signature(text)
    assert words in caught.value.message
    assert caught.value.span is not None
    assert caught.value.span.column == column
