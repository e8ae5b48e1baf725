"""The start pages: whether each still leads into the site. Pure."""

from collections.abc import Iterable
from http import HTTPStatus

from msgspec.structs import replace

from crawlers.recorder import Fetched
from store.pages import PageState

LEADS_NOWHERE = "leads_nowhere"


def checked_start(fetched: Fetched) -> Fetched:
    """The visit of a start page, with an error where the page leads nowhere; a 304 says what was so before."""
    visit = fetched.visit
    if visit.outcome in {"failed", "confirmed"} or fetched.targets:
        return fetched
    status = str(visit.status) if visit.status >= HTTPStatus.BAD_REQUEST else LEADS_NOWHERE
    return replace(fetched, visit=replace(visit, error=visit.error or status))


def broken_start(url: str, error: str) -> str:
    """What is wrong with a start page, in words."""
    return f"{url} leads nowhere" if error == LEADS_NOWHERE else f"{url} cannot be fetched ({error})"


def broken_before(states: Iterable[PageState], crawl: str) -> dict[str, str]:
    """What an earlier, interrupted part of the crawl found wrong with the start pages."""
    return {state.url: broken_start(state.url, state.error) for state in states if state.crawl == crawl and state.error}
