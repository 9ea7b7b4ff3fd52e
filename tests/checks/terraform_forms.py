# SPDX-License-Identifier: MIT
# A plan in each form that people have: what it says must be the same, and
# what stands around it must be told; what is of no form must be refused.
#
#     terraform_forms.py PROGRAM WORK-DIRECTORY PLAN

import json
import os
import re
import subprocess
import sys

PROGRAM, WORK, PLAN = sys.argv[1:4]
TEXT = open(PLAN, encoding="utf-8").read()
LINE = json.dumps(json.loads(TEXT))
TIME = "2026-11-29T10:11:12.1234567Z "
number = 0


def convert(form):
    path = os.path.join(WORK, "plan.json")
    with open(path, "wb") as f:
        f.write(form if isinstance(form, bytes) else form.encode())
    done = subprocess.run([PROGRAM, "convert", "plan.json"], cwd=WORK,
        capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def tell(name, problem, shown):
    global number
    number += 1
    print(f"{'not ok' if problem else 'ok'} {number} - {name}")
    if problem:
        print("#", problem, *shown.splitlines()[:5], sep="\n# ")


PLAIN = convert(TEXT)


def same(name, form, around):
    status, out, err = convert(form)
    said = "other text around its JSON, which is passed over" in err
    tell(name, "the spec differs" if (status, out) != PLAIN[:2] else
        "what is around it is not told" if around and not said else
        "told of what is around it" if said and not around else "", err)


def refused(name, form, words):
    status, out, err = convert(form)
    tell(name, "it was read" if status != 2 or out else
        f"no word of {words!r}" if words not in err else "", err)


def version(text):
    return re.sub(r'"format_version": "[^"]*"',
        f'"format_version": {text}', TEXT, count=1)


def timed(lines):
    return "".join(TIME + line + "\n" for line in lines)


def escaped(text):
    """As jq -C prints it."""
    text = re.sub(r'("(?:[^"\\]|\\.)*")', "\x1b[0;32m\\1\x1b[0m", text)
    return re.sub(r"([{}\[\],:])(?=\n)", "\x1b[1;39m\\1\x1b[0m", text)


def versions():
    for text in ("0.1", "0.2", "1.0", "1.1", "1.2", "1.9"):
        same(f"format_version {text}", version(f'"{text}"'), False)
    for text in ('"2.0"', '"10.0"', '"1"', '""', "1.2"):
        refused(f"format_version {text}", version(text),
            "0.x and 1.x are read")


def encodings():
    for codec, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be",
            b"\xfe\xff"), ("utf-8", b"\xef\xbb\xbf")):
        for lines in ("\n", "\r\n"):
            text = TEXT.replace("\n", lines).encode(codec)
            same(f"{codec} with a mark, {lines!r}", mark + text, False)
            same(f"{codec} without one, {lines!r}", text, False)
    same("a log in UTF-16", "\ufeffterraform show\r\n".encode("utf-16-le") +
        LINE.encode("utf-16-le"), True)
    refused("UTF-32", TEXT.encode("utf-32"), "UTF-32")
    refused("nothing", b"", "is empty")


def logs():
    command = "[command]/usr/local/bin/terraform show -json plan\n"
    same("behind [command]", command + LINE + "\n", True)
    same("between [command] and outputs", command + LINE +
        "\n\n::debug::Terraform exited with code 0.\n::set-output "
        "name=stdout::" + LINE[:90] + "\n", True)
    same("GitHub, one line", timed(["##[group]Run terraform show",
        "\x1b[36;1mterraform show -json plan\x1b[0m", "##[endgroup]", LINE,
        "Post job cleanup."]), True)
    same("GitHub, many lines", timed(["Run x", *TEXT.splitlines(), "end"]),
        True)
    same("gh run view --log", "".join("plan\tShow it\t" + mark + TIME + line +
        "\n" for mark, line in zip(["\ufeff"] + [""] * 10 ** 6,
        TEXT.splitlines())), True)
    same("GitLab", "\x1b[0KRunning with gitlab-runner 16\x1b[0;m\n"
        "section_start:1710000000:step_script\r\x1b[0K\x1b[36;1mExecuting "
        "\"step_script\"\x1b[0;m\n" + LINE + "\nsection_end:1710000000:"
        "step_script\r\x1b[0K\n", True)
    same("Jenkins", "".join(f"[{TIME.strip()}] {line}\n" for line in
        ["+ terraform show -json", *TEXT.splitlines(), "[Pipeline] }"]),
        True)
    same("in colours", escaped(TEXT), True)
    same("behind a warning in brackets", 'Warning: {"x" is not\n[1, 2]\n' +
        LINE + "\n", True)
    same("before a warning", LINE + "\nWARNING: an update is out }\n", True)
    same("behind the stream of terraform plan -json", "".join(
        '{"@level":"info","@message":"m","type":"%s"}\n' % t for t in
        ("version", "planned_change", "change_summary")) + LINE, True)
    same("behind terraform validate -json", '{"format_version":"1.0",'
        '"valid":true,"diagnostics":[]}\n' + LINE, True)
    same("twice the same", LINE + "\n" + LINE + "\n", True)
    refused("two that differ", LINE + "\n" + LINE.replace("10.0.", "10.9.") +
        "\n", "holds several plans or states")
    refused("a plan and a state", "log\n" + LINE + '\n{"version": 4, '
        '"terraform_version": "1.9.8", "lineage": "x", "resources": []}\n',
        "holds several plans or states")
    refused("cut off in a log", "log\n" + LINE[:len(LINE) // 2],
        "plan.json")
    refused("a log without any", "Error: no plan\n", "of no format")


versions()
encodings()
logs()
tell("the plan has something", "" if PLAIN[0] == 0 and "subnets" in PLAIN[1]
    else "it was not read", PLAIN[2])
print(f"1..{number}")
