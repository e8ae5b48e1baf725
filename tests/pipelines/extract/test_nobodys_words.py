"""Whatever part of somebody is missing on a page, nobody gets the words of another."""

from hypothesis import example, given, settings
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
SHORT = "I help."
# Without a name one reads as words with a dash, the other has a headline that may be one.
UNLIKE = {"dash and brackets", "headlines"}
# Authors without titles, and those whose lines open with them.
OTHERS = {
    "letters behind a dash": "<p>{text}</p><p>— {name}, {letters}</p>",
    "letters and place behind a dash": "<div><p>{text}</p><p>— {name}, {letters} ({city}, {state})</p></div>",
    "letters at the end": "<p>{text} — {name}, {letters}</p>",
    "a dash": "<p>{text}</p><p>— {name}, {title} in {city}, {state}</p>",
    "a dash in a card": "<div><div>{text}</div><div>— {name}, {title} in {city}, {state}</div></div>",
    "at the start": "<p><b>{name}, {title}, {city}, {state}:</b> {text}</p>",
    "an element at the start": "<li><b>{name}</b> ({title}, {city}, {state}): {text}</li>",
    "letters at the start": "<p><b>{name}, {letters}:</b> {text}</p>",
    "a colon": "<p>{name}, {title}, {city}, {state}:</p><p>{text}</p>",
    "letters and a colon": "<div><p><b>{name}</b>, {letters}:</p></div><div><p>{text}</p></div>",
    "a question and a colon": "<p>Q. What would you say to somebody on a bus?</p><p>{name}, {title}, {city}, {state}:</p><p>{text}</p>",
    "a request and a colon": "<p>Tell us what you would say to somebody on a bus.</p><p>{name}, {title}, {city}, {state}:</p><p>{text}</p>",
    "a question to somebody": "<div><a>How do you tell it, {name}?</a><div><p>{text}</p><p>{title}<br>{city}, {state}</p></div></div>",
    "a link": "<div><h3><a href='/therapist{url}'>{name}</a></h3><p>{city}, {state}</p><p>{text}</p></div>",
    "a heading and a panel": "<h3>{name}</h3><div><p>{title} | {city}, {state}</p><p>{text}</p></div>",
    "a button and a panel": "<h3><button>{name}, {letters}</button></h3><div><div>{title}<br>{city}, {state}</div><div>{text}</div></div>",
    "a bare button and a panel": "<button>{name}, {letters}</button><div><p>{title}, {city}, {state}</p><p>{text}</p></div>",
    "a term and a panel": "<dt>{name}</dt><dd><small>{title} in {city}, {state}</small><p>{text}</p></dd>",
    "a small title": "<h3>{name} <small>{title}, {city}, {state}</small></h3><p>{text}</p>",
    "a button to open": "<div><button>{name}</button><div><p>{title}, {city}, {state}</p><p>{text}</p></div></div>",
    "a quotation below a colon": "<p>{name}, {title} in {city}, {state}, writes:</p><blockquote><p>{text}</p></blockquote>",
    "spans in a cite": "<div><div>{text}</div><cite><span>{name}</span><span>{title}, {city}, {state}</span></cite></div>",
    "a place first": "<div><span>{city}, {state}</span><h3>{name}</h3><span>{title}</span><p>{text}</p></div>",
    "a place last": "<div><h3>{name}</h3><span>{title}</span><p>{text}</p><p>{city}, {state}</p></div>",
}
BETWEEN = [
    "",
    "<p>Showing 4 of 48 therapists. The order is drawn anew every day.</p>",
    "<div><a href='/methods/sand-tray'>Sand Tray</a><p>A tray, some sand and a shelf of small figures. Nobody has to speak.</p></div>",
    "<p>48 therapists found near you, sorted by distance and then shuffled.</p>",
    "<article><h3>Sand Tray</h3><p>A tray, some sand and a shelf of small figures. Nobody has to speak.</p></article>",
    "<h3><button>Does it cost much?</button></h3><div><p>Less than a car and more than a book. It depends on the plan.</p></div>",
    "<details><summary>Whom is it for?</summary><p>For everybody who has told one story for too long, and for families.</p></details>",
    "<dl><dt>Sand Tray</dt><dd>A tray, some sand and a shelf of small figures. Nobody has to speak.</dd></dl>",
]
BEHIND = [
    "",
    "<h2>Keep reading</h2><p>There is more to read in the journal, every other week.</p>",
    "<h3><button>Does it cost much?</button></h3><div><p>Less than a car and more than a book. It depends on the plan.</p></div>",
]
HEADINGS = ["<h2>In their own words</h2>", "<h2>Meet the specialists</h2>", "<h2>How it works</h2>", ""]
changes = st.sampled_from(["no name", "no title", "unknown title", "no text", "short text", "no place"])


def person(template: str, index: int, change: str) -> str:
    name, title, city, state, state_name = PEOPLE[index]
    text = {"no text": "", "short text": SHORT}.get(change, TEXTS[index])
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


@example(
    template="<p>{text}</p><p>{name} – {title}, {city}, {state}</p>",
    count=2,
    damaged=0,
    change="no name",
    heading="",
    definition="",
    behind="",
    between="",
    wrapper="{}",
)
@example(
    template="<p>{text}</p><p>{name} – {title}, {city}, {state}</p>",
    count=4,
    damaged=2,
    change="no name",
    heading="",
    definition="",
    behind="",
    between="",
    wrapper="{}",
)
@example(
    template=OTHERS["a request and a colon"],
    count=2,
    damaged=0,
    change="no text",
    heading="",
    definition="",
    behind="",
    between="",
    wrapper="{}",
)
@example(
    template=FLAT["buttons that tell all"],
    count=2,
    damaged=1,
    change="no title",
    heading="<h2>In their own words</h2>",
    definition=f"<p>{DEFINITION}</p>",
    behind="",
    between="",
    wrapper="{}",
)
@settings(max_examples=400)
@given(
    template=st.sampled_from([html for name, html in (CARDS | FLAT | OTHERS).items() if name not in UNLIKE]),
    count=st.integers(1, 4),
    damaged=st.integers(0, 3),
    change=changes,
    heading=st.sampled_from(HEADINGS),
    definition=st.sampled_from([f"<p>{DEFINITION}</p>", f"<h2>What it is</h2><p>{DEFINITION}</p>"]),
    behind=st.sampled_from(BEHIND),
    between=st.sampled_from(BETWEEN),
    wrapper=st.sampled_from(["{}", "<div>{}</div>", "<ul>{}</ul>", "<main><section>{}</section></main>"]),
)
def test_nobody_gets_the_words_of_another(
    template: str,
    count: int,
    damaged: int,
    change: str,
    heading: str,
    definition: str,
    behind: str,
    between: str,
    wrapper: str,
) -> None:
    people = between + between.join(
        person(template, index, change if index == damaged else "") for index in range(count)
    )
    html = f"<body><h1>Narrative Therapy</h1>{definition}{heading}{wrapper.format(people)}{behind}</body>"
    found = extracted(html, URL).approach
    pairs = [(one.attribution.name, one.text) for one in found.statements] if found else []
    own = {(name, text) for (name, *_), text in zip(PEOPLE, TEXTS, strict=True)}
    assert set(pairs) <= own | {(PEOPLE[damaged][0], SHORT)}
