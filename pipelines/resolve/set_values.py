"""The values that the operator sets, as the records hold them."""

import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from reprlib import repr as short
from typing import Any, get_type_hints

import msgspec

from index_config.licenses import licenses
from index_config.taxonomy import Taxonomy
from pipelines.extract.letters import mended_letters
from pipelines.normalize.phones import phone
from pipelines.normalize.place import location
from pipelines.normalize.websites import website
from pipelines.text import one_line
from pipelines.vocabulary import known_names
from records import Corrections, Location, Therapist
from records.errors import WrongUse

# What the operator may set; all else is made of these, or keeps the records together.
_SETTABLE = (
    *("name", "kind", "prefix", "pronouns", "credentials", "title", "license", "organization", "locations"),
    *("telehealth", "languages", "ages", "insurance", "fee_min", "fee_max", "currency", "sliding_scale"),
    *("phone", "website", "issues", "about"),
)
_SHOWN = 120  # letters of a value


def set_values(corrections: Corrections, taxonomy: Taxonomy) -> dict[str, dict[str, Any]]:
    """Id -> field -> value. Raises WrongUse for a field or value that cannot be set, or that is set to two values."""
    found: dict[str, dict[str, Any]] = {}
    for setting in corrections.set:
        values = found.setdefault(setting.id, {})
        for name, shown in setting.fields.items():
            value = _value(setting.id, name, shown, taxonomy)
            if values.setdefault(name, value) != value:
                raise WrongUse(f"corrections.yaml sets {name} of {setting.id} twice, to two values: leave one.")
        low, high = values.get("fee_min"), values.get("fee_max")
        if low is not None and high is not None and low > high:
            raise WrongUse(f"corrections.yaml sets fee_min of {setting.id} above fee_max.")
    return found


def _value(therapist_id: str, name: str, value: Any, taxonomy: Taxonomy) -> Any:
    where = f"corrections.yaml sets {short(name)[1:-1]} of {short(therapist_id)[1:-1]}"
    if name not in _SETTABLE:
        raise WrongUse(f"{where}, which cannot be set; can be: {', '.join(_SETTABLE)}.")
    told = f"{where} to {short(value)[:_SHOWN]}"
    try:
        found = msgspec.convert(value, _types()[name])
    except msgspec.ValidationError as error:
        raise WrongUse(f"{told}: {error}.") from None
    if found is None or isinstance(found, bool):
        return found
    try:
        cleaned = _issues(found, taxonomy) if name == "issues" else _CLEANERS.get(name, _line)(found)
    except ValueError as error:
        raise WrongUse(f"{told}: {error}.") from None
    if cleaned is None or (isinstance(cleaned, list) and None in cleaned):
        raise WrongUse(f"{told}, which is none.")
    if name == "locations" and (unknown := {key for place in value for key in place} - _OF_PLACES):
        raise WrongUse(f"{told}: a place has no {', '.join(sorted(unknown))}.")
    return cleaned


def _line(text: str) -> str | None:
    line = one_line(text)
    return line if line and line.isprintable() else None


def _lines(text: str) -> str | None:
    text = text.strip()
    return text if text and all(char.isprintable() or char in "\n\t" for char in text) else None


def _credentials(values: list[str]) -> list[Any]:
    lines = [_line(value) for value in values]
    return [None] if None in lines else mended_letters([line for line in lines if line])


def _known(table: str, values: list[str]) -> list[Any]:
    lines = [_line(value) for value in values]
    return [None] if None in lines else known_names(table, [line for line in lines if line])


def _issues(names: list[str], taxonomy: Taxonomy) -> list[str | None]:
    found = [taxonomy.approaches.get(taxonomy.resolve(name) or "") for name in names]
    return [one.id if one and one.kind == "issue" else None for one in found]


def _amount(fee: float) -> float | None:
    return fee if math.isfinite(fee) and fee >= 0 else None


def _placed(places: list[Location]) -> list[Location | None]:
    found = [location(place.city, place.state, place.zip) for place in places]
    if doubt := next((doubt for _, doubt in found if doubt), None):
        raise ValueError(doubt)
    return [place for place, _ in found]


_OF_PLACES = {"city", "state", "zip"}
_CURRENCY = re.compile("[A-Z]{3}")

_CLEANERS: Mapping[str, Callable[[Any], Any]] = {
    "about": _lines,
    "credentials": _credentials,
    **{table: partial(_known, table) for table in ("languages", "ages", "insurance")},
    "fee_min": _amount,
    "fee_max": _amount,
    "currency": lambda code: code if _CURRENCY.fullmatch(code) else None,
    "phone": phone,
    "website": website,
    "license": lambda code: code if code in licenses() else None,
    "locations": _placed,
}


def _types() -> dict[str, Any]:
    return get_type_hints(Therapist)
