"""The self-check page as a person uses it: where things are, said once."""

from playwright.sync_api import Locator, Page, expect

COMPLAINT = "Al de derde keer dat mijn container niet geleegd is. Niemand doet iets, wat een waardeloze dienst!"
CHIDING = "Zoals wij u eerder al uitlegden"
"""Words that condescend in an answer to a complaint."""
NUMBER = "111222333"
"""A number that passes the check of a Dutch citizen service number and belongs to nobody."""


class Desk:
    """The fields, the marks and the advice of one open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.draft = page.locator("#draft")
        self.parent = page.locator("#parent")
        self.verdict = page.locator("#verdict")
        self.points = page.locator("#findings > ol > li")
        self.card = page.locator("#card")
        self.line = page.locator("#line")
        self.said = page.locator("#said")
        self.guidance = page.locator("#guidance li")
        self.marks = page.locator("#draft").locator("xpath=preceding-sibling::*").locator(".mark")

    def write(self, text: str) -> None:
        """Put ``text`` in the draft as a paste would."""
        self.draft.focus()
        self.draft.press("Control+a")
        self.page.keyboard.insert_text(text)

    def answer_to(self, text: str) -> None:
        """Put ``text`` in the message that is answered."""
        self.parent.focus()
        self.parent.press("Control+a")
        self.page.keyboard.insert_text(text)

    def marked(self, words: str) -> Locator:
        """The mark under exactly these words."""
        return self.marks.filter(has_text=words)

    def settle(self) -> None:
        """Wait until an answer to what stands there now has been drawn."""
        expect(self.page.locator("body:not([data-verdict=none])")).to_be_attached()

    def caret(self, at: int) -> None:
        """Put the caret before that UTF-16 unit of the draft."""
        self.draft.evaluate("(field, at) => { field.focus(); field.setSelectionRange(at, at); }", at)

    def point(self, words: str) -> Locator:
        """The point in the list whose text holds ``words``."""
        return self.points.filter(has_text=words)
