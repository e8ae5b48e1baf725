"""Links and lines beside a text that name nobody: nothing on these pages is anybody's statement."""

import pytest

from tests.pipelines.extract.pages import extracted

URL = "https://www.thelist.example/therapies/narrative-therapy"
DEFINITION = (
    "Narrative therapy separates people from their problems and looks at the stories they live by. It asks whose "
    "story it is and who else may tell it."
)
TEASER = "A tray, some sand and a shelf of small figures. What cannot be said may be built."

LINKS = {
    "an article": "<a href='/methods/sand-tray'><b>Sand Tray: a short guide</b></a>",
    "an approach": "<a href='/methods/sand-tray'>Sand Tray</a>",
    "an approach among lists of people": "<a href='/therapists/sand-tray'>Sand Tray</a>",
    "an approach of the taxonomy": "<a href='/therapists/schema-therapy'>Schema Therapy</a>",
    "a list of people": "<a href='/therapists/grief'>Family Conflict</a>",
    "a city": "<a href='/therapists/us/or/grand-ronde'>Grand Ronde</a>",
    "a city with a slug": "<a href='/counselors/grand-ronde'>Grand Ronde</a>",
    "an article of a person's name": "<a href='/journal/ada-quill'>Ada Quill</a>",
    "a post in a folder": "<a href='/people/blog/ada-quill'>Ada Quill</a>",
    "a wiki": "<a href='/wiki/Sand_Tray'>Sand Tray</a>",
    "a menu": "<a href='/language-help'>Language help</a> <a href='/nondiscrimination'>Nondiscrimination notice</a>",
    "a menu of names": "<a href='/people/ada-quill'>Ada Quill</a> <a href='/people/bo-marsh'>Bo Marsh</a>",
    "a verb": "<a href='/people/join-us'>Join Us</a>",
    "a name with a colon": "<a href='/people/ada-quill'>Ada Quill: how I work</a>",
    "a name with words behind": "<a href='/people/ada-quill'>Ada Quill</a> writes about sand",
    "an event": "<a href='/events/summer-retreat'>Summer Retreat</a>",
    "a download": "<a href='/people/free-workbook.pdf'>Free Workbook</a>",
    "a practice": "<a href='/about/blue-door-counseling'>Blue Door Counseling</a>",
}


@pytest.mark.parametrize(
    "element", ["<div>{}<p>{}</p></div>", "<p>{}<br>{}</p>", "<li><h3>{}</h3>{}</li>", "<p>{1}</p><p>{0}</p>"]
)
@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_link_to_another_page(link: str, element: str) -> None:
    html = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>Read next</h2><div>{element.format(link, TEASER)}</div></body>"
    found = extracted(html, URL).approach
    assert found is not None
    assert found.statements == []
    assert found.definition == DEFINITION
