"""How the window looks: tokens, one style sheet, fonts, icons."""
