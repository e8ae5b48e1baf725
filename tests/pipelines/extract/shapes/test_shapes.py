"""Every shape of a directory's pages in several markups: exactly what is said, field by field, and nothing else."""

from typing import Any

import msgspec
import pytest

from records import Attribution, ProfileExtract
from tests.pipelines.extract.pages import APPROACH_URL, PROFILE_URL, extracted
from tests.pipelines.extract.shapes import approach_pages, other_pages, profile_pages
from tests.pipelines.extract.shapes.approach_pages import FIRST, LAST, ApproachPage, Pair
from tests.pipelines.extract.shapes.profile_pages import ProfilePage
from tests.pipelines.extract.shapes.read import cases
from tests.repetitions import some

AUTHORS: dict[str, dict[str, Any]] = {
    FIRST.line: {"name": "Bo Vance", "title": "Licensed Clinical Social Worker", "city": "Tampa", "state": "FL"},
    LAST.line: {"name": "Odo Fennimore", "title": "Psychologist", "city": "Mesa", "state": "AZ"},
    "— Ada Quill, Therapist in Salem, OR": {"name": "Ada Quill", "title": "Therapist", "city": "Salem", "state": "OR"},
    "— Blue Door/ Bo Tarn, Therapist in ,": {
        "name": "Bo Tarn",
        "title": "Therapist",
        "organization": "Blue Door",
        "kind": "person_and_organization",
    },
}
WORDS = "Together we look for the place where the talk stops, and we begin again from there."


def three(text: str, line: str) -> ApproachPage:
    """A page on which the case stands between two others."""
    return ApproachPage(pairs=[FIRST, Pair(text, line), LAST])


def each(name: str, bodies: dict[str, Any], *expected: Any) -> list[Any]:
    """One parameter set per markup of a case."""
    made = [pytest.param(body, *expected, id=f"{name}: {markup}") for markup, body in bodies.items()]
    return list(some(made, every=3))


def check(body: approach_pages.Body, page: ApproachPage, author: dict[str, Any] | None = None) -> None:
    """Everything that the page says is found, and nothing else."""
    found = extracted(body.text, page.url, content_type=body.content_type)
    assert found.problems == []
    assert found.approach is not None
    assert (found.approach.name, found.approach.definition) == (page.title, page.definition)
    assert [one.text for one in found.approach.statements] == [pair.text for pair in page.pairs]
    following = [*(pair.text for pair in page.pairs[1:]), ""]
    for pair, one, behind in zip(page.pairs, found.approach.statements, following, strict=True):
        fields = {**AUTHORS.get(pair.line, author or {}), "raw": pair.line}
        assert one.attribution.confidence >= 0.9
        assert one.attribution.rest in ("", behind)
        shown = msgspec.structs.replace(one.attribution, confidence=1.0, rest="")
        assert shown == msgspec.convert(fields, Attribution)


@pytest.mark.parametrize(
    ("body", "page"),
    [
        one
        for case in cases("page_parts")
        for page in [msgspec.convert(case, ApproachPage)]
        for one in each(case["case"], approach_pages.in_markups(page) | approach_pages.flattened(page), page)
    ],
)
def test_parts_of_an_approach_page(body: approach_pages.Body, page: ApproachPage) -> None:
    check(body, page)


@pytest.mark.parametrize(
    ("body", "page", "author"),
    [
        one
        for case in cases("attributions")
        for page in [three(WORDS, case["line"])]
        for one in each(
            case["case"], approach_pages.in_markups(page) | approach_pages.flattened(page), page, case["author"]
        )
    ],
)
def test_attributions(body: approach_pages.Body, page: ApproachPage, author: dict[str, Any]) -> None:
    check(body, page, author)


@pytest.mark.parametrize(
    ("body", "page", "author"),
    [
        one
        for title in cases("titles")
        for place, fields in (("", {}), (" in Salem, OR", {"city": "Salem", "state": "OR"}))
        for page in [three(WORDS, f"— Ada Quill, {title}{place}")]
        for one in each(
            title + place,
            approach_pages.in_markups(page) | approach_pages.flattened(page),
            page,
            {"name": "Ada Quill", "title": title, **fields},
        )
    ],
)
def test_titles(body: approach_pages.Body, page: ApproachPage, author: dict[str, Any]) -> None:
    check(body, page, author)


@pytest.mark.parametrize(
    ("body", "page", "author"),
    [
        one
        for case in cases("glued")
        for page in [ApproachPage(pairs=[FIRST, Pair(WORDS, case["line"]), Pair(case["next"], LAST.line)])]
        for one in each(case["case"], approach_pages.flattened(page), page, case["author"])
    ],
)
def test_lost_separators(body: approach_pages.Body, page: ApproachPage, author: dict[str, Any]) -> None:
    check(body, page, author)


@pytest.mark.parametrize(
    ("body", "page"),
    [
        one
        for case in cases("statements")
        for page in [three(case["text"], "— Ada Quill, Therapist in Salem, OR")]
        for one in each(case["case"], approach_pages.in_markups(page) | approach_pages.flattened(page), page)
    ],
)
def test_traps_of_statements(body: approach_pages.Body, page: ApproachPage) -> None:
    check(body, page)


@pytest.mark.parametrize(
    "body", [one for line in cases("nobodies") for one in each(line, approach_pages.in_markups(three(WORDS, line)))]
)
def test_records_of_stage_hosts_are_no_authors(body: approach_pages.Body) -> None:
    found = extracted(body.text, APPROACH_URL, content_type=body.content_type).approach
    assert found is not None
    assert [(one.text, one.attribution.raw) for one in found.statements] == [
        (pair.text, pair.line) for pair in (FIRST, LAST)
    ]


def profile(body: str, url: str = PROFILE_URL) -> ProfileExtract:
    """The profile of a page, without the origins of its fields."""
    found = extracted(body, url)
    assert found.problems == []
    assert found.profile is not None
    return msgspec.structs.replace(found.profile, origins={})


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        one
        for case in cases("profiles")
        for page in [msgspec.convert(case, ProfilePage)]
        for one in each(case["case"], profile_pages.in_markups(page), page.url, case["profile"])
    ],
)
def test_profiles(body: str, url: str, expected: dict[str, Any]) -> None:
    assert profile(body, url) == msgspec.convert(expected, ProfileExtract)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        one
        for case in cases("headings")
        for page in [ProfilePage(heading=case["heading"], sections={"Languages": ["English"], "Issues": ["Grief"]})]
        for one in each(case["heading"], profile_pages.in_markups(page), case["profile"])
    ],
)
def test_headings_of_profiles(body: str, expected: dict[str, Any]) -> None:
    fields = {**expected, "languages": ["English"], "issues": ["Grief"]}
    assert profile(body) == msgspec.convert(fields, ProfileExtract)


@pytest.mark.parametrize(
    ("body", "fees"),
    [
        one
        for fees in cases("fees")
        for page in [ProfilePage(heading="Ada Quill", sections={"Languages": ["English"], "Fees": fees})]
        for one in each(fees, profile_pages.in_markups(page), fees)
    ],
)
def test_fees(body: str, fees: str) -> None:
    assert profile(body) == ProfileExtract(name="Ada Quill", languages=["English"], fees=fees)


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        one
        for case in cases("structured")
        for page in [msgspec.convert({"heading": case["node"]["name"], **case}, ProfilePage)]
        for one in each(case["case"], profile_pages.with_structured_data(page, case["node"]), page.url, case["profile"])
    ],
)
def test_structured_data(body: str, url: str, expected: dict[str, Any] | None) -> None:
    if expected:
        assert profile(body, url) == msgspec.convert(expected, ProfileExtract)
    else:
        assert extracted(body, url).profile is None


@pytest.mark.parametrize(
    ("body", "url"),
    [one for case in cases("gone") for one in each(case["case"], other_pages.lists(case["heading"]), case["url"])],
)
def test_gone_profiles(body: str, url: str) -> None:
    found = extracted(body, url)
    assert (found.kind, found.profile, found.approach, found.problems) == ("listing", None, None, [])


@pytest.mark.parametrize(
    "body",
    [
        one
        for case in cases("unreal")
        for page in [ProfilePage(**case, sections={"Languages": ["English"], "Issues": ["Grief"]})]
        for one in each(case["heading"], profile_pages.in_markups(page))
    ],
)
def test_records_of_stage_hosts_are_no_profiles(body: str) -> None:
    found = extracted(body)
    assert (found.kind, found.profile, len(found.problems)) == ("other", None, 1)


@pytest.mark.parametrize("url", [APPROACH_URL, PROFILE_URL])
@pytest.mark.parametrize(
    "body", [one for case in cases("refused") for one in each(case["title"], other_pages.refusals(**case))]
)
def test_refusals(body: str, url: str) -> None:
    found = extracted(body, url)
    assert (found.kind, found.approach, found.profile) == ("other", None, None)
    assert len(found.problems) == 1
