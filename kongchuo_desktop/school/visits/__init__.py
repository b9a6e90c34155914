"""Home visits, talks, teaching at home (家访、谈心、送教)."""
