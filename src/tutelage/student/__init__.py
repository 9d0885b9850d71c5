"""The model that is taught: finding, loading, encoding, generating."""
