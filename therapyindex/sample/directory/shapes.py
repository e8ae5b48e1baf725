"""The ways in which therapists fill in name, title and place, and the attribution lines that come of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from therapyindex.sample.directory.dice import Dice
from therapyindex.sample.directory.words import words

Kind = Literal["person", "organization", "person_and_organization"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Who somebody is (`name`, `organization`, `credentials`, `prefix`), and what stands in the form.

    `city`, `state` and `zip` are what a reader can tell from the form, None where it does not say. `shown_name` is the
    name field, `shown_place` what follows the title; `heading` is the name at the top of the profile.
    """

    name: str
    title: str
    city: str | None
    state: str | None
    shown_name: str
    shown_place: str
    heading: str
    zip: str | None = None
    kind: Kind = "person"
    organization: str | None = None
    credentials: tuple[str, ...] = ()
    prefix: str | None = None

    @property
    def line(self) -> str:
        """The line under a statement."""
        return f"— {self.shown_name}, {self.title}{self.shown_place}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a shape may draw on."""

    first: str
    last: str
    place: dict[str, str]
    zip: str
    practice: str
    credentials: tuple[str, ...]
    dice: Dice


def shape_of(number: int) -> str:
    """Every second therapist is plain, the others take the shapes in turn."""
    return "plain" if number % 2 == 0 else _schedule()[number // 2 % len(_schedule())]


def entry(shape: str, title: str, facts: Facts) -> Entry:
    """The form of a therapist."""
    name, city, state = f"{facts.first} {facts.last}", facts.place["city"], facts.place["state"]
    plain = Entry(name, title, city, state, name, f" in {city}, {state}", name)
    return _SHAPES[shape](plain, facts) if shape != "plain" else plain


@cache
def _schedule() -> tuple[str, ...]:
    shares: dict[str, int] = words("shapes")
    again = [shape for turn in range(1, max(shares.values())) for shape, share in shares.items() if turn < share]
    return (*shares, *again)


def _named(plain: Entry, name: str) -> Entry:
    return replace(plain, name=name, shown_name=name, heading=name)


def _placed(plain: Entry, shown: str, city: str | None, state: str | None, zip_code: str | None = None) -> Entry:
    return replace(plain, shown_place=shown, city=city, state=state, zip=zip_code)


def _with_practice(plain: Entry, practice: str, shown: str) -> Entry:
    return replace(plain, shown_name=shown, kind="person_and_organization", organization=practice)


def _no_place(plain: Entry, _: Facts) -> Entry:
    return _placed(plain, "", None, None)


def _empty_city(plain: Entry, _: Facts) -> Entry:
    return _placed(plain, f" in , {plain.state}", None, plain.state)


def _empty_place(plain: Entry, _: Facts) -> Entry:
    return _placed(plain, " in ,", None, None)


def _zip_in_city(plain: Entry, facts: Facts) -> Entry:
    shown = f" in {plain.city} {plain.state} {facts.zip}, {plain.state}"
    return _placed(plain, shown, plain.city, plain.state, facts.zip)


def _state_in_city(plain: Entry, _: Facts) -> Entry:
    shown = f" in {plain.city}, {words('places')['states'][plain.state]}, {plain.state}"
    return _placed(plain, shown, plain.city, plain.state)


def _free_text_city(plain: Entry, facts: Facts) -> Entry:
    return _placed(plain, f" in {facts.dice.pick(words('names')['free_text_places'])},", None, None)


def _region(plain: Entry, facts: Facts) -> Entry:
    region = facts.place["region"]
    return _placed(plain, f" in {region}, {plain.state}", region, plain.state)


def _recased_city(plain: Entry, _: Facts) -> Entry:
    city = (plain.city or "").upper()
    return _placed(plain, f" in {city}, {plain.state}", plain.city, plain.state)


def _capitals(plain: Entry, _: Facts) -> Entry:
    return replace(plain, shown_name=plain.name.upper(), heading=plain.name.upper())


def _lower_case(plain: Entry, _: Facts) -> Entry:
    return replace(plain, shown_name=plain.name.lower(), heading=plain.name.lower())


def _organization(plain: Entry, facts: Facts) -> Entry:
    return replace(_named(plain, facts.practice), kind="organization", organization=facts.practice)


def _practice_in_brackets(plain: Entry, facts: Facts) -> Entry:
    return _with_practice(plain, facts.practice, f"{plain.name} ({facts.practice})")


def _practice_before(plain: Entry, facts: Facts) -> Entry:
    return _with_practice(plain, facts.practice, f"{facts.practice}/ {plain.name}")


def _practice_after(plain: Entry, facts: Facts) -> Entry:
    return _with_practice(plain, facts.practice, f"{plain.name} -{facts.practice}")


def _tagline(plain: Entry, facts: Facts) -> Entry:
    tagline = facts.dice.pick(words("names")["taglines"])
    return replace(plain, shown_name=f"{plain.name} – {tagline} in {plain.city}, {plain.state}.")


def _slogan(plain: Entry, facts: Facts) -> Entry:
    slogan = facts.dice.pick(words("names")["slogans"])
    return replace(plain, shown_name=f'"{slogan}", Leading Expert {plain.name}')


def _credentials(plain: Entry, facts: Facts) -> Entry:
    shown = ", ".join((plain.name, *facts.credentials))
    return replace(plain, shown_name=shown, heading=shown, credentials=facts.credentials)


def _credentials_and_form(plain: Entry, facts: Facts) -> Entry:
    name = f"{facts.first} L. {facts.last}"
    shown = f"{name}, Ph.D."
    return replace(plain, name=name, shown_name=f"{shown}, PLLC", heading=shown, credentials=("PhD",))


def _prefix(plain: Entry, _: Facts) -> Entry:
    shown = f"Dr. {plain.name}, PsyD"
    return replace(plain, shown_name=shown, heading=shown, prefix="Dr.", credentials=("PsyD",))


def _prefix_glued(plain: Entry, _: Facts) -> Entry:
    return replace(plain, shown_name=f"Dr.{plain.name}", heading=f"Dr. {plain.name}", prefix="Dr.")


def _initial(plain: Entry, facts: Facts) -> Entry:
    return _named(plain, f"{facts.first[0]} {facts.last}")


def _initials(plain: Entry, facts: Facts) -> Entry:
    return _named(plain, f"{facts.first[0]}K {facts.last}-Marsh")


def _middle_initial(plain: Entry, facts: Facts) -> Entry:
    return _named(plain, f"{facts.first} {facts.dice.pick('BEJLMRT')}. {facts.last}")


def _nickname(plain: Entry, facts: Facts) -> Entry:
    return _named(plain, f"{facts.first} ({facts.dice.pick(words('names')['nicknames'])}) {facts.last}")


def _hyphen(plain: Entry, facts: Facts) -> Entry:
    return _named(plain, f"{facts.first} {facts.last}-{facts.dice.pick(words('names')['last_start'])}")


def _accents(plain: Entry, facts: Facts) -> Entry:
    return _named(plain, f"{facts.dice.pick(words('names')['accented'])} {facts.last}")


def _inner_capitals(plain: Entry, facts: Facts) -> Entry:
    return _named(plain, f"{facts.first} {facts.dice.pick(words('names')['inner_capitals'])}{facts.last}")


def _dash_title(plain: Entry, _: Facts) -> Entry:
    return replace(plain, title=words("practice")["dash_title"])


_SHAPES: dict[str, Callable[[Entry, Facts], Entry]] = {
    shape.__name__.removeprefix("_"): shape
    for shape in (
        _no_place,
        _empty_city,
        _empty_place,
        _zip_in_city,
        _state_in_city,
        _free_text_city,
        _region,
        _recased_city,
        _capitals,
        _lower_case,
        _organization,
        _practice_in_brackets,
        _practice_before,
        _practice_after,
        _tagline,
        _slogan,
        _credentials,
        _credentials_and_form,
        _prefix,
        _prefix_glued,
        _initial,
        _initials,
        _middle_initial,
        _nickname,
        _hyphen,
        _accents,
        _inner_capitals,
        _dash_title,
    )
}
