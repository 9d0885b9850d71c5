"""Review by a person: what was drafted is accepted, edited or refused before anybody trains on it."""
