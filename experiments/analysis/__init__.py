"""What many runs, or many events, say: statistics, each with its definition and its source."""


class NotComputableError(ValueError):
    """A statistic that these data cannot carry; the message says why, in a few words.

    It is not a mistake of the user: reports print the reason where the number would stand.
    """
