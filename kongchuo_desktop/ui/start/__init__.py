"""Before the first page: unlock, recover, restore, first start."""
