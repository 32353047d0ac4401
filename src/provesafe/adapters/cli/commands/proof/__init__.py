"""The verbs that prove: protocols, productions, fault trees."""
