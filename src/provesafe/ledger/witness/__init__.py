"""Who else has seen this record, and how large was it when they did?"""
