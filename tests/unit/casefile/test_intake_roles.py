"""What a text calls people and bodies: beside the name, in a clause, in another sentence."""

from __future__ import annotations

import pytest

from provesafe.casefile import take_in


def roles(text: str, name: str) -> list[str]:
    """The roles of the party of that name."""
    return [role.text for one in take_in(text).parties if one.text == name for role in one.roles]


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("The rigging supervisor,", "rigging supervisor"),
        ("The supervisor who signed the log,", "supervisor who signed the log"),
        ("The director himself,", "director himself"),
        ("That prop master,", "prop master"),
        ("Her assistant and nephew,", "assistant and nephew"),
        ("Counsel to the inquiry,", "Counsel to the inquiry"),
        ("Gil’s apprentice, a young man called", "apprentice, a young man"),
        ("The rigger, named locally as", "rigger"),
        ("Father-of-five", "Father-of-five"),
        ("Harbourmaster", "Harbourmaster"),
        ("Background artist", "Background artist"),
        ("Dean of Student Life", "Dean of Student Life"),
        ("Senior coroner for Fallow", "Senior coroner for Fallow"),
        ("Police identified the driver as", "driver"),
        ("The dead man was identified as", "dead man"),
        ("The film was directed by", "directed by"),
    ],
)
def test_what_stands_before_a_name_is_its_role(before: str, role: str) -> None:
    """Titles, trades, kin, offices with what they are for, and what verbs of naming say."""
    assert role in roles(f"{before} Moira Quill was there at noon.", "Moira Quill")


@pytest.mark.parametrize(
    ("after", "role"),
    [
        (", 61, of Fallow Ridge, a retired miner,", "a retired miner"),
        (" (46), of Mill Lane, a welder,", "a welder"),
        (", a 61-year-old retired miner,", "a 61-year-old retired miner"),
        (", now chief executive of Harbour Nine,", "chief executive of Harbour Nine"),
        (", who was in charge of the yard,", "in charge of the yard"),
        (", who rigged the barrel,", "rigged the barrel"),
        (", who was the line producer and is now elsewhere,", "the line producer"),
        (", who was working as a rigger that day,", "a rigger"),
        (", prosecuting,", "prosecuting"),
        (" KC, for the family,", "for the family"),
        (", with the Fallow Fire Brigade,", "with the Fallow Fire Brigade"),
        (", in her role as site foreman,", "site foreman"),
    ],
)
def test_what_follows_a_name_is_its_role_whatever_the_name(after: str, role: str) -> None:
    """Past age and home, by a clause, by a part in a trial: also of a name in no list."""
    text = f"Zandile Mokrane{after} said the rope was wet."
    assert any(one.startswith(role) for one in roles(text, "Zandile Mokrane"))


@pytest.mark.parametrize(
    "text",
    [
        "Through an attorney, Ada Quill denied it.",
        "In a note read by an officer, Ada Quill’s sister wept.",
        "Ada Quill, giving evidence through an interpreter, wept.",
        "Ada Quill, whose son is an actor, wept.",
        "It was signed by Ada Quill, director Gil Park and producer Dov Hale.",
    ],
)
def test_a_role_beside_a_name_may_be_anothers(text: str) -> None:
    """Who speaks for her, who reads it out, whose son, and the next one of a list: none is she."""
    assert roles(text, "Ada Quill") == []


def test_one_of_several_has_the_role_of_all() -> None:
    """`two grips … One of them, NAME`, `those lawyers, NAME and NAME`."""
    text = "Two grips saw it. One of them, Ada Quill, wept. "
    text += "Those lawyers, Gil Park and Dov Hale, rose."
    assert [roles(text, name) for name in ("Ada Quill", "Dov Hale")] == [["grips"], ["lawyers"]]


def test_what_stands_in_apposition_is_a_role_whatever_the_word() -> None:
    """No list has a rigging key or an insurance man."""
    assert roles("The rigging key, Ada Quill, wept.", "Ada Quill") == ["rigging key"]
    assert roles("The mill’s insurance man, Dov Hale, wept.", "Dov Hale") == ["insurance man"]
    assert roles("It fell onto best boy Dov Hale.", "Dov Hale") == ["best boy"]
    assert roles("That afternoon, Dov Hale wept.", "Dov Hale") == []


def test_what_befell_somebody_is_no_role() -> None:
    """Dying, living somewhere, declining to speak: none says what somebody is."""
    for clause in ("died on Friday", "lives nearby", "declined to be named", "had no comment"):
        assert roles(f"Ada Quill, who {clause}, had left.", "Ada Quill") == []


def test_a_body_has_a_role_too() -> None:
    """`the production company, NAME`, `production company NAME`, `NAME, which owns the mill`."""
    for text in (
        "A representative of Dry Creek Holdings, the production company, said it was wet.",
        "Production company Dry Creek Holdings said it was wet.",
    ):
        assert "production company" in " ".join(roles(text, "Dry Creek Holdings")).lower()
    text = "Dry Creek Holdings, which owns the mill, said it was wet."
    assert roles(text, "Dry Creek Holdings") == ["owns the mill"]


@pytest.mark.parametrize(
    ("opening", "then", "role"),
    [
        ("A grip killed by a falling bar had complained", "Ada Quill, 45, died on Monday", "grip"),
        (
            "A tour boat skipper who hit a jetty was at fault",
            "Ada Quill, 44, was asleep",
            "skipper",
        ),
        ("A stage manager begged for a barrier", "Ada Quill told the court she asked", "manager"),
        ("A mill worker was hurt", "The woman was named as Ada Quill", "mill worker"),
        ("The boss of a mill has been jailed after a rigger died", "Ada Quill, 29, died", "rigger"),
        # where what is told of one does not fit what is told of the other, nobody is
        ("A mill worker told a court he saw a man fall", "Ada Quill, 45, died on Monday", ""),
        ("A mill worker was killed by a falling bar", "Ada Quill said the bar was loose", ""),
        ("A mill worker and a diver were hurt", "Esi Quill, a cook, called for help", ""),
    ],
)
def test_whom_a_report_opens_with_is_named_after(opening: str, then: str, role: str) -> None:
    """The role an opening tells belongs to who is named next, if it fits, and is inferred."""
    found = take_in(f"{opening}, an inquest heard.\n\n{then}.")
    inferred = [one.text for party in found.parties for one in party.roles if one.how == "inferred"]
    assert [one.split()[-1] for one in inferred] == role.split()[-1:]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Producers Ravi Hale and Susannah Pike said it was wet.", "Susannah Pike", "Producers"),
        ("Beachcomber Remi Hale said it was wet.", "Remi Hale", "Beachcomber"),
        ("Survivor Muthu, 22, said it was wet.", "Muthu", "Survivor"),
        ("Firearms examiner Dr Simon Hale left.", "Simon Hale", "Firearms examiner Dr"),
        ("Chairman Sir Denis Hale said it was wet.", "Denis Hale", "Chairman Sir"),
        ("It was put by counsel for the mill, Anna Hale.", "Anna Hale", "counsel for the mill"),
        ("Niamh Hale SC, for the family, rose.", "Niamh Hale", "SC"),
        ("Const. Amy Hale said it was wet.", "Amy Hale", "Const."),
        ("The deputy director-general Nomsa Hale rose.", "Nomsa Hale", "deputy director-general"),
        ("In mitigation, Adrian Hale said it was wet.", "Adrian Hale", "In mitigation"),
        ("A reader from Ford, Mr. Sol Hale, asks why.", "Sol Hale", "reader from Ford"),
        ("Ada Quill, who directs as well as designs, rose.", "Ada Quill", "directs"),
    ],
)
def test_a_capital_word_before_a_name_may_be_its_role(text: str, name: str, role: str) -> None:
    """Plurals that two share, trades at the head of a sentence, titles before titles."""
    assert role in roles(text, name)


def test_the_sisters_are_not_one_of_them() -> None:
    """A plural is never one party."""
    found = take_in("Sisters Ada and Esi Quill ran the yard. The sisters said it was wet.")
    names = {one.id: one.kind for one in found.parties}
    assert names.get(found.claims[0].speaker or "", "nobody") != "person"


def test_an_article_whose_lines_are_answers_is_no_transcript() -> None:
    """Line by line, with `Mr Hale: “…”` between: its prose is still read."""
    prose = "The mill was shut on a Monday in the winter after the fall.\n"
    text = "Ada Quill told a friend that it was wet and that she would not go.\n"
    text += prose + "".join(f"Mr Hale: “No, not {word}.”\n" for word in ("so", "at all", "ever"))
    text += prose * 3
    assert "Ada Quill" in [one.text for one in take_in(text).parties]


def unnamed(text: str) -> list[str]:
    """The parties of a text that have no name."""
    return [one.text for one in take_in(text).parties if one.kind == "unnamed"]


def test_somebody_without_a_name_who_does_something_is_a_party() -> None:
    """Not whom the opening calls so, and not whom a name may be."""
    opening = "It rained. The yard was shut. Nobody came. "
    assert unnamed(opening + "A doctor at the clinic rang twice.") == ["A doctor at the clinic"]
    assert unnamed(opening + "Her nephew had asked for a rope.") == ["Her nephew"]
    assert unnamed("A rigger fell. Ada Quill, 45, died.") == []
    assert unnamed(opening + "Ada Quill came. The driver rang twice.") == []
    assert unnamed(opening + "The driver, Ada Quill, came. The driver rang twice.") == []


def test_a_headline_may_tell_what_somebody_is() -> None:
    """Where the body never says it, and only of whom something befell."""
    head = "Skipper dies in jetty fall\n\n"
    body = "Ada Quill, 44, was found at noon on a Monday after the fall, police said."
    found = take_in(f"{head}It rained on the jetty for a week.\n\n{body}")
    (party,) = [one for one in found.parties if one.text == "Ada Quill"]
    assert [(role.text, role.how) for role in party.roles] == [("Skipper", "inferred")]
    other = "Ada Quill said that she had seen it from her window on the hill."
    assert roles(f"{head}It rained on the jetty for a week.\n\n{other}", "Ada Quill") == []


def test_what_an_editor_puts_in_brackets_says_who_it_is() -> None:
    """`Jax [SURNAME, the stunt coordinator]`: a first name in no list, and a role."""
    text = "“It was wet. Jax [Wolan, the stunt coordinator] said, ‘Go.’”"
    assert roles(text, "Jax") == ["the stunt coordinator"]
