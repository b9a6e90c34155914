"""Who comes and who goes: 学籍 changes, roll checks, service area, beds, destinations."""
