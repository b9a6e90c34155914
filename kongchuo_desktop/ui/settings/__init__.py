"""设置: what is set once and seldom changed."""
