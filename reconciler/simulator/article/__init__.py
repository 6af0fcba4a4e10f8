"""What an article is: how it is written, shown, scheduled and remembered.

Knows no route; the resources beside it do.
"""
