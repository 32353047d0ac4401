"""A record beside the accounts: its entries as lines, what was owed, a sheet for each person."""
