"""What is said of a protocol: how far, which failures, which story, how probable, what if."""
