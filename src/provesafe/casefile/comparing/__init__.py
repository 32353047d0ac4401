"""Lines side by side, by fixed rules; which is right is never said."""
