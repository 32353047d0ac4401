"""Which words are a claim and where it ends, in pages as they are crawled."""

from __future__ import annotations

import pytest

from provesafe.casefile import take_in


def said(text: str) -> list[str]:
    """The words of each claim, in order."""
    return [" … ".join(part.text for part in one.spans) for one in take_in(text).claims]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Esi Hale, who said she had counted twice, was asked to count again.",
            ["she had counted twice"],
        ),
        (
            "When the unit broke, Ada Quill told the coroner, the rifle was on a cart.",
            ["When the unit broke … the rifle was on a cart"],
        ),
        (
            "Ada Quill said on a podcast posted in May that she was new.",
            ["she was new"],
        ),
        (
            "The guild confirmed that it had opened an inquiry but would not say how it ended.",
            ["it had opened an inquiry"],
        ),
        ("Gil Park, the star of “The Ford,” told jurors that it was cold.", ["it was cold"]),
        ("“We settled,” his lawyer, Dov van der Hale, told Film Post.", ["We settled,"]),
        ("Judge Ines Noor ruled the case could go ahead.", ["the case could go ahead"]),
        ("An inquiry by the Works Board (WB) found that it was cold.", ["it was cold"]),
        (
            "The jury was told there were two. It heard nobody counted them.",
            ["there were two", "nobody counted them"],
        ),
        ("An expert called by the defense in the “Ford” trial left.", []),
        (
            "Hale, who was late, called 911, according to Gil Park.",
            ["Hale, who was late, called 911"],
        ),
        (
            "He told me that he had said no. “They gave me a day,” he said.",
            ["he had said no", "They gave me a day,"],
        ),
        ("A woman told News 6 she was near the cart.", ["she was near the cart"]),
        ("It also found the foreman had not been told.", ["the foreman had not been told"]),
        ("Police found a gun that had been lost.", []),
        ("Cleo Drew accepted he had not looked.", ["he had not looked"]),
        (
            "In the first, Esi Noor said, he was “in neutral”.",
            ["In the first … he was “in neutral"],
        ),
        (
            "She told the coroner, Dr Dov Hale, that he was “sad” but did not believe it was hers.",
            ["he was “sad” but did not believe it was hers"],
        ),
        (
            "Esi Noor told the trial she called, but she accepted under oath that it was loud.",
            ["she called", "it was loud"],
        ),
        (
            "All of them had sat at the top, fire officials said.",
            ["All of them had sat at the top"],
        ),
        ("Gil Park told Cleo Drew two weeks ago that it was cold.", ["it was cold"]),
        ("Gil Park said last week’s shot was loud.", ["last week’s shot was loud"]),
        ("Dov Hale said Rs. 20 lakh was yet to be paid.", ["Rs. 20 lakh was yet to be paid"]),
        ("Esi Noor put it to him that he had looked.", ["he had looked"]),
        (
            "Gil Park told police he had called “clear” at noon, the affidavit said.",
            ["he had called “clear” at noon"],
        ),
        ("Two kayakers off the pier reported that it sank.", ["it sank"]),
        ("Counsel suggested Esi Noor had undone it.", ["Esi Noor had undone it"]),
        ("She said the dummies make a noise.", ["the dummies make a noise"]),
        ("Ada Quill went on “The Late Desk” to talk.", []),
        (
            "According to the star, Gil Park told her it was cold.",
            ["Gil Park told her it was cold", "it was cold"],
        ),
        ("They sued on Monday, saying the foreman had left.", ["the foreman had left"]),
        (
            "It had been shut twice, the board said today, even as tenants complained.",
            ["It had been shut twice"],
        ),
        ("The rope broke, the engineer (DE) has concluded.", ["The rope broke"]),
        ("He rode on when, it was claimed, a drone was flown low.", ["a drone was flown low"]),
        ("Until she is done, the town says, nobody skates.", ["Until she is done … nobody skates"]),
        ("The log was, it was alleged, wet.", []),
        (
            "In his view, it was “highly unlikely” to go off.",
            ["it was “highly unlikely” to go off"],
        ),
        ("It was about a cow.The call was short, Gil Park said.", ["The call was short"]),
        (
            "The bow had been drawn twice, a dolly grip has told police.",
            ["The bow had been drawn twice"],
        ),
        ("By her reckoning there were nine; the police left.", ["there were nine"]),
        ("Owls, he pointed out, are protected.", ["Owls … are protected"]),
        ("The bureau called the new sign “a joke.”", ["the new sign “a joke."]),
        (
            "The head of a fair at which two fell to their deaths has insisted that it was sound.",
            ["it was sound"],
        ),
        ("Gil Park said by video he “would not use it”.", ["he “would not use it"]),
        ("Gil Park told Esi Noor that morning that it was cold.", ["it was cold"]),
        (
            "Ada Quill said she wrote; an hour later she said it was a note.",
            ["she wrote", "it was a note"],
        ),
        ("He never saw it, per a person at the talk.", ["He never saw it"]),
        (
            "A farmer was offered a ladder and “laughed at it”, the man who lent it has said.",
            ["A farmer was offered a ladder and “laughed at it"],
        ),
        ("It was “a mess,” Gil Park said.", ["It was “a mess,"]),
        (
            "“It was cold,” the safety officer of Local 31, Dov Hale, said, a day after it fell.",
            ["It was cold,"],
        ),
        ("Gil Park told the inquiry he'd had a call.", ["he'd had a call"]),
        ("Dov Hale, who made the show, posted that it was over.", ["it was over"]),
        ("Hale wrote, in a note read to the court, that he “hears it”.", ["he “hears it"]),
        (
            "Gil Park said both were foul but that one was not.",
            ["both were foul but that one was not"],
        ),
        ("He told how he ran down the stairs.", ["he ran down the stairs"]),
        ("Counsel said this was against the manual.", ["this was against the manual"]),
        (
            "Dov Hale said he saw it fall, a claim the guild disputes.",
            ["he saw it fall"],
        ),
        ("Esi Noor told affiliate HQRT that it was cold.", ["it was cold"]),
        ("Harbour Nine Films, maker of “The Ford,” issued a line.", []),
        ("There was a rung out, he agreed when counsel asked.", ["There was a rung out"]),
        (
            "It would have cost $40, he said, and “nobody wanted to pay”.",
            ["It would have cost $40 … and “nobody wanted to pay"],
        ),
        ("She stood on the set of “The Winter Ledger.”", []),
        (
            "Counsel argued that she had shown no care, citing calls in which she laughed.",
            ["she had shown no care"],
        ),
        ("Gil Park said in a recorded call that he made it up.", ["he made it up"]),
        ("Dov Hale said the fine sends the wrong message.", ["the fine sends the wrong message"]),
        ("Sgt. Ines Noor gave evidence that the phone was off.", ["the phone was off"]),
        ("Alleging that it had not been mended, the guild left.", ["it had not been mended"]),
        (
            "The firm confirmed that one was hurt and said filming had been stopped.",
            ["one was hurt", "filming had been stopped"],
        ),
        ("The court heard how on 11 May the man fell.", ["on 11 May the man fell"]),
        ("Esi Noor denied the book had been filled in.", ["the book had been filled in"]),
        (
            "Esi Noor said in a film that was shown on Monday that she forgot.",
            ["she forgot"],
        ),
        ("“It is new,” says Orla Vale, 58, who has been there.", ["It is new,"]),
        ("It still throws flame, said Ines Noor, who teaches.", ["It still throws flame"]),
        (
            "Esi Noor said the trouble usually starts after lunch.",
            ["the trouble usually starts after lunch"],
        ),
        ("He said it was training, and he said he had asked.", ["it was training", "he had asked"]),
        ("The six-week trial heard Hale ran out of lances.", ["Hale ran out of lances"]),
        ("The ambulance service has confirmed three were hurt.", ["three were hurt"]),
        ("There was none, but Ada Quill would not say how it ended.", []),
        ("It was at St. Brendan's. “We are few,” said Gil Park.", ["We are few,"]),
    ],
)
def test_a_claim_is_what_was_said_and_nothing_beside_it(text: str, wanted: list[str]) -> None:
    """Relative clauses, asides, titles of films, brackets and what was kept back end a claim."""
    assert said(text) == wanted


def test_a_quotation_whose_speaker_comes_after_its_second_paragraph_is_one() -> None:
    """A paragraph whose quotation does not close belongs to the next one's speaker."""
    found = take_in("“I will not guess.\n\n“The medic was quick,” Ines Noor said.")
    assert [[part.text for part in one.spans] for one in found.claims] == [
        ["I will not guess.", "The medic was quick,"]
    ]
    assert found.claims[0].speaker is not None


def test_each_line_of_a_crawled_page_is_a_paragraph_though_some_are_apart() -> None:
    """Headline, byline and first sentence are three, with one newline between or two."""
    text = (
        " date 2026-03-09 Two hurt in Harbour Nine blast\nTwo hurt in Harbour Nine blast\n"
        "By: Esi Hale\n\nTwo people were hurt on a barge, police said.\nIt was cold on the barge.\n"
        "Nobody had counted the tins.\n\nThe barge had been hired."
    )
    assert said(text) == ["Two people were hurt on a barge"]


def test_a_mark_that_was_lost_turns_no_other_mark_round() -> None:
    """After a quotation that never closes the next straight mark still opens one."""
    text = (
        '"I had it in my hand, he said. Cleo Drew was less sure. "I do not know who had it," '
        'she said. Gil Park called that "news to me."'
    )
    assert said(text)[:2] == ["I had it in my hand,", "I do not know who had it,"]


def test_names_before_quotations_make_no_transcript_of_a_report() -> None:
    """A report whose lines no blank ones part stays one, though counsel and witness are put so."""
    text = (
        "The court sat for an hour on the matter of the text.\nMr Park: “I said no such thing.”\n"
        "Counsel asked him about the phone.\nMs Noor: “It is from your phone.”\n"
        "Mr Park: “Many had my phone.”\nHe sat down again beside the man from the guild.\n"
        "The court also heard the aid officer was away.\nIt rose at four and sits on Monday."
    )
    assert said(text)[-1] == "the aid officer was away"
    assert "I said no such thing." in said(text)


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "We use cookies to improve what you read here.",
        "The views expressed here are those of the author alone.",
        "All rights reserved. This may not be printed again.",
        "Home » News » Two hurt on barge",
        "Have a tip? Write to the desk.",
        "(This story has been published from a wire feed without changes.)",
    ],
)
def test_what_a_page_says_of_itself_is_hidden_with_its_reason(line: str) -> None:
    """Cookies, rights, crumbs and tips are no part of the report; what is said beside them is."""
    text = f"Two were hurt on a barge, police said.\n\n{line}\n\n“It was cold,” Gil Park said."
    found = take_in(text)
    assert [text[one.start : one.end] for one in found.hidden] == [line]
    assert [one.text for one in found.claims] == ["Two were hurt on a barge", "It was cold,"]


def test_the_last_line_of_a_page_cut_off_within_a_sentence_is_read() -> None:
    """A page kept up to a length ends in mid-word; what is said there is said."""
    text = "It was cold.\n\nNobody looked.\n\nThe clerk said that nobody had counted the cartrid"
    assert said(text) == ["nobody had counted the cartrid"]


@pytest.mark.parametrize(
    "torn",
    [
        "â€œIt was Adaâ€™s,â€ he said.",
        "Ã¢â‚¬Å“It was AdaÃ¢â‚¬â„¢s,Ã¢â‚¬\u009d he said.",
        "â€œIt was Adaâ€™s,â€\ufffd he said.",
        "\x93It was Ada\x92s,\x94 he said.",
        "\ufffdIt was Ada\ufffds,\ufffd he said.",
    ],
)
def test_marks_torn_by_a_wrong_decoding_still_quote(torn: str) -> None:
    """UTF-8 read as Windows-1252, once or twice, its marks lost or not: the words are found."""
    found = take_in(torn).claims
    assert [one.kind for one in found] == ["direct"]
    assert [torn[part.start : part.end] for part in found[0].spans] == [
        part.text for part in found[0].spans
    ]
    assert found[0].text.startswith("It was Ada")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "“She came at noon and said, ‘It is cold, he said so,’” Gil Park said.",
            [("It is cold, he said so,", "")],
        ),
        ("“Esi [Noor, the gaffer] said, ‘It is cold.’” Gil Park said.", [("It is cold.", "Esi")]),
        (
            "“I said it was cold, and Esi Noor said she knew,” Gil Park said.",
            [("it was cold", "Gil Park"), ("she knew", "Esi Noor")],
        ),
        (
            "Gil Park said that Esi Noor wrote to the guild that it was cold.",
            [("it was cold", "Esi Noor")],
        ),
        ("“He advised he would look,” the affidavit says.", [("he would look", "")]),
        ("“I think it was cold,” Gil Park said.", []),
        ("“The gun said nothing,” Gil Park said.", []),
    ],
)
def test_what_somebody_says_that_somebody_said_is_read_as_any_sentence(
    text: str, wanted: list[tuple[str, str]]
) -> None:
    """Inner marks, brackets, joined verbs, clauses: a claim within the claim, with its teller."""
    found = take_in(text)
    names = {one.id: one.text for one in found.parties}
    inner = [one for one in found.claims if one.level == 2]
    assert [(one.text, names.get(one.speaker or "", "")) for one in inner] == wanted


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("Updated: MAY 16, 2022 8:51AM", None, ["2022-05-16T08:51:00"]),
        ("Jonas Weld left at 17:52 11 May 2007.", None, ["2007-05-11T17:52:00"]),
        ("It went off about 16h20 on Friday.", "2026-03-09", ["2026-03-06T16:20:00"]),
        ("First published on 10-08-2021.", "2021-08-11", ["2021-08-10"]),
        ("First published on 10-08-2021.", None, ["2021"]),
        ("They had until the end of April to pay.", "2026-02-13", ["2026-04"]),
        ("It is due in the first quarter of 2027.", None, ["2027-33"]),
        ("It had been broken since the summer.", "2025-10-02", ["2025-22"]),
        ("A code is to be published in early autumn.", "2026-05-29", ["2026-23"]),
        ("It fired on Monday of last week.", "2026-06-19", ["2026-06-08"]),
        ("It was made around 1860.", None, ["1860~"]),
        ("She doubled for him in the seventies.", None, ["197X"]),
        ("He was in his seventies.", None, []),
        ("It fell on the morning of June 18, 2015.", None, ["2015-06-18"]),
        ("A 2015 report said so, under the Work Act 2012 (2013).", None, ["2015", "2012", "2013"]),
        ("A decision will come by spring.", "2023-01-19", ["2023-21"]),
        ("Opening day is Saturday.", "2014-11-20", ["2014-11-22"]),
        ("It is paused at least through Wednesday.", "2022-04-04", ["2022-04-06"]),
        ("Updated 2 hrs ago.", "2024-08-09", [None]),
        ("They wrote in 2017 and 2019.", None, ["2017", "2019"]),
        ("Ada Quill's 2020 report was short.", None, ["2020"]),
        ("It was ten past four. She rang at noon on the day.", None, [None, None]),
        ("It was moved on the morning of the rehearsal, before Easter.", None, [None, None]),
        ("“We’ll look,” Jonas Weld said on Tuesday.", "2026-04-23", ["2026-04-21"]),
        ("Takings fell in the third quarter.", "2025-11-05", ["2025-35"]),
        ("Takings fell in the third quarter.", None, [None]),
        ("It rained in the fourth quarter of the match.", "2025-11-05", []),
        ("It was bought on the second of August.", "2025-11-05", ["2025-08-02"]),
        ("He knew as early as March.", "2025-11-05", ["2025-03"]),
        ("He rang in the early hours of Wednesday.", "2025-11-06", ["2025-11-05"]),
        ("It fell at ten to four. He came at eleven, on the 8th.", None, [None, None, None]),
        ("They shoot five to one at nine people.", None, []),
    ],
)
def test_a_time_is_placed_however_it_is_written(
    text: str, published: str | None, wanted: list[str | None]
) -> None:
    """Bylines, clocks, quarters, seasons, centuries: as far as the text itself goes."""
    assert [one.edtf for one in take_in(text, published=published).times] == wanted
