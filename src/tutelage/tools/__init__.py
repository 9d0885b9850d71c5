"""Tools beside the main path: audit, doctor, estimate, preflight, try-out."""
