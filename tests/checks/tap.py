# SPDX-License-Identifier: MIT
"""The lines of a TAP report, for the checks that are written in Python."""
number = 0


def verdict(good, name, *lines):
    """One test; what went wrong stands below it."""
    global number
    number += 1
    print('%s %d - %s' % ('ok' if good else 'not ok', number, name))
    if not good:
        for line in lines:
            print('# %s' % (line,))


def end():
    print('1..%d' % number)
