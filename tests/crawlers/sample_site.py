"""The sample directory on the tests' own server, which can answer what no honest server does."""

from functools import cache
from urllib.parse import urlsplit

from tests.crawlers.directory_site import Answer, Asked, Route, Site
from therapyindex.sample.site import Site as SampleDirectory

FORBIDDEN = "/account/login"
"""A page that every page links to, and that robots.txt disallows."""


class SampleSite(Site):
    """The sample directory; a path in `routes` is answered by its route instead.

    With `elsewhere` every page also links to that other site.
    """

    def __init__(self, therapists: int = 30, night: int = 0, elsewhere: str = "") -> None:
        super().__init__()
        self.directory = _directory(therapists, night)
        self.elsewhere = elsewhere

    def resize(self, therapists: int, night: int = 0) -> None:
        """The directory with so many therapists, after so many nights."""
        self.directory = _directory(therapists, night)

    @property
    def wanted(self) -> set[str]:
        """The paths of all pages that a crawl finds."""
        return set(self.directory.urls())

    def answer(self, asked: Asked) -> Answer:
        """The answer of the route, else of the directory."""
        if asked.path in self.routes:
            return super().answer(asked)
        self.asked.append(asked)
        return self._conditional(asked, self.page(asked.path))

    def page(self, path: str) -> Answer:
        """What the directory has at a path."""
        found = self.directory.answer(urlsplit(path).path)
        body = found.body
        if self.elsewhere and found.content_type.startswith("text/html"):
            link = f'<a href="{self.elsewhere}/therapist/x">x</a><a href="{FORBIDDEN}">y</a>'
            body = body.replace(b"</body>", link.encode() + b"</body>")
        headers = {"Content-Type": found.content_type}
        if found.etag and found.last_modified:
            headers |= {"ETag": found.etag, "Last-Modified": found.last_modified}
        if found.location:
            headers["Location"] = found.location
        return Answer(body, found.status, headers, etag=False)

    def _conditional(self, asked: Asked, found: Answer) -> Answer:
        etag = found.headers.get("ETag")
        if etag and asked.headers.get("if-none-match") == etag:
            return Answer("", 304, {"ETag": etag}, etag=False)
        return found

    def profiles(self) -> list[str]:
        """The paths of the profiles."""
        return sorted(path for path in self.wanted if path.startswith("/therapist/"))

    def set(self, paths: list[str], route: Route) -> None:
        """Answers these paths with a route."""
        self.routes.update(dict.fromkeys(paths, route))


@cache
def _directory(therapists: int, night: int) -> SampleDirectory:
    return SampleDirectory(seed=3, therapists=therapists, night=night, profile_kb=8)
