"""A person who has nothing but a keyboard: Tab, Enter, Space, arrows and letters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Download, FileChooser, Page

from tests.journeys.people import unused_code

MOST = 250  # presses of Tab that nobody would make; a page that leads to nothing ends
TRIES = 6
PATIENCE = 240_000  # milliseconds: a machine that also does other things
NAME = """() => {
    const one = document.activeElement;
    const label = one.labels && one.labels[0] ? one.labels[0].textContent : '';
    return [label, one.textContent, one.value].filter(Boolean).join(' ').replace(/\\s+/g, ' ').trim();
}"""
IN_SIGHT = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
    return look.outlineStyle !== 'none' && box.bottom > 0 && box.top < window.innerHeight;
}"""


class Keyboard:
    """Goes through a page by Tab; whatever has the focus must be seen and have it marked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def tab_to(self, words: str, *, tag: str = "") -> None:
        """On to what bears these words: by its label, its text or its value."""
        for _ in range(MOST):
            self.press("Tab")
            if words in self.page.evaluate(NAME) and self._is(tag):
                assert self.page.evaluate(IN_SIGHT), f"{words!r} has the focus, and it is not seen"
                return
        raise AssertionError(f"Tab does not lead to {words!r} on {self.page.url}")

    def _is(self, tag: str) -> bool:
        return not tag or self.page.evaluate("document.activeElement.tagName") == tag.upper()

    def follow(self, words: str) -> None:
        """The link with these words."""
        self.tab_to(words, tag="a")
        self._leave("Enter")

    def push(self, words: str, key: str = "Enter") -> None:
        """The button with these words."""
        self.tab_to(words, tag="button")
        self._leave(key)

    def _leave(self, key: str) -> None:
        with self.page.expect_navigation():
            self.press(key)

    def write(self, label: str, text: str) -> None:
        self.tab_to(label)
        self.page.keyboard.type(text)

    def choose_files(self, label: str, files: Sequence[Path]) -> None:
        """Through the window for choosing files, which the keyboard opens; a browser that took seconds to hear of the
        key does not open it, and a person presses the key again.
        """
        self.tab_to(label, tag="input")
        chosen: list[FileChooser] = []
        self.page.once("filechooser", lambda window: chosen.append(window))
        for _ in range(TRIES):
            self.press("Enter")
            self.page.wait_for_timeout(5_000 if not chosen else 0)
            if chosen:
                return chosen[0].set_files(list(files))
        raise AssertionError(f"no window for choosing files opens from {label!r}")

    def download(self, words: str) -> Download:
        self.tab_to(words, tag="a")
        with self.page.expect_download() as download:
            self.press("Enter")
        return download.value

    def sign_in(self, address: str, account: dict[str, Any]) -> None:
        self.page.goto(f"{address}/accounts/login/")
        self.write("Email", account["email"])
        self.write("Password", account["password"])
        self._leave("Enter")
        for _ in range(TRIES):
            if not self.page.get_by_role("heading", name="Enter your code").count():
                return
            if self.page.evaluate("document.activeElement.tagName") != "INPUT":
                self.tab_to("", tag="input")
            self.page.keyboard.type(unused_code(self.page, account["totp_secret"]))
            self._leave("Enter")
        raise AssertionError("no code is taken")
