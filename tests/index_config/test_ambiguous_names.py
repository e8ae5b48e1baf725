"""Names that mean something else too count where the approach is meant, and only there."""

import pytest

from index_config.taxonomy import load_taxonomy, mentions

AMBIGUOUS = {
    name: approach.id
    for approach in load_taxonomy().approaches.values()
    for name in (approach.name, *approach.synonyms, *approach.abbreviations)
    if name in load_taxonomy().ambiguous
}

# Where it counts, and what it means there; where it means nothing of ours.
SENSES = [
    ("We will use EFT to slow your fights down.", "emotionally-focused-therapy"),
    ("Emotionally Focused Therapy (EFT) taps what is under the anger.", "emotionally-focused-therapy"),
    ("Emotional Freedom Technique (EFT) calms between sessions.", "emotional-freedom-techniques"),
    ("With EFT we tap on a few points while naming the worry.", "emotional-freedom-techniques"),
    ("We do EFT, tapping on the hand and face.", "emotional-freedom-techniques"),
    ("EFT helps couples by tapping into what they feel.", "emotionally-focused-therapy"),
    ("MI helps with mixed feelings about drinking.", "motivational-interviewing"),
    ("I use MI and DBT.", "motivational-interviewing"),
    ("Psychologist in Lansing, MI", None),
    ("Born in the Motor City, MI, I now live by the sea.", None),
    ("I am licensed in MI, OH and IN.", None),
    ("I use ACT.", "acceptance-and-commitment-therapy"),
    ("My ACT score was low and my life went on.", None),
    ("The SAT and ACT are only exams.", None),
    ("ACT tutoring paid for my studies.", None),
    ("I use ACT with college students before exams.", "acceptance-and-commitment-therapy"),
    ("Notice, choose, then act on what matters.", None),
    ("The Affordable Care Act changed who can see me.", None),
    ("SE is a body-based way to settle shock.", "somatic-experiencing"),
    ("I am trained in SE.", "somatic-experiencing"),
    ("The office is at 1200 SE Hawthorne.", None),
    ("I moved to SE Portland.", None),
    ("I am an experienced play therapist; PT sessions last 40 minutes.", "play-therapy"),
    ("My husband is a PT and we have two dogs.", None),
    ("I see clients PT, on Mondays only.", None),
    ("PT is physical work, and so is grief.", None),
    ("IPT looks at mood and relationships.", "interpersonal-therapy"),
    ("The IPT team meets on Tuesdays.", None),
    ("I use RCT to look at power in the room.", "relational-therapy"),
    ("Relational-Cultural Therapy (RCT) is studied in randomized trials.", "relational-therapy"),
    ("A randomized controlled trial (RCT) found the same.", None),
    ("I took part in an RCT of two treatments.", None),
    ("I have Level 1 training in PACT.", "psychobiological-approach-to-couple-therapy"),
    ("Couples make a pact to listen.", None),
    ("I worked on a PACT team for years.", None),
    ("PACT, an assertive outreach program, hired me.", None),
    ("CPT is a twelve-session treatment.", "cognitive-processing-therapy"),
    ("I bill CPT 90837 for an hour.", None),
    ("Please ask for the CPT codes.", None),
    ("Schema Therapy (ST) works with modes.", "schema-therapy"),
    ("Find me at 44 Oak ST in Salem.", None),
    ("I am certified in SP.", "sensorimotor-psychotherapy"),
    ("The SP 500 is not my field.", None),
    ("IFS and CBT are what I use.", "internal-family-systems"),
    ("No ifs or buts.", None),
    ("ERP frees people from rituals.", "exposure-and-response-prevention"),
    ("Our hospital bought new ERP software.", None),
    ("I offer ABA to young children.", "applied-behavior-analysis"),
    ("The ABA Journal is for lawyers.", None),
    ("Trained in NLP, I listen for words.", "neuro-linguistic-programming"),
    ("NLP researchers at my old company built chatbots.", None),
    ("I lead Seeking Safety groups.", "seeking-safety"),
    ("Many people find me seeking safety.", None),
    ("My stance is humanistic-existential.", "existential-therapy"),
    ("I had existential dread at sixteen.", None),
    ("I offer Gestalt.", "gestalt-therapy"),
    ("I like to see the gestalt of a life.", None),
]


def found(text: str) -> set[str]:
    known = load_taxonomy().approaches
    return {m.approach_id for m in mentions(text) if not m.negated and known[m.approach_id].kind == "approach"}


@pytest.mark.parametrize(("text", "expected"), SENSES)
def test_a_name_with_two_senses(text: str, expected: str | None) -> None:
    if expected is None:
        assert found(text) == set()
    else:
        assert expected in found(text)


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_each_counts_beside_another_approach_and_not_as_a_plain_word(name: str) -> None:
    assert AMBIGUOUS[name] in {mention.approach_id for mention in mentions(f"I use CBT, {name} and DBT.")}
    plain = mentions(f"Was the {name.lower()} here?")
    assert AMBIGUOUS[name] not in {mention.approach_id for mention in plain}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My first job was to design a relational database.", set()),
        ("Before this I was a family systems engineer.", set()),
        ("The schema of the database was my daily bread.", set()),
        ("Please send your forms as an attachment.", set()),
        ("Person-centered planning meetings are welcome.", set()),
        ("My office dog is a play therapy dog.", set()),
        ("I keep narrative therapy notes short.", set()),
        ("My degree is in Marriage & Family Therapy.", set()),
        ("I am a licensed Marriage and Family Therapist.", set()),
        ("I welcome open dialogue.", set()),
        ("Focusing on your strengths, we find a way.", set()),
        ("We process work and home in one hour.", set()),
        ("I am a family therapist.", {"family-therapy"}),
        ("Narrative therapists like good questions.", {"narrative-therapy"}),
        ("I practise cognitive behavioural therapy.", {"cognitive-behavioral-therapy"}),
        ("My stance is person-centred.", {"person-centered"}),
        ("Mentalisation-based therapists wonder aloud.", {"mentalization-based-therapy"}),
    ],
)
def test_wordings_that_hold_a_name(text: str, expected: set[str]) -> None:
    assert found(text) == expected
