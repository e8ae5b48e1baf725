"""The sample directory: invented therapists on pages in the shapes of a real one, and its server."""

from therapyindex.sample.directory.serving import serve
from therapyindex.sample.directory.site import Site

__all__ = ["Site", "serve"]
