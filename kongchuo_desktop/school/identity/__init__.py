"""The school itself: its name and places, terms and calendar, villages served, rules in force."""
