"""What is said: the catalogue in English and German, and the texts made from domain values.

No Telegram in it.
"""
