"""Excel in and out: the only floor that knows openpyxl and calamine."""
