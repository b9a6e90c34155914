"""通知书: the register of numbered letters and reports, with their delivery and receipts."""
