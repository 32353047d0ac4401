"""The demo day by hand: from the list to wrap and seal, by what the screens say and nothing else.

Three devices (the armorer's, the viewers', the first AD's) and only links and buttons as they are
read there: no address is typed after the first.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from browsing import Cart, Chromium, served

LOADING, SHOOTING = "Loading and unloading", "Set-up, rehearsal, take, cut"
WRAP, COUNTING = "Lock-up and wrap", "Counting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Somebody at a device, who reads and presses."""

    page: Page

    @classmethod
    def of(cls, chromium: Chromium, day: Cart, size: str, name: str) -> Hands:
        """Come in by the crew's code, then with a badge."""
        page = chromium.device(size)
        page.goto(day.base + "/crew/" + day.crew.rpartition("/")[2])
        found = cls(page=page)
        found.follow("Badge")
        page.get_by_role("button", name=f"{name},").click()
        return found

    def follow(self, *links: str) -> None:
        """Follow links by what they say."""
        for link in links:
            self.page.get_by_role("link", name=link, exact=True).first.click()

    def task(self, name: str) -> None:
        """Open a task."""
        self.follow("Tasks", name)

    def press(self, said: str, **filled: str) -> None:
        """Press a button; where it asks for something first, fill that in."""
        button = self.page.get_by_role("button", name=said).first
        summary = self.page.locator("summary", has_text=said).first
        # The page of the press before may still be there.
        button.or_(summary).first.wait_for()
        if button.is_visible():
            button.click()
            return
        summary.click()
        asked = summary.locator("xpath=..")
        for name, value in filled.items():
            asked.locator(f'[name="{name}"]').first.fill(value)
        asked.get_by_role("button").last.click()

    def enter(self, said: str, **filled: str) -> None:
        """Press, and read that it is entered."""
        self.press(said, **filled)
        expect(self.page.locator(".told").get_by_text("Entered.")).to_be_visible()


def _shown(ada: Hands, viewers: Page) -> None:
    """My cart, the showing, three answers, the rule check, the hand-over."""
    ada.follow("My cart")
    ada.press("I showed it")
    for name in ("Basil", "Farid", "Cleo"):
        viewers.get_by_role("button", name=f"Demo badge: {name}").click()
        viewers.get_by_role("button", name="I saw it").click()
        expect(viewers.get_by_role("heading", level=1)).to_contain_text(f"Thank you, {name}")
    ada.press("may Cleo have it")
    expect(ada.page.locator(".answer-word")).to_be_visible()
    assert "Nothing open. Ada decides." in ada.page.inner_text(".next")
    ada.press("I kept it in my sight and gave it to Cleo")
    expect(ada.page.get_by_text("Cleo has it")).to_be_visible()


def _six_dummies(ada: Hands, basil: Hands, viewers: Page) -> None:
    """Set-up 12A: shown, taken, given back, the same again, unloaded."""
    _shown(ada, viewers)
    basil.task(SHOOTING)
    basil.enter("Cut")
    ada.press("Cleo gave it back")
    ada.press("Same again")
    ada.press("Cleo gave it back")
    ada.task(LOADING)
    ada.enter("I unloaded colt-2", spent="0", unspent="6")
    ada.enter("I looked through the bore of colt-2")
    for press in ("Close 12A", "Open 12B", "Start a rehearsal", "Cut"):
        basil.enter(press)


def _two_blanks(ada: Hands, basil: Hands, viewers: Page) -> None:
    """Set-up 12B: loaded when the camera runs, called hot, fired, counted."""
    for press in ("I saw the line of fire clear", "Everybody was warned", "Start a take"):
        basil.enter(press)
    basil.enter("Protection is in place", what="ears and eyes")
    basil.enter("Roll")
    ada.task(LOADING)
    ada.enter("I checked the rounds one by one")
    ada.enter("Load colt-2")
    expect(ada.page.locator(".told")).to_contain_text("2 of blank-45-q")
    ada.task("Plan and direction")
    ada.enter("I measured the distance", distance_cm="700")
    _shown(ada, viewers)
    ada.task(LOADING)
    ada.enter("Cleo fired it")
    basil.enter("Cut")
    ada.follow("My cart")
    ada.press("Cleo gave it back")
    ada.task(LOADING)
    ada.enter("I unloaded colt-2", spent="2", unspent="0")
    ada.enter("I counted cases of blank-45-q", found="2")
    ada.enter("I looked through the bore of colt-2")
    ada.task("Calls and repeats")
    ada.enter("I called “clear”")
    for press in ("Everybody may move", "Close 12B"):
        basil.task(SHOOTING)
        basil.enter(press)


def _to_the_seal(ada: Hands, basil: Hands) -> None:
    """Away, counted by two, locked, wrap, seal."""
    ada.task("Locker: out and away")
    ada.enter("I put colt-2 away")
    ada.task(WRAP)
    expect(ada.page.get_by_text("Nothing is out.")).to_be_visible()
    ada.press("Wrap")
    expect(ada.page.get_by_text("NOT YET")).to_be_visible()
    expect(ada.page.locator("main")).to_contain_text("Two different people have not counted")
    ada.follow("Back")
    dummies = ada.page.locator(".card", has_text="dummy-45")
    dummies.locator("summary").click()
    dummies.locator('[name="count"]').fill("6")
    dummies.get_by_role("button").click()
    ada.task(COUNTING)
    for lot, found in (("blank-45-q", BLANKS), ("dummy-45", DUMMIES)):
        ada.enter(f"I counted {lot}", found=found)
    basil.task(COUNTING)
    for found in (BLANKS, DUMMIES):
        basil.enter("I counted it again", found=found)
    ada.task(WRAP)
    ada.press("Wrap")
    assert "NOT YET" not in ada.page.inner_text("main"), ada.page.inner_text("main")
    seal = ada.page.locator("form", has_text="The day is done: seal it")
    seal.get_by_label("Your PIN").fill("000000")
    ada.press("The day is done: seal it")
    expect(ada.page.locator(".told")).to_contain_text("The day is sealed.")


def test_the_demo_day_can_be_played_by_hand(chromium: Chromium) -> None:
    """Morning, close-up with dummies, two blanks, counting, lock-up, wrap and the day's seal."""
    with served() as day:
        ada = Hands.of(chromium, day, "phone", "Ada")
        basil = Hands.of(chromium, day, "laptop", "Basil")
        viewers = chromium.device("tablet")
        viewers.goto(f"{day.base}/viewers")

        ada.task("Morning check")
        for words in ("as armorer", "12B: blanks 2", "Held: morning.", "2 planned weapons"):
            expect(ada.page.locator("main")).to_contain_text(words)

        _six_dummies(ada, basil, viewers)
        _two_blanks(ada, basil, viewers)
        _to_the_seal(ada, basil)
        assert not chromium.faults


BLANKS, DUMMIES = "17", "12"
"""What lies in the locker when it is done."""
