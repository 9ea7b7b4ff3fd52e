# SPDX-License-Identifier: MIT
"""What must hold of every comparison, whatever the networks are.

A network and itself differ in nothing; so does the same network with the
members of its file in another order; and what opens from A to B closes from
B to A."""
import json
import os
import random
import subprocess
import sys
import tempfile

MIRROR = {
    'opens': 'closes', 'closes': 'opens', 'widens': 'narrows', 'narrows': 'widens',
    'may open': None, 'may close': None, 'opens one way': None, 'reroutes': 'reroutes',
}
number = 0


def verdict(good, name, *lines):
    global number
    number += 1
    print('%s %d - %s' % ('ok' if good else 'not ok', number, name))
    if not good:
        for line in lines:
            print('# %s' % (line,))


def diff(program, old, new):
    run = subprocess.run([program, 'diff', '--format', 'json', old, new],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(run.stdout)


def shuffled(value, chance):
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        return [shuffled(item, chance) for item in value]
    return value


def is_empty(d):
    s = d['summary']
    return not (d['reach'] or d['layout'] or d['findings']['new'] or d['findings']['fixed']
                or d['expectations'] or s['not_compared'])


def openings(d, mirrored):
    out = []
    for o in d['reach']:
        kind = MIRROR[o['change']] if mirrored else o['change']
        if MIRROR[o['change']] is not None:
            out.append((kind, o['from'], o['to'], o['family'], o['ports']))
    return sorted(out)


def main():
    program, root = sys.argv[1], sys.argv[2]
    chance = random.Random(1)
    work = tempfile.mkdtemp()
    specs = sorted(os.path.join(root, 'examples', f)
                   for f in os.listdir(os.path.join(root, 'examples')) if f.endswith('.json'))
    cases = os.path.join(root, 'tests', 'golden', 'diff', 'changes')
    changed = sorted(os.path.join(cases, f) for f in os.listdir(cases) if f.endswith('.json'))
    base = os.path.join(cases, 'base.json')
    for spec in specs + changed:
        name = os.path.relpath(spec, root)
        verdict(is_empty(diff(program, spec, spec)), '%s and itself' % name)
        other = os.path.join(work, 'shuffled.json')
        with open(spec) as f, open(other, 'w') as g:
            json.dump(shuffled(json.load(f), chance), g)
        d = diff(program, spec, other)
        verdict(is_empty(d), '%s in another order' % name, d['reach'], d['layout'], d['findings'])
    for spec in changed:
        name = os.path.relpath(spec, root)
        there = openings(diff(program, base, spec), False)
        back = openings(diff(program, spec, base), True)
        # Names are those of the second network: pairs that were renamed differ.
        verdict(there == back, '%s there and back' % name, there, back)
    print('1..%d' % number)


main()
