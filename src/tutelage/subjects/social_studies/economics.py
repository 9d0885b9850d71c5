"""To come."""

UNITS: dict[str, tuple[object, ...]] = {}
