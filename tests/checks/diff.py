# SPDX-License-Identifier: MIT
"""What must hold of every comparison, whatever the networks are.

A network and itself differ in nothing; so does the same network with the
members of its file in another order, with other names, or in another format;
and what opens from A to B closes from B to A."""
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import tap
from tap import verdict

MIRROR = {
    'opens': 'closes', 'closes': 'opens', 'widens': 'narrows', 'narrows': 'widens',
    'may open': None, 'may close': None, 'opens one way': None, 'reroutes': 'reroutes',
}


def diff(program, old, new):
    run = subprocess.run([program, 'diff', '--format', 'json', old, new],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(run.stdout)


# Lists that are sets.
SETS = {
    'ingress', 'egress', 'security_groups', 'networks', 'propagates', 'propagates_to', 'entries',
    'shared_with',
}


def shuffled(value, chance, key=None):
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance, key) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, chance) for item in value]
        if key in SETS:
            chance.shuffle(items)
        return items
    return value


def shuffle_file(spec, work, name, chance):
    other = os.path.join(work, name)
    with open(spec) as f, open(other, 'w') as g:
        json.dump(shuffled(json.load(f), chance), g)
    return other


def without_places(d):
    """What a report says, in its order, but for where things stand."""
    return d['reach'], d['layout'], d['summary']


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


# The keys under which things stand by their names, and those of gateways.
NAMED = {
    'vpcs', 'subnets', 'route_tables', 'nat_gateways', 'endpoints', 'services', 'security_groups',
    'network_acls', 'workloads', 'peerings', 'transit_gateways', 'attachments', 'tables', 'vpns',
    'networks', 'elastic_ips', 'prefix_lists',
}
GATEWAYS = {'internet_gateway', 'egress_only_gateway', 'vpn_gateway'}
# Texts that name nothing, and words that are no names wherever they stand.
PLAIN = {
    'kind', 'exposure', 'scheme', 'engine', 'type', 'service', 'az', 'state', 'mode', 'region',
    'account', 'tier', 'needs', 'why', 'owner', 'reason', 'rule',
}
WORDS = {'internet', 's3', 'dynamodb', 'local', 'blackhole', 'all', 'from', 'to', 'allow', 'deny'}


def names_in(value, key, out):
    if isinstance(value, dict):
        for k, v in value.items():
            if key in NAMED:
                out.add(k)
            if k in GATEWAYS and isinstance(v, str):
                out.add(v)
            names_in(v, None if key in NAMED else k, out)
    return out


def renamed(spec):
    """The same network, in which everything has another name."""
    old = sorted(names_in(spec, None, set()) - WORDS, key=len, reverse=True)
    pattern = re.compile(r'(?<![\w.-])(%s)(?![\w.-])' % '|'.join(re.escape(n) for n in old))

    def text(s):
        return pattern.sub(r'new-\1', s)

    def walk(value, key, named):
        if isinstance(value, dict):
            return {text(k) if named or key == 'routes' else k:
                    walk(v, None if named else k, not named and k in NAMED)
                    for k, v in value.items()}
        if isinstance(value, list):
            return [walk(v, key, False) for v in value]
        return text(value) if isinstance(value, str) and key not in PLAIN else value
    return walk(spec, None, False)


def check_renamed(program, work, spec, name):
    with open(spec) as f:
        old = json.load(f)
    old.pop('expect', None)
    paths = [os.path.join(work, f) for f in ('old.json', 'renamed.json')]
    for path, network in zip(paths, (old, renamed(old))):
        with open(path, 'w') as f:
            json.dump(network, f)
    d = diff(program, *paths)
    other = [c for c in d['layout'] if c['change'] != 'changed' or c['fields'] or not c['was']]
    verdict(not other and not d['reach'] and len(d['layout']) > 3, '%s under other names' % name,
            other, d['reach'])


def without_names(value):
    if isinstance(value, dict):
        return {k: [t for t in v if t.get('Key') != 'Name'] if k == 'Tags' else without_names(v)
                for k, v in value.items()}
    return [without_names(v) for v in value] if isinstance(value, list) else value


def nameless(work, folder):
    """The answers of describe calls about things that have ids only."""
    out = os.path.join(work, 'ids')
    os.makedirs(out, exist_ok=True)
    for name in os.listdir(out):
        os.remove(os.path.join(out, name))
    for name in os.listdir(folder):
        with open(os.path.join(folder, name)) as f, open(os.path.join(out, name), 'w') as g:
            json.dump(without_names(json.load(f)), g)
    return out


def check_same(program, work, case, name):
    """The same network in two formats is one: what describe does not show is unknown, no more."""
    forms = {f: os.path.join(case, f) for f in sorted(os.listdir(case))}
    forms['ids'] = nameless(work, forms['describe'])
    for old in forms:
        for new in forms:
            if old == new:
                continue
            d = diff(program, forms[old], forms[new])
            observed = {old, new} & {'describe', 'ids'}
            flows = [o for o in d['reach'] if not observed or o['change'] not in
                     ('may open', 'may close', 'is open', 'is closed')]
            verdict(not d['layout'] and not flows, '%s: %s and %s' % (name, old, new),
                    d['layout'], flows)


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
        d = diff(program, spec, shuffle_file(spec, work, 'shuffled.json', chance))
        verdict(is_empty(d), '%s in another order' % name, d['reach'], d['layout'], d['findings'])
    for spec in changed:
        name = os.path.relpath(spec, root)
        there = openings(diff(program, base, spec), False)
        back = openings(diff(program, spec, base), True)
        # Names are those of the second network: pairs that were renamed differ.
        verdict(there == back, '%s there and back' % name, there, back)
        said = without_places(diff(program, base, spec))
        mixed = without_places(diff(program, shuffle_file(base, work, 'old.json', chance),
                                    shuffle_file(spec, work, 'new.json', chance)))
        verdict(said == mixed, '%s said the same of files in another order' % name,
                *['%s\n# %s' % pair for pair in zip(said, mixed) if pair[0] != pair[1]])
    hub = os.path.join(root, 'tests', 'golden', 'diff', 'because', 'hub.json')
    for spec in specs + [base, hub]:
        check_renamed(program, work, spec, os.path.relpath(spec, root))
    for case in ('vpc', 'links'):
        check_same(program, work, os.path.join(root, 'tests', 'golden', 'same', case), case)
    tap.end()


main()
