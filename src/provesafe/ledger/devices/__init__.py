"""Which devices may sign here, and what do their clocks say against each other's?"""
