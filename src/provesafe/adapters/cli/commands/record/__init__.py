"""What is done with the record as such: taken out, checked, vouched for, sealed."""
