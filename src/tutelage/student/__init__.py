"""The model that is taught."""
