"""Living with findings: those that somebody accepts, those that were there before, those that a resubmission settles.

Nothing here changes a verdict or hides one. A finding is ``fixed`` only where the requirement is now met and what was
read before was read again: what can no longer be read is never taken for mended.
"""
