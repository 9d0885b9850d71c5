"""Everything that lies on disk: the folders of work, their stages, and files of rows."""
