"""Nights: about a hundredth changes, and nothing else does."""

import gzip
from itertools import pairwise

from tests.sample.reading import links, profiles
from therapyindex.sample.site import Site


def test_a_night_changes_a_hundredth_of_the_profiles() -> None:
    before, after = Site(4, 300, 0), Site(4, 300, 1)
    old, new = set(profiles(before)), set(profiles(after))
    changed = {path for path in old & new if before.answer(path).etag != after.answer(path).etag}
    assert 1 <= len(changed) <= 3
    assert len(old - new) == len(new - old) == 2
    for path in old & new:
        same = before.answer(path).body == after.answer(path).body
        assert same == (path not in changed)
        assert (before.answer(path).last_modified == after.answer(path).last_modified) == same


def test_what_became_of_a_slug_is_said_on_odd_nights_only() -> None:
    nights = [Site(4, 300, night) for night in range(3)]
    told, silent = [
        sorted(after.answer(path).status for path in set(profiles(before)) - set(profiles(after)))
        for before, after in pairwise(nights)
    ]
    assert told == [301, 410]
    assert silent == [404, 404]


def test_someone_renamed_keeps_their_words_and_is_found_by_the_redirect() -> None:
    before, after = Site(4, 300, 0), Site(4, 300, 1)
    gone = set(profiles(before)) - set(profiles(after))
    (old,) = [path for path in gone if after.answer(path).status == 301]
    new = after.answer(old).location
    truth = {one["path"]: one for site in (before, after) for one in site.truth()}
    assert new in truth
    assert truth[new]["name"].startswith(truth[old]["name"] + "-")
    kept = truth[old]["statements"].items() & truth[new]["statements"].items()
    assert len(kept) == len(truth[old]["statements"]) - 1


def test_the_newest_top_their_city_and_are_not_in_the_sitemap_yet() -> None:
    for night in range(6):
        site = Site(2, 200, night)
        listed = set().union(*(links(site.answer(path).body) for path in site.urls() if path.count("/") == 4))
        mapped = gzip.decompress(site.answer("/sitemaps/therapists-1.xml.gz").body).decode()
        unmapped = {path for path in profiles(site) if f"{path}</loc>" not in mapped}
        assert unmapped
        assert unmapped <= listed


def test_the_directory_keeps_its_size() -> None:
    assert [len(profiles(Site(1, 12, night))) for night in (0, 5, 20)] == [12, 12, 12]
