"""The history of the tables, on both engines: it never changes, and so it imports nothing of Rebill that does.

What a revision needs it spells out, or has in a module that bears its number. Column types of all revisions so far are
in `columns`. A revision that guards columns brings the triggers as SQL files beside it.
"""
