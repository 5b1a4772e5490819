"""What went wrong, when it is the user's to mend."""


class UserError(Exception):
    """A mistake in what was asked for: a file, a value, a name.

    The message stands by itself: where (file, line), what was found, what was expected, what to
    do. The command line prints it without a traceback and exits with code 2.
    """
