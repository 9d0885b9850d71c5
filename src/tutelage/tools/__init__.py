"""What stands beside the main path: audit, doctor, estimate, try-out."""
