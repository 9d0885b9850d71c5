"""How the training set changes after a round: classify, verify, measure the detector, decide, write what is new."""
