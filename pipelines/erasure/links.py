"""Links of a page to the profiles of those who are out, whatever the page is."""

import re
from html import unescape
from urllib.parse import urlsplit

from index_config.folding import folded_words
from pipelines.erasure.needles import Gone
from pipelines.extract.addresses import own_url
from pipelines.extract.charset import as_utf8
from pipelines.optouts import url_key
from records import Page
from records.optouts import OptOuts

_HREF = re.compile(rb"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_LINK = re.compile(r"<a\s(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>(.*?)</a", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def linked(page: Page, optouts: OptOuts) -> Gone:
    """What a page's links show of those whose profiles they lead to: the addresses, and the names on the links."""
    urls = {url for url in _urls(page) if optouts.hold(url_key(url))}
    return Gone(urls=frozenset(urls), names=_names(page, urls)) if urls else Gone()


def _urls(page: Page) -> set[str]:
    found = set()
    for address in {first or second or third for first, second, third in _HREF.findall(page.body)}:
        url = own_url(page.url, unescape(address.decode("utf-8", "replace")), page.url)
        if url:
            found |= {url, url.rstrip("/")}
    return found


def _names(page: Page, urls: set[str]) -> frozenset[str]:
    """The texts of links that say no more than the last part of one of these addresses: a name."""
    last = {frozenset(folded_words(urlsplit(url).path.rstrip("/").rpartition("/")[2])) for url in urls}
    source = as_utf8(page.body, page.header("content-type")).decode(errors="replace")
    texts = {" ".join(unescape(_TAG.sub(" ", inside)).split()) for inside in _LINK.findall(source)}
    return frozenset(
        text for text in texts if len(words := set(folded_words(text))) > 1 and any(words <= one for one in last)
    )
