"""What the prover answers, for those who read it: words for pages and prints, JSON for programs."""
