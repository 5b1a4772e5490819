"""What went wrong, when it is the user's to mend, and what was probably meant."""

from collections.abc import Iterable


class UserError(Exception):
    """A mistake in what was asked for: a file, a value, a name.

    The message stands by itself: where (file, line), what was found, what was expected, what to
    do. The command line prints it without a traceback and exits with code 2.
    """


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` is most probably a misspelling of, if any is close."""
    from difflib import get_close_matches

    by_plain = {candidate.lower().replace("-", "_"): candidate for candidate in candidates}
    close = get_close_matches(word.lower().replace("-", "_"), list(by_plain), n=1)
    return by_plain[close[0]] if close else None
