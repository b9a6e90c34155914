"""责任书: the five layers, their registers, printing, wording."""
