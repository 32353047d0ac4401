"""Keeping a production open while pages are served: one writer, everybody who listens, the end."""
