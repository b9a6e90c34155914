"""Pictures kept with a record (照片、扫描件)."""
