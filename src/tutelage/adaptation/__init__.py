"""What becomes of the training set after a round: classify, verify, decide, write."""
