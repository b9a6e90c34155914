"""The registers: a class by exception, from the keyboard."""
