"""The migrations in order; number n brings a book of schema n-1 to schema n."""
