"""Everything on disk: work folders, their stages, and files of rows."""
