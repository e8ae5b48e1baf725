"""What an index takes: documents that Elasticsearch would refuse are found before they are sent.

The mappings say how. Where Elasticsearch would mend a value of another kind ("5" for 5), nothing is mended here: such a
document was not made by index_config.documents. Both engines take what passes.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import orjson
from msgspec import Meta, Struct

from index_config.analysis import word_pattern
from index_config.mappings import Index, properties
from records import Approach, Statement, Therapist

LONGEST_ID = 512  # bytes
LONGEST_TERM = 32_766 // 4  # code points of a keyword or a word: no letter has more than four bytes, folded or not
LONGEST_DOCUMENT = 16 * 1024**2  # bytes as JSON; Elasticsearch takes requests of 100 MB
_LARGEST_FLOAT = 3.4028234663852886e38

_Keyword = Annotated[str, Meta(max_length=LONGEST_TERM)]
_Float = Annotated[float, Meta(ge=-_LARGEST_FLOAT, le=_LARGEST_FLOAT)]
# Dates of the years 1 to 9999; the offsets that Java knows.
_Date = Annotated[
    str,
    Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-](0\d|1[0-7]):[0-5]\d)\Z"),
]


class _Point(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]


_TYPES: dict[str, Any] = {
    "text": str | list[str] | None,
    "keyword": _Keyword | list[_Keyword] | None,
    "boolean": bool | None,
    "float": _Float | None,
    "date": _Date | None,
    "geo_point": list[_Point] | None,
    "object": Any,  # stored only
}
_RECORDS: dict[Index, type[Struct]] = {"therapists": Therapist, "statements": Statement, "approaches": Approach}


class Unfit(ValueError):
    """The index does not take a document; the message says why."""


def encoded(document: dict[str, Any], index: Index, dumps: Callable[[Any], bytes] = orjson.dumps) -> bytes:
    """The document as JSON, or as an engine's own way of writing it. Raises Unfit for one that the index would refuse.

    `dumps` goes through all of the document with orjson.
    """
    return _encoder(index)(document, dumps)


def fault_of(document: dict[str, Any], index: Index) -> str | None:
    """Why the index would refuse a document; None when it takes it."""
    try:
        encoded(document, index)
    except Unfit as fault:
        return str(fault)
    return None


@cache
def _encoder(index: Index) -> Callable[[dict[str, Any], Callable[[Any], bytes]], bytes]:
    mappings = properties(index)
    shape = msgspec.defstruct(
        index,
        [_field(index, name, mapping["type"]) for name, mapping in mappings.items()],
        kw_only=True,
        frozen=True,
        gc=False,
        forbid_unknown_fields=True,
    )
    texts = [name for name, mapping in mappings.items() if mapping["type"] == "text"]
    dates = [name for name, mapping in mappings.items() if mapping["type"] == "date"]

    def encode(document: dict[str, Any], dumps: Callable[[Any], bytes]) -> bytes:
        try:
            msgspec.convert(document, shape)
            for name in dates:
                if value := document.get(name):
                    datetime.fromisoformat(value)
            line = dumps(document)
            if len(document["id"].encode()) > LONGEST_ID:
                raise Unfit(f"an id of more than {LONGEST_ID} bytes")
        except (ValueError, TypeError) as error:  # a shape, a date, what JSON cannot hold (half a character, a depth)
            raise Unfit(str(error)) from error
        if len(line) > LONGEST_TERM:
            if len(line) > LONGEST_DOCUMENT:
                raise Unfit(f"a document of more than {LONGEST_DOCUMENT} bytes")
            for name in texts:
                if _has_endless_word(document.get(name)):
                    raise Unfit(f"a word of more than {LONGEST_TERM} letters - at `$.{name}`")
        return line

    return encode


def _field(index: Index, name: str, kind: str) -> tuple[Any, ...]:
    """The name, the type and the default of a field. Where the record knows all values, it has to be one of them."""
    if name == "id":
        return name, Annotated[str, Meta(min_length=1)]
    values = get_type_hints(_RECORDS[index]).get(name)
    if get_origin(values) is Literal and set(map(type, get_args(values))) == {str}:
        return name, values
    return name, _TYPES[kind], None


@cache
def _word() -> re.Pattern[str]:
    return re.compile(word_pattern())


def _has_endless_word(value: Any) -> bool:
    texts = [value] if isinstance(value, str) else value or ()
    return any(
        len(found[0]) > LONGEST_TERM for text in texts if len(text) > LONGEST_TERM for found in _word().finditer(text)
    )
