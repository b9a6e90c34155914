"""重点关爱: who might slip, how worrying it is, how the homes are, who cares for those left behind."""
