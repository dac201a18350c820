"""A real browser without a network, and pages opened in it from files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from kg.views import write_page

_ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass
class Opened:
    """A page in the browser, what its console said and what it asked the network for."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def click_item(self, key: str) -> None:
        """Click a thing or a line of the drawing where it stands on the screen."""
        self.page.locator("#stage").scroll_into_view_if_needed()
        at = self.page.evaluate("key => relationPage.whereIs(key)", key)
        self.page.evaluate("y => scrollBy(0, y - innerHeight / 3)", at["y"])
        at = self.page.evaluate("key => relationPage.whereIs(key)", key)
        self.page.mouse.click(at["x"], at["y"])

    def assert_clean(self) -> None:
        assert self.console == []
        assert self.requests == []


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no chromium: `make browser` installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Write HTML into a file and open that, with the network off; nothing may have gone wrong."""
    contexts: list[BrowserContext] = []
    pages: list[Opened] = []

    def open_html(
        html: str, *, width: int = 1280, scheme: str = "light", at: str = "", trusting: bool = False
    ) -> Opened:
        """`at` is what follows # in the address; `trusting` lets a tester's own script in."""
        path = write_page(tmp_path / f"page-{len(pages)}.html", html)
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            bypass_csp=trusting,
            accept_downloads=True,
        )
        context.set_offline(True)
        contexts.append(context)
        opened = Opened(context.new_page())
        pages.append(opened)

        def only_files(route: Route) -> None:
            # what a page makes itself, such as a file to be saved, leaves nothing
            if route.request.url.startswith(("file:", "blob:", "data:")):
                route.continue_()
            else:
                opened.requests.append(route.request.url)
                route.abort()

        context.route("**/*", only_files)
        opened.page.on("console", lambda message: opened.console.append(message.text))
        opened.page.on("pageerror", lambda error: opened.console.append(str(error)))
        opened.page.goto(path.as_uri() + (f"#{at}" if at else ""))
        return opened

    yield open_html
    for opened in pages:
        opened.assert_clean()
    for context in contexts:
        context.close()
