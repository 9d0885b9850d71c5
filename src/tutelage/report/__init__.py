"""What people read: the page of a run and of an audit, the summary in a terminal, the page that grows with a run."""
