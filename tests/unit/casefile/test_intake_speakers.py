"""Who a phrase means: each kind of phrase that reports use, with a sentence of its own."""

from __future__ import annotations

import pytest

from provesafe.casefile import take_in


def speakers(text: str) -> list[str]:
    """Each claim's speaker as the text names them first, in order; "" for a blank."""
    found = take_in(text)
    names = {one.id: one.text for one in found.parties}
    return [names.get(one.speaker or "", "") for one in found.claims]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Gil Park from Ford Studios said it was wet.", "Gil Park"),
        ("Ada Quill of Averell Polytechnic said that it was wet.", "Ada Quill"),
        ("Ada Quill with the Harbour Guild said it was cold.", "Ada Quill"),
        ("Dov Hale, of Mill Lane, Marlbeck, said it was wet.", "Dov Hale"),
        ("Dov Hale, of Mill Lane, Marlbeck, who ran the bar, said it was wet.", "Dov Hale"),
        ("Gaffer Dov Hale, of Mill Lane, Marlbeck said it was wet.", "Dov Hale"),
        ("Gil Park fell and in a note after the matinee said: “It was wet there.”", "Gil Park"),
        ("The woman who called the plumber says she called him twice.", "The woman"),
        ("A letter to the board says it was wet.", "A letter to the board"),
        ("In a note, a clerk for the Ford Company, Ada Quill, wrote it was wet.", "Ada Quill"),
        ("“It is dry,” his agent, Ada van der Moss, told FilmPost.", "Ada van der Moss"),
        ("President of the Harbour Riggers’ Union R Moss claimed it was wet.", "R Moss"),
        ("Dean of Student Music Hana Moss said it was wet.", "Hana Moss"),
        ("They left after their union said that it was wet.", "their union"),
    ],
)
def test_what_stands_behind_a_name_speaks_for_nobody(text: str, wanted: str) -> None:
    """Houses, towns, offices and occasions beside the subject are not the subject."""
    assert speakers(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Whoever the sentence before was about, across the paragraphs of a page.
        (
            (
                "“It is dry,” Gil Moss said.\n\nThe next to speak was their aunt, Hana Lind, who "
                "came behind.\n\n“I smelled it,” she told the panel."
            ),
            ["Gil Moss", "Hana Lind"],
        ),
        (
            (
                "The mother of a rider said it was wet.\n\nOluchi Dane, who has a stall, told Bay "
                "News of a bang and a flash in her eyes.\n\nShe said nobody came."
            ),
            ["The mother of a rider", "Oluchi Dane"],
        ),
        # Whom a paper of theirs speaks of, after `per records`.
        (
            (
                "“It rang,” Dov Hale said. Gil Park left the trade in May, per court papers. He "
                "said that he had no regrets."
            ),
            ["Dov Hale", "court papers", "Gil Park"],
        ),
        # One of several, without a name.
        (
            (
                "“It is wet,” Gil Moss said. One of the riders, who did not give a name, said it "
                "was dry. “It always is,” he said."
            ),
            ["Gil Moss", "One of the riders", "One of the riders"],
        ),
        (
            "“It is wet,” Gil Moss said. A member of the cast said it was dry. “It is,” she said.",
            ["Gil Moss", "A member of the cast", "A member of the cast"],
        ),
        # A man called so is no `she`.
        (
            (
                "Ada Quill said it was wet. On the pier a man called Odell Pike had keys. “They "
                "rang,” she said."
            ),
            ["Ada Quill", "Ada Quill"],
        ),
        (
            "Meanwhile, the watchdog in Port Marrow said it was wet.",
            ["the watchdog in Port Marrow"],
        ),
        ("The harbour watchdog met. It said it was wet.", ["The harbour watchdog"]),
        ("But the man who was rowing the boat told jurors it was wet.", ["the man"]),
        ("Ada Quill sat. No one from the house had come, she added.", ["Ada Quill"]),
    ],
)
def test_a_pronoun_means_whom_the_sentence_before_was_about(text: str, wanted: list[str]) -> None:
    """Whoever has just spoken or been spoken of, named or not, and nobody it cannot be."""
    assert speakers(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Whoever is spoken of in what he says is not he.
        ("Basil Moss sat. The rigger, Gil Park, had found it, he said.", ["Basil Moss"]),
        (
            (
                "“Gil Park fell,” Basil Moss said. Park answered that it was wet. Moss knew it. He "
                "said that he had called Moss twice."
            ),
            ["Basil Moss", "Gil Park", "Gil Park"],
        ),
        # But whoever has just spoken may go on to be named, and a name may be called to.
        ("“It points,” said Gil Abel. Abel had shown it twice, he says.", ["Gil Abel"] * 2),
        # Whose memory, though it is the memory that is spoken of.
        (
            "Gil Park said it was wet. Basil Moss’s memory was different. He said it was dry.",
            ["Gil Park", "Basil Moss"],
        ),
        # Papers read and state; a letter that is read does nothing.
        ("Gil Park sat. “It was wet,” the report reads.", ["the report"]),
        ("Ada Quill said in a letter read to the town: “It was wet there.”", ["Ada Quill"]),
        # A place or a branch in brackets, a title after a comma.
        ("“It was low,” Chief of Staff (North) Ada Quill told the Echo.", ["Ada Quill"]),
        ("Outside, a rider’s cousin, the Rev. Clarence Moss, said it was wet.", ["Clarence Moss"]),
        ("A groom whose coat caught on the gate told jurors it was wet.", ["A groom"]),
        # Somebody far back of whom nothing tells the gender.
        (
            "Oluchi Dane rang. The Ford Company sat. It rained. “Wet,” she said.",
            [""],
        ),
    ],
)
def test_who_is_spoken_of_is_not_who_speaks(text: str, wanted: list[str]) -> None:
    """What is said tells who cannot have said it; what stands beside the verb, who did."""
    assert speakers(text)[: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # What a phrase is of, for or about does not speak; nor does what was done to its head.
        ("Lawyers for Tidewater Ltd had argued that it was wet.", ["Lawyers for Tidewater Ltd"]),
        ("The kin of a groom hurt in a fall at a barn says it was wet.", ["The kin of a groom"]),
        (
            "A baker accused of burning a mill with a row of bins told jurors it was wet.",
            ["A baker"],
        ),
        (
            "The Marlbeck Daily Post reports the gate fell late on Thursday.",
            ["Marlbeck Daily Post"],
        ),
        # A paper spoken of before, the paper of whoever wrote it, the paper that is a topic.
        ("Ada Quill had a note from him. “It is wet,” it reads.", ["a note"]),
        ("A new report from the council is out. It says it was wet.", ["A new report"]),
        (
            (
                "Gil Park wrote in a post that it rained. A gate fell, Port News reported. It "
                "shone, according to the post."
            ),
            ["Gil Park", "Port News", "Gil Park"],
        ),
        # Asked by two names, and what he said he told.
        (
            "Asked by her agent, Gwen Moss, whether it was wet, Hana Lind said it was.",
            ["Hana Lind"],
        ),
        ("Ada Quill spoke. Dov Hale said he told her that it was wet.", ["Dov Hale", "Dov Hale"]),
        # The one person named so far is who has the role that nobody has.
        ("Ada Quill says it leaked. It rained. “It was wet,” the armorer said.", ["Ada Quill"] * 2),
    ],
)
def test_whose_words_they_are_follows_from_what_stands_around(text: str, wanted: list[str]) -> None:
    """Phrases of several nouns, papers, and words told again: each has one whose words they are."""
    found = speakers(text)
    assert len(found) >= len(wanted)
    assert all(one.startswith(want) for one, want in zip(found, wanted, strict=False))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Whom he rings, told by him, is not he; nor is whoever is only described in between.
        (
            "Groom Dane Kirk stayed. He had rung the owner, Alan Mott, he said, and left.",
            ["Dane Kirk"],
        ),
        (
            "Ada Quill said it was dark. An order for lamps came. “Wet,” she said.",
            ["Ada Quill"] * 2,
        ),
        (
            "Dov Hale said it was wet. The rider is Hale’s aunt. “I know,” he said.",
            ["Dov Hale"] * 2,
        ),
        # Whoever was told it may go on.
        (
            "Basil Moss told his aunt, Ruth Lind, that it was wet. She said it was dry.",
            ["Basil Moss", "Ruth Lind"],
        ),
        # What has spoken goes on as `it`, whatever it is called.
        ("The channel denied this. It said it was wet.", ["The channel"]),
        ("“It was wet,” the application says. It adds that nobody came.", ["the application"] * 2),
        ("“It was wet,” a woman answers from the wings.", ["a woman"]),
        ("“It was wet,” said juror No. 4.", ["juror No. 4"]),
        # `You` is who is told, or called by name.
        (
            "“It was late,” Ada Quill told Odell Pike. “You told us it was wet.”",
            ["Ada Quill", "Ada Quill", "Odell Pike"],
        ),
        (
            "“It was late, Mr. Pike,” Ada Quill said. “You told us it was wet.” Odell Pike sat.",
            ["Ada Quill", "Ada Quill", "Pike"],
        ),
    ],
)
def test_who_may_be_meant_is_weighed_by_who_spoke(text: str, wanted: list[str]) -> None:
    """Speakers come before those told, those before people only described."""
    found = speakers(text)
    assert len(found) >= len(wanted)
    assert all(one.endswith(want) for one, want in zip(found, wanted, strict=False))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Whom somebody's words call he or she: a stranger just spoken of.
        ("Ada Quill saw a porter. “He told me it was wet,” Quill said.", ["Ada Quill", "a porter"]),
        (
            "Gwen Moss rode first. Ada Quill saw a woman. “She told me it was wet,” Quill said.",
            ["Ada Quill", ""],
        ),
        (
            "“The clerk at Ford Hall told me it was wet,” Ada Quill said.",
            ["Ada Quill", "Ford Hall"],
        ),
        # Whom a sentence begins with and leaves, and whoever it says `who` of.
        (
            "Giles Moss sat. A guard who naps, he told Port News, “is a coat.”",
            ["Giles Moss"],
        ),
        (
            "Giles Moss said it was wet. The night porter, who is 29, left. He said it was dry.",
            ["Giles Moss", "The night porter"],
        ),
        # Asides full of participles, letters after a name, somebody close to others.
        ("Odell Pike, a rigger hired by the town, told jurors it was wet.", ["Odell Pike"]),
        ("Robert Dane, SC, prosecuting, said it was wet.", ["Robert Dane"]),
        ("A source close to the owners, who wrote first, said it was wet.", ["A source close to"]),
        ("A boy called Yan said it was wet.", ["Yan"]),
    ],
)
def test_strangers_are_somebody_too(text: str, wanted: list[str]) -> None:
    """People without a name are meant by pronouns as others are, or nobody is."""
    found = speakers(text)
    assert len(found) >= len(wanted)
    assert all(want in one for one, want in zip(found, wanted, strict=False))
    assert [one == "" for one in found[: len(wanted)]] == [want == "" for want in wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Whom counsel puts it to or asks is who goes on.
        (
            "“No,” Gil Park said. Odell Strang put it to him that he had. “I was out,” he replied.",
            ["Gil Park", "Odell Strang"],
        ),
        (
            "Counsel Jae Witt asks Gwen Moss whether a rider told her it was wet. She says it was.",
            ["Gwen Moss"],
        ),
        ("The chair of the review, Dame Hana Lind, said it was wet.", ["Hana Lind"]),
        ("“It was wet,” said the chairman, Sen. Hana Lind.", ["Hana Lind"]),
        (
            "The groom who served as starter, retired teacher Gwen Moss, said no rain fell.",
            ["Gwen"],
        ),
        # A verb joined to another in what somebody tells.
        (
            "“My husband looked up and said, ‘It is wet,’” Ada Quill said.",
            ["Ada Quill", "My husband"],
        ),
    ],
)
def test_who_was_asked_goes_on(text: str, wanted: list[str]) -> None:
    """Questions, titles and joined verbs do not change whose words they are."""
    found = speakers(text)
    assert all(any(one.startswith(want) for one in found) for want in wanted)
    assert {one for one in found if one} <= {one for one in found if one.startswith(tuple(wanted))}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A rider who asked not to be named told Port News it was wet.", ["A rider"]),
        (
            "The Harbour Board met. Board head Ada Moss left. The board said no rain fell.",
            ["Harbour"],
        ),
        (
            "Kettle Moon Pictures closed. Kettle Moon said it was wet. It said no rain fell.",
            ["Kettle"] * 2,
        ),
        ("The Guild of Cine Riggers and Grips said it was wet.", ["The Guild of Cine Riggers"]),
        # A question, and in the next paragraph an answer with no name: nobody is put in.
        ("“Did you look at all?” Ada Quill asked.\n\n“No, I did not look.”", ["Ada Quill", ""]),
        ("A baker in Ford who felt “a cold drop” says it was wet.", ["A baker"]),
    ],
)
def test_bodies_and_askers_are_told_apart(text: str, wanted: list[str]) -> None:
    """A board is no head of it, a short name is the house, and who asks does not answer."""
    found = speakers(text)
    assert len(found) >= len(wanted)
    assert all(one.startswith(want) for one, want in zip(found, wanted, strict=False))
    assert [one == "" for one in found[: len(wanted)]] == [want == "" for want in wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Somebody of two who have the name spoke: the pronoun after it is nobody of the others.
        (
            "Esi Hale sat. Dov Hale sat. Gil Park sat. Hale said Park was late. “Wet,” he said.",
            ["", ""],
        ),
        # A man who is only called so is no woman.
        (
            "Ada Quill said no rain fell. Per Quill, the man said it was dry. “No,” she said.",
            ["Ada Quill", "Ada Quill", "the man", "Ada Quill"],
        ),
        # What a paper of somebody's adds is that paper's, so theirs.
        (
            (
                "Gil Park wrote. “It was wet,” Park said. The email says it was cold. It adds that "
                "nobody came. The Ford Company sat."
            ),
            ["Gil Park"] * 3,
        ),
    ],
)
def test_a_speaker_whom_nobody_knows_leaves_no_one_to_mean(text: str, wanted: list[str]) -> None:
    """Unknown speakers blank what follows; papers speak for whoever wrote them."""
    found = list(speakers(text))
    assert found[: len(wanted)] == wanted


def test_a_time_of_day_tells_nothing() -> None:
    """A clock time that a page glued to a verb is nobody, and nobody is meant by it afterwards."""
    found = take_in("13.45told Ada Quill it was cold. He said it rang.")
    assert [one.speaker for one in found.claims] == [None, None]
    assert [one.text for one in found.parties] == ["Ada Quill"]
