"""Numbers in words that several reports share."""


def many(count: int, what: str) -> str:
    """Write a number of things: 1 run, 2 runs."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def duration(seconds: float) -> str:
    """Write a time in the unit that suits it."""
    if seconds < 60:
        return many(max(1, round(seconds)), "second")
    if seconds < 5400:
        return many(round(seconds / 60), "minute")
    return f"{seconds / 3600:,.1f} hours"


def size(count: float) -> str:
    """Write a number of bytes."""
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"
