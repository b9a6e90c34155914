"""家访谈心: families and how far the term's visits are, visits, talks and counselling, teaching at home."""
