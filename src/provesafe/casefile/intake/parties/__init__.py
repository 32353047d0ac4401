"""Who is spoken of, and who a phrase means."""
