"""Whatever part of somebody is missing on a page, nobody gets the words of another."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipelines.extract.pages import extracted
from tests.pipelines.extract.test_parted_authors import CARDS, DEFINITION, FLAT, URL

PEOPLE = [
    ("Ada Quill", "Licensed Clinical Social Worker", "Salem", "OR", "Oregon"),
    ("Bo Marsh", "Psychologist", "Boston", "MA", "Massachusetts"),
    ("Cy Larkin", "Therapist", "Mesa", "AZ", "Arizona"),
    ("Odo Fennimore", "Counselor", "Tampa", "FL", "Florida"),
]
TEXTS = [
    "I ask where a story began and who else might tell it. Then we write the next page of it together.",
    "Problems are guests and not the house. We show them to the door slowly, with manners and with tea.",
    "Nobody has to be right here, and nobody is. We look for the place where the talk stops, and begin again.",
    "my work is slow. I sit with people until the weather turns, and then a while longer, without an end",
]
# Without a name one reads as words with a dash, the other has a headline that may be one.
UNLIKE = {"dash and brackets", "headlines"}
HEADINGS = ["<h2>In their own words</h2>", "<h2>Meet the specialists</h2>", "<h2>How it works</h2>", ""]
changes = st.sampled_from(["no name", "no title", "unknown title", "no text", "short text", "no place"])


def person(template: str, index: int, change: str) -> str:
    name, title, city, state, state_name = PEOPLE[index]
    text = {"no text": "", "short text": "I help."}.get(change, TEXTS[index])
    shown = {
        "name": "" if change == "no name" else name,
        "title": {"no title": "", "unknown title": "Dream Guide"}.get(change, title),
        "city": city,
        "state": state,
        "statename": state_name,
        "zip": "97301",
        "letters": "LMFT",
        "text": text,
        "url": f"/p/{index}",
    }
    html = template.format(**shown)
    return html.replace(f"{city}, {state}", "") if change == "no place" else html


@settings(max_examples=400)
@given(
    template=st.sampled_from([html for name, html in (CARDS | FLAT).items() if name not in UNLIKE]),
    count=st.integers(1, 4),
    damaged=st.integers(0, 3),
    change=changes,
    heading=st.sampled_from(HEADINGS),
    definition=st.sampled_from([f"<p>{DEFINITION}</p>", f"<h2>What it is</h2><p>{DEFINITION}</p>"]),
    behind=st.sampled_from(["", "<h2>Keep reading</h2><p>There is more to read in the journal, every other week.</p>"]),
    wrapper=st.sampled_from(["{}", "<div>{}</div>", "<ul>{}</ul>", "<main><section>{}</section></main>"]),
)
def test_nobody_gets_the_words_of_another(
    template: str, count: int, damaged: int, change: str, heading: str, definition: str, behind: str, wrapper: str
) -> None:
    people = "".join(person(template, index, change if index == damaged else "") for index in range(count))
    html = f"<body><h1>Narrative Therapy</h1>{definition}{heading}{wrapper.format(people)}{behind}</body>"
    found = extracted(html, URL).approach
    pairs = [(one.attribution.name, one.text) for one in found.statements] if found else []
    assert set(pairs) <= {(name, text) for (name, *_), text in zip(PEOPLE, TEXTS, strict=True)}
