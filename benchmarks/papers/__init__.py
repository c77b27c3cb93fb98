"""Documents made for measuring: what they say is known, and four producers print them."""
