"""How worrying it is: a proposal with its reasons, and a person's decision beside it."""
