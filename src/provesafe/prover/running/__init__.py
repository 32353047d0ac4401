"""The model of what a production runs: step rules from the rulebooks in force, as finite guards."""
