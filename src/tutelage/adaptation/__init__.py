"""How the training set changes after a round: classify, verify, decide, write."""
