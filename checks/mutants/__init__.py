"""Variants of the examples inside the rules whose right verdict is known from how they are made."""
