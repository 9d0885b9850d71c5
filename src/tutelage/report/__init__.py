"""What people read: the pages of runs and audits, the summary in the terminal, and the live page."""
