"""The sample directory: invented therapists on pages in the shapes of a real one, and its server."""

from therapyindex.sample.practices import Practices
from therapyindex.sample.server import serve
from therapyindex.sample.site import Site

__all__ = ["Practices", "Site", "serve"]
