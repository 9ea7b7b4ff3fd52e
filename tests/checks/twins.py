# SPDX-License-Identifier: MIT
"""Twin networks that differ in one key: twins.py PROGRAM FOLDER prints TAP.

FOLDER has base.json, a network in which every key does something, and
twins.json: "twins", each with the keys that it is about, its edits of the
base (null: taken out), and what diff must say of the two, there and back; and
"exempt", keys of the spec's schema that need no twin, each with why.  Every
other key of the schema must have one: a key that diff does not know is a
change that nobody is told of.  So must every field of the model, whatever
reads it, occur where things are compared or paired, or be in FOLDER/fields."""
import copy
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import tap
from tap import verdict

# Of one network alone nothing is the mirror: who is new and is not reached.
MIRROR = {'opens': 'closes', 'closes': 'opens', 'widens': 'narrows', 'narrows': 'widens',
          'reroutes': 'reroutes', 'may open': 'is closed', 'is closed': 'may open',
          'may close': 'is open', 'is open': 'may close'}
SIGNS = {'added': '+', 'removed': '-', 'changed': '~', 'moved': '~', 'replaced': '~'}


def edited(network, edits):
    out = copy.deepcopy(network)
    for path, value in edits.items():
        *way, last = [s.replace('~1', '/').replace('~0', '~') for s in path.split('/')[1:]]
        at = out
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if isinstance(at, list):
            at[int(last)] = value
        elif value is None:
            del at[last]
        else:
            at[last] = value
    return out


def flow_text(o):
    because = ' and '.join(o['because'])
    if o['instead']:
        because += ' or ' + ' or '.join(o['instead'])
    elif len(o['because']) > 1 and not o['all_needed']:
        because += ' (not proved)'
    return '%s %s -> %s %s %s%s' % (o['change'], o['from'], o['to'], o['family'], o['ports'],
                                    ': ' + because if because else '')


def field_text(f):
    if f['before'] is None:
        return 'gained %s' % ' '.join(filter(None, (f['field'], f['after'])))
    if f['after'] is None:
        return 'lost %s' % ' '.join(filter(None, (f['field'], f['before'])))
    return '%s %s (was %s)' % (f['field'], f['after'], f['before'])


def change_text(c):
    return ': '.join(filter(None, ('%s %s %s' % (SIGNS[c['change']], c['kind'], c['name']),
                                   ', '.join(field_text(f) for f in c['fields']))))


def run(program, work, old, new):
    paths = [os.path.join(work, f) for f in ('old.json', 'new.json')]
    for path, network in zip(paths, (old, new)):
        with open(path, 'w') as f:
            json.dump(network, f)
    done = subprocess.run([program, 'diff', '--exit-code', '--format', 'json', *paths],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    return done.returncode, json.loads(done.stdout), done.stderr


def said(d):
    return {'layout': [change_text(c) for c in d['layout']],
            'reach': [flow_text(o) for o in d['reach']]}


def unmirrored(there, back):
    """What opens there and does not close back, by its ends and ports."""
    def flows(d, mirrored):
        return {(MIRROR[o['change']] if mirrored else o['change'], o['from'], o['to'],
                 o['family'], o['ports']) for o in d['reach'] if o['change'] in MIRROR}
    return [f for f in flows(there, False) ^ flows(back, True)
            if f[0] not in ('narrows', 'widens')] + \
        [f for f in flows(there, False) - flows(back, True) if f[0] == 'widens'] + \
        [f for f in flows(back, True) - flows(there, False) if f[0] == 'narrows']


def keys_of(schema):
    out = {'top.' + k for k in schema['properties']}
    for name, d in schema['$defs'].items():
        for form in [d] + d.get('anyOf', []) + d.get('oneOf', []):
            out |= {'%s.%s' % (name, k) for k in form.get('properties', {})}
    return out


def check_keys(program, twins, exempt):
    schema = json.loads(subprocess.run([program, 'schema', 'spec'],
                                       stdout=subprocess.PIPE).stdout)
    keys = keys_of(schema)
    have = {k for t in twins for k in t['keys']}
    general = {k[2:] for k in exempt if k.startswith('*.')}
    missing = sorted(k for k in keys - have - set(exempt)
                     if k.split('.')[1] not in general)
    verdict(not missing, 'every key of a spec has its twins', *missing)
    strange = sorted((have | {k for k in exempt if k[0] != '*'}) - keys)
    verdict(not strange, 'no key is unknown to the schema', *strange)
    both = sorted(have & set(exempt))
    verdict(not both, 'no key is both tried and left out', *both)


COMMENT = re.compile(r'/\*.*?\*/', re.S)
# Those of things, and of what they are made of; link's own come behind.
STRUCT = re.compile(r'^struct (\w+) \{\n(.*?)(?:/\* link \*/.*?)?^\};', re.M | re.S)
FIELD = re.compile(r'\b(\w+)(?:\[[^\]]*\])*(?= *[,;])')
NONE_OF_A_NETWORK = ('workload_type',)


def fields_of(header):
    with open(header) as f:
        text = f.read()
    for name, body in STRUCT.findall(text):
        body = re.sub(r'VEC\([^)]*\)|:\s*\d+', '', COMMENT.sub('', body))
        for field in FIELD.findall(body):
            if name not in NONE_OF_A_NETWORK:
                yield name, field


def check_fields(folder):
    source = os.path.join(folder, '..', '..', '..', '..', 'src')
    compared = ''
    for pattern in ('traits*.c', 'pairing*.c'):
        for path in glob.glob(os.path.join(source, 'plan', pattern)):
            with open(path) as f:
                compared += f.read()
    used = set(re.findall(r'(?:->|\.)(\w+)', compared))
    with open(os.path.join(folder, 'fields')) as f:
        listed = dict(line.rstrip('\n').split('\t') for line in f if line[0] != '#')
    all_of = {'%s.%s' % (name, field): field
              for header in ('network', 'transit', 'filter', 'workload', 'thing')
              for name, field in fields_of(os.path.join(source, 'model', header + '.h'))
              if field not in ('n', 'v', 'cap')}
    missing = sorted(k for k, field in all_of.items()
                     if field not in used and k not in listed)
    verdict(len(all_of) > 200 and not missing, 'every field of the model is compared', *missing)
    strange = sorted(k for k in listed if all_of.get(k) is None or all_of[k] in used)
    verdict(not strange, 'no field is left out that is compared or not there', *strange)


def main():
    program, folder = sys.argv[1:3]
    accept = os.environ.get('ACCEPT')
    with open(os.path.join(folder, 'base.json')) as f:
        base = json.load(f)
    with open(os.path.join(folder, 'twins.json')) as f:
        data = json.load(f)
    check_keys(program, data['twins'], data['exempt'])
    check_fields(folder)
    with tempfile.TemporaryDirectory() as work:
        for t in data['twins']:
            name = ', '.join(t['keys']) + (' (%s)' % t['what'] if 'what' in t else '')
            old = edited(base, t.get('before', {}))
            new = edited(old, t['edit'])
            status, there, errors = run(program, work, old, new)
            _, back, _ = run(program, work, new, old)
            verdict(status == 1 and not errors and there['layout'], '%s is told' % name, status,
                    errors)
            if accept:
                t.update(there=said(there), back=said(back))
            for way, d in (('there', there), ('back', back)):
                verdict(said(d) == t.get(way), '%s, %s' % (name, way),
                        *['- %s\n# + %s' % (t.get(way, {}).get(k), v)
                          for k, v in said(d).items() if v != t.get(way, {}).get(k)])
            other = unmirrored(there, back)
            verdict(not other, '%s, and its mirror' % name, *other)
    if accept:
        with open(os.path.join(folder, 'twins.json'), 'w') as f:
            json.dump(data, f, indent=1)
            f.write('\n')
    tap.end()


main()
