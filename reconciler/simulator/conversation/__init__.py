"""What conversations are made of: texts, people, parts, statistics and fields to search.

The routes stand in resources/conversations*.py; nothing here knows one.
"""
