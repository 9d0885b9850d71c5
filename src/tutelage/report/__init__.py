"""Reports: the page of a run or an audit, the summary in a terminal, the page that grows with a run."""
