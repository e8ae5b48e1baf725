"""Distances on the globe."""

from math import asin, cos, degrees, radians, sin, sqrt

EARTH_MILES = 6371.0087714 / 1.609344  # the mean radius, as Elasticsearch takes it


def miles_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The miles between two points given in degrees, along the great circle (haversine)."""
    half = sin(radians(other_lat - lat) / 2) ** 2
    half += cos(radians(lat)) * cos(radians(other_lat)) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_MILES * asin(sqrt(min(1.0, half)))


def degrees_of_latitude(miles: float) -> float:
    """How many degrees of latitude so many miles are."""
    return degrees(miles / EARTH_MILES)
