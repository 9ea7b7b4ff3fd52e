#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draw files at many widths and look at every cell of the result.

usage: draw_lint.py PROGRAM FILE...

What must hold is written down here a second time, without the program's own
tables: character widths come from Python's.  Prints TAP.
"""
import itertools
import subprocess
import sys
import unicodedata

WIDTHS = (40, 60, 70, 80, 100, 140, 200)
MORE = (("--style", "nodes"), ("--view", "addresses"), ("--view", "routes"),
        ("--view", "routes", "--to", "203.0.113.9"), ("--view", "matrix"),
        ("--detail", "0"), ("--detail", "1"), ("--detail", "4"), ("--labels", "id"))
FRAME = "┌│└╔║╚"		# how a framed line begins

# Glyph: strokes up, down, left, right; 1 light, 2 double.
GLYPHS = {}


def learn(glyphs, strokes):
    for glyph, stroke in zip(glyphs, strokes.split()):
        GLYPHS[glyph] = tuple(int(digit) for digit in stroke)


learn("─│┌┐└┘├┤┬┴┼",
      "0011 1100 0101 0110 1001 1010 1101 1110 0111 1011 1111")
learn("═║╔╗╚╝╠╣╦╩╬",
      "0022 2200 0202 0220 2002 2020 2202 2220 0222 2022 2222")
learn("╒╕╘╛╤╧╪", "0102 0120 1002 1020 0122 1022 1122")
learn("╓╖╙╜╟╢╥╨╫", "0201 0210 2001 2010 2201 2210 0211 2011 2211")

IMAGES = dict(zip("╡╞►◄▼▲…·×█░→»", "[]><v^~.x#.>>"))
for glyph, (up, down, left, right) in GLYPHS.items():
    if 2 in (up, down):
        IMAGES[glyph] = "#"
    elif (up or down) and (left or right):
        IMAGES[glyph] = "+"
    else:
        IMAGES[glyph] = "|" if up else "=" if left == 2 else "-"


def cells(line):
    """One entry a cell; the right half of a wide character is ''."""
    for character in line:
        if unicodedata.category(character) in ("Mn", "Me", "Cf") or \
                unicodedata.combining(character):
            continue
        yield character
        if unicodedata.east_asian_width(character) in "WF":
            yield ""


def joint_faults(grid):
    """Strokes that meet nothing, or another style."""
    ways = ((0, -1, 1), (0, 1, 0), (-1, 0, 3), (1, 0, 2))

    def at(x, y):
        inside = 0 <= y < len(grid) and 0 <= x < len(grid[y])
        return grid[y][x] if inside else " "

    for y, row in enumerate(grid):
        for x, glyph in enumerate(row):
            if glyph not in GLYPHS:
                continue
            for stroke, (dx, dy, back) in zip(GLYPHS[glyph], ways):
                other = at(x + dx, y + dy)
                met = GLYPHS[other][back] if other in GLYPHS else None
                if met is None:
                    if stroke and dy and other == " ":
                        yield f"line {y + 1} cell {x + 1}: {glyph} dangles"
                elif met != stroke:
                    yield f"line {y + 1} cell {x + 1}: {glyph} by {other}"


def faults(text, width):
    lines = text.split("\n")
    grid = [list(cells(line)) for line in lines]
    framed = {len(row) for line, row in zip(lines, grid) if line[:1] in
              FRAME and line}
    if len(framed) > 1:
        yield f"framed lines of {sorted(framed)} cells"
    for number, (line, row) in enumerate(zip(lines, grid), 1):
        if len(row) > width:
            yield f"line {number}: {len(row)} cells"
        if line != line.rstrip():
            yield f"line {number}: blanks at its end"
        if line.lstrip().startswith("::") or "##[" in line:
            yield f"line {number}: reads like a command"
    yield from joint_faults(grid)


def draw(program, name, *options):
    done = subprocess.run([program, "draw", *options, name],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=False)
    if done.returncode not in (0, 1, 2):
        return f"\N{REPLACEMENT CHARACTER} status {done.returncode} \n"
    return done.stdout.decode("utf-8", "replace")


def image(text):
    return "".join(IMAGES.get(character, character) for character in text)


def check(program, name):
    for width in WIDTHS:
        size = ("--width", str(width))
        text = draw(program, name, *size)
        yield from (f"width {width}: {fault}" for fault in
                    faults(text, width))
        if draw(program, name, "--charset", "ascii", *size) != image(text):
            yield f"width {width}: ASCII is not the image of Unicode"
    yield from faults(draw(program, name, "--format", "outline"), 100)
    for options in MORE:
        size = ("--width", "60")
        text = draw(program, name, *options, *size)
        what = " ".join(options)
        yield from (f"{what}: {fault}" for fault in faults(text, 60))
        if draw(program, name, "--charset", "ascii", *options,
                *size) != image(text):
            yield f"{what}: ASCII is not the image of Unicode"


def main():
    program, names = sys.argv[1], sys.argv[2:]
    print(f"1..{len(names)}")
    for number, name in enumerate(names, 1):
        found = list(itertools.islice(check(program, name), 5))
        print("not ok" if found else "ok", number, "-", name)
        for fault in found:
            print("#", fault)


main()
