"""The web page: Jinja templates over the same answers as the API, readable without any script."""
