"""Looking back at records: one that is open, one that was read, and many of them."""
