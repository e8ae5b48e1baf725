"""Web addresses that are safe to show."""

import re
from functools import cache, lru_cache
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string, url_query_cleaner

from pipelines.data import read_yaml
from pipelines.extract.addresses import host_of

_LONGEST = 2_000
_PLAIN = re.compile(r"[\w.~:/?#\[\]@!$&()*+,;=%-]*", re.ASCII)  # needs no escaping
_HOST = re.compile(r"(?:(?!-)[a-z0-9-]{1,63}\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_LOCAL = (".internal", ".local", ".localhost", ".localdomain", ".lan", ".home", ".onion")
_MOST_PARAMETERS = 50
_USUAL_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=16_384)
def website(shown: str | None, page_url: str = "") -> str | None:
    """An http(s) address of a named host without credentials, or None; a bare host gets https, trackers are cut off.

    An address of the directory whose page is `page_url` is none of a therapist's own, unless it does nothing but send
    the reader on to the one address that it holds.
    """
    text = (shown or "").strip()
    if text.startswith("/") and page_url:
        text = urljoin(page_url, text)
    elif text.startswith("//"):
        text = f"https:{text}"
    elif "://" not in text:
        text = f"https://{text}"
    url = _safe(text)
    if url is None or not page_url or host_of(url) != host_of(page_url):
        return url
    held = [value for _, value in _parameters(url) if value.startswith(("http://", "https://"))]
    target = _safe(held[0]) if len(held) == 1 else None
    return target if target and host_of(target) != host_of(page_url) else None


def _safe(text: str) -> str | None:
    if not text.isprintable() or " " in text or "\\" in text or len(text) > _LONGEST:
        return None
    try:
        parts = urlsplit(text if _PLAIN.fullmatch(text) else safe_url_string(text))
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:  # a broken host or port
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    if host.endswith(_LOCAL) or len(host) > 253:
        return None
    is_usual = port in (None, _USUAL_PORTS[parts.scheme])
    url = urlunsplit(parts._replace(netloc=host if is_usual else f"{host}:{port}"))
    return _without_trackers(url) if parts.query else url


def _without_trackers(url: str) -> str:
    if _trackers().isdisjoint(name for name, _ in _parameters(url)):
        return url
    return url_query_cleaner(url, tuple(_trackers()), remove=True, unique=False, keep_fragments=True)


def _parameters(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return []


@cache
def _trackers() -> frozenset[str]:
    data = read_yaml(__package__, "websites.yaml")
    return frozenset(data["trackers"])
