"""Answers that come late, and time that passes, when a test says so."""

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Page, Route


class Held:
    """Real answers, kept back until the test lets them go, on a clock that the test moves."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Callable[[], None]] = []
        page.clock.install(time=0)
        page.clock.pause_at(60_000)
        page.route("**/v1/lint", self._hold)

    def _hold(self, route: Route) -> None:
        answer = route.fetch()
        self.waiting.append(lambda: route.fulfill(response=answer))

    def ask(self) -> None:
        """Let the pause after the last key pass, so that the page asks; its answer waits."""
        before = len(self.waiting)
        with self.page.expect_request("**/v1/lint"):
            self.pass_time(300)
        while len(self.waiting) == before:
            self.page.wait_for_timeout(10)

    def answer(self, nth: int) -> None:
        """Let that answer go."""
        self.waiting[nth]()

    def pass_time(self, milliseconds: int) -> None:
        """Move the page's clock on."""
        self.page.clock.run_for(milliseconds)

    def release(self) -> None:
        """Let go of what nobody waits for any more."""
        for answer in self.waiting:
            with suppress(Error):
                answer()
