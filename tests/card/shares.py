"""Counts with Wilson's 95 % interval."""

import math


def interval(count, total):
    """Return the interval of a share."""
    if not total:
        return 0.0, 1.0
    share, z = count / total, 1.959964
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    whole = 1 + z * z / total
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def show(count, total):
    """Return count, share and interval as text."""
    low, high = interval(count, total)
    share = 100 * count / max(1, total)
    return f"{count:4d}/{total:<4d} {share:5.1f} % ({100 * low:4.1f}..{100 * high:5.1f})"
