"""Why no answer came: a name to count by and words for people. Pure."""

from collections.abc import Iterator

_NAMES = {
    "CannotResolveHostError": "dns",
    "DNSLookupError": "dns",
    "DownloadConnectionRefusedError": "refused",
    "ConnectionRefusedError": "refused",
    "DownloadTimeoutError": "timeout",
    "TimeoutError": "timeout",
    "TCPTimedOutError": "timeout",
    "ResponseDataLossError": "cut_short",
    "DownloadCancelledError": "too_large",
    "IgnoreRequest": "too_large",  # what Scrapy makes of a decompression bomb
    "ParseError": "nonsense",
    "ConnectionDone": "dropped",
    "ConnectionLost": "dropped",
    "ConnectionAborted": "dropped",
    "DownloadFailedError": "failed",
}
_WORDS = {
    "dns": "its host name cannot be resolved",
    "refused": "the connection is refused",
    "timeout": "no answer came in time",
    "dropped": "the connection was dropped",
    "cut_short": "the answer was cut short",
    "too_large": "the answer is too large",
    "nonsense": "the answer is no HTTP",
    "tls": "its certificate cannot be trusted",
}


def failure_name(error: BaseException) -> str:
    """The kind of failure, to count by."""
    chain = list(_chain(error))
    if any(_is_tls(one) for one in chain):
        return "tls"
    names = [name for one in chain if (name := _NAMES.get(type(one).__name__))]
    # Scrapy's general error is the outermost: what it was made of says more.
    return next((name for name in names if name != "failed"), names[0] if names else type(error).__name__)


def failure_words(error: BaseException) -> str:
    """The same in words."""
    name = failure_name(error)
    return _WORDS.get(name, f"{name}: {error}")


def _is_tls(error: BaseException) -> bool:
    module = (type(error).__module__ or "").lower()
    return "ssl" in module or module.startswith("service_identity") or "certificate" in str(error).lower()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was made of: Twisted wraps the reasons in failures."""
    yield error
    for reason in getattr(error, "reasons", None) or ():
        yield from _chain(getattr(reason, "value", reason))
    if error.__cause__ is not None:
        yield from _chain(error.__cause__)
