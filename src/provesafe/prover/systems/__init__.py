"""Transition systems as one ground table, and the engines that search it."""
