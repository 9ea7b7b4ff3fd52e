# SPDX-License-Identifier: MIT
"""What the engine says of blockers, a line each, but for what no trace can show."""

import glob
import os
import re
import sys

# Routes to these are dead before they are asked, or the model has none such.
NEVER = {
    'has no attachment to its transit gateway',     # a VPN on it has one
    'is between other VPCs',
    'is in another VPC',
    'is not attached to this VPC',
    'leads to its service only',                    # its route is of its service
    'no such address in this VPC',                  # NAT gateways answer themselves
    'no entry allows it',                           # the trace says which entry, or "*"
}
CALL = re.compile(r'walk_(?:block|keep)\(')
TEXT = re.compile(r'(?:"(?:[^"\\]|\\.)*"\s*)+')
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')


def end_of(source, start):
    depth, quoted = 0, False
    for i in range(start, len(source)):
        c = source[i]
        if c == '"':
            quoted = not quoted
        elif not quoted and c in '()':
            depth += 1 if c == '(' else -1
            if depth == 0:
                return i
    return len(source)


def texts(source, whole):
    for call in CALL.finditer(source):
        for text in TEXT.findall(source[call.end() - 1:end_of(source, call.end() - 1)]):
            whole_text = ''.join(PIECE.findall(text))
            yield max(whole_text.split('%s'), key=len).strip()
    if whole:
        yield from re.findall(r'return "([^"]*)";', source)


def main():
    found = set()
    for name in glob.glob(os.path.join(sys.argv[1], 'src', 'reach', '*.c')):
        with open(name, encoding='utf-8') as f:
            found.update(texts(f.read(), name.endswith('walk_nat.c')))
    for text in sorted(found - NEVER):
        if not re.fullmatch('[A-Z0-9_]*', text):
            print(text)


main()
