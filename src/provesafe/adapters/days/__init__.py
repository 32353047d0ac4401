"""What belongs to a shooting day as a whole: what was left meanwhile, its seal, sheet and stamp."""
