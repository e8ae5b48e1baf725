"""Held-out websites: pages that the extractor is scored on, whose templates word the truth themselves."""

from typing import Any

from tests.quality import wordings
from tests.quality.websites import Websites, slug
from therapyindex.sample.chance import pick


class HeldOutSite(Websites):
    """The websites of shown.yaml in a folder of this one; their templates are given the truth itself."""

    def __init__(self, seed: int, people: int, folder: str) -> None:
        self._table = f"{folder}/shown"
        super().__init__(seed, people, table=self._table, templates=[f"{folder}/profiles", f"{folder}/approaches"])

    def profile_context(
        self, index: int, website: dict[str, Any], true: dict[str, Any]
    ) -> tuple[dict[str, Any], wordings.Fee | None]:
        """`p`, the profile, `others` beside it, and the website's own `contact`."""
        others = [person for _, person in self.neighbours(index)]
        fee = wordings.Fee(true["fees"], true["fee_min"], true["fee_max"]) if true["fees"] else None
        return {"p": true, "others": others, "contact": website["contact"]}, fee

    def approach_context(
        self, website: dict[str, Any], approach: dict[str, Any], people: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """The approach's `name`, `definition` and `call`, its `specialists`, and the website's own `contact`."""
        key = slug(approach)
        specialists = [
            {"p": person, "statement": person["statements"][key], "attribution": person["attribution"]}
            for person in people
        ]
        return {
            "name": approach["name"],
            "definition": approach["definition"],
            "call": self._call(website, approach),
            "specialists": specialists,
            "contact": website["contact"],
        }

    def _call(self, website: dict[str, Any], approach: dict[str, Any]) -> str:
        """A website's call to action for an approach, or ""."""
        calls = wordings.load(self._table)["calls"]
        call = calls[pick(len(calls), website["template"], approach["path"])]
        return str(call.format(site=website["called"], approach=approach["name"].partition(" (")[0]))
