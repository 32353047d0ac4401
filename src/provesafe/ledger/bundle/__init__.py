"""What does an outsider get, and is it whole? The read-only cut of a record as files."""
