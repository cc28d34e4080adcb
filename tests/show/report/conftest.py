"""A real browser: Debian's chromium, driven by playwright, which brings none of its own. It ends with its module, for its client
keeps an event loop in this thread."""

import shutil

import pytest
import reports

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no chromium is installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as client:
        browser = client.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


class Opened:
    """Opens pages, and keeps what happens in them that should not: words of the console, questions, new windows, requests."""

    def __init__(self, browser):
        self._browser, self._contexts = browser, []
        self.unwanted = []

    def __call__(self, address, *, width=1280, height=900, **options):
        context = self._browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(5_000)
        self._contexts.append(context)
        page = context.new_page()
        for event in ("console", "pageerror", "dialog", "popup", "crash"):
            page.on(event, lambda it, event=event: self.unwanted.append((event, getattr(it, "text", str(it)))))
        page.on("request", lambda it: self._asked(it, address))
        page.goto(address)
        return page

    def _asked(self, request, address):
        if not request.url.startswith((address.partition("#")[0], "data:image/webp")):
            self.unwanted.append(("request", request.url))

    def close(self):
        for context in self._contexts:
            context.close()


@pytest.fixture
def opened(browser):
    """`opened(address)` is a page; a test in which the console speaks, or anything is asked for but the page itself, fails."""
    found = Opened(browser)
    yield found
    found.close()
    assert found.unwanted == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def file(folder):
    return reports.one_run(folder)


@pytest.fixture(scope="module")
def several(folder):
    return reports.two_runs(folder)


@pytest.fixture(scope="module")
def hostile(folder):
    return reports.hostile_one(folder)
