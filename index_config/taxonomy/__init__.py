"""The taxonomy: approaches and issues, under all the names people use for them."""

from index_config.taxonomy.matcher import Mention, mentions, phrases
from index_config.taxonomy.taxonomy import Taxonomy, load_taxonomy, slug

__all__ = ["Mention", "Taxonomy", "load_taxonomy", "mentions", "phrases", "slug"]
