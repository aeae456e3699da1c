"""What the papers of a procedure say against each other, one rule a file. Each asks; none corrects."""
