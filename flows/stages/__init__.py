"""The stages: crawl, import, normalize, publish, export. Only paths, ids and counts pass between them."""
