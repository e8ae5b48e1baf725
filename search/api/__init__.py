"""The HTTP side of the search: `app.create_app(engine)` makes the application, `server.serve` runs it."""
