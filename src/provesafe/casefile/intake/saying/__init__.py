"""Who says what to whom: cues, their frames, claims, and claims within claims."""
