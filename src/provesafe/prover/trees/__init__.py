"""Fault trees: read, made small, solved, written."""
