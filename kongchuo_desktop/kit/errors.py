"""The one kind of error that a teacher is shown as a sentence."""


class UserError(Exception):
    """A finished Chinese sentence: what happened, where, what to do. Everything else is a bug."""

    @property
    def sentence(self) -> str:
        """The sentence as the teacher reads it."""
        return str(self.args[0]) if self.args else ""
