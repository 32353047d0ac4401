"""The text a reader sees, its paragraphs, sentences and quotations."""
