#!/usr/bin/env python3
"""Computes the golden content hashes without any code of the product.

Reads the identity table of docs/content-hash.md and the events of cases.json; writes golden.json.
Refuses to change a value that golden.json already has: stored hashes are stored data.
"""

import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[4]
CASES = ROOT / "schemas/src/test/resources/content-hash/cases.json"
GOLDEN = CASES.with_name("golden.json")
DOCS = ROOT / "docs/content-hash.md"


def utf16(text):
    """Sort key: RFC 8785 orders by UTF-16 code units, Python by code points."""
    return text.encode("utf-16-be", "surrogatepass")


def valid(text):
    """Joins surrogate pairs, then replaces what is left alone by U+FFFD."""
    joined = text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
    return joined


def identity_table():
    table = {}
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[2] in ("one", "set", "list", "–"):
            kind, attribute, shape = cells[:3]
            table.setdefault(kind, [])
            if shape != "–":
                table[kind].append((attribute, shape))
    return table


def canonical(event, table):
    kind = event["kind"]
    content = {"hashVersion": "1", "kind": kind, "entityKey": event["entityKey"]}
    if event.get("deletion"):
        content["deleted"] = "true"
    elif kind != "commit":
        content["actor"] = (event.get("actor") or {}).get("id")
        content["title"] = event.get("title")
        content["text"] = event.get("text")
        for attribute, shape in table[kind]:
            if shape == "one":
                value = event.get("attributes", {}).get(attribute)
            else:
                value = event.get("listAttributes", {}).get(attribute)
            content["attr." + attribute] = value
            if shape == "set" and value:
                content["attr." + attribute] = sorted(map(valid, value), key=utf16)
    present = {
        key: [valid(v) for v in value] if isinstance(value, list) else valid(value)
        for key, value in content.items()
        if value
    }
    ordered = dict(sorted(present.items(), key=lambda entry: utf16(entry[0])))
    # json.dumps escapes as RFC 8785 does (shortest forms, lower-case \u00xx) but for U+007F,
    # which both leave as it is when ensure_ascii is off.
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))


def main():
    table = identity_table()
    before = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    golden = {}
    for case in json.loads(CASES.read_text(encoding="utf-8")):
        form = canonical(case["event"], table)
        value = {"canonical": form, "hash": hashlib.sha256(form.encode("utf-8")).hexdigest()}
        if before.get(case["name"], value) != value:
            sys.exit(f"'{case['name']}' would change; a change of the rules needs a new hash version")
        golden[case["name"]] = value
    gone = set(before) - set(golden)
    if gone:
        sys.exit(f"cases must not be removed: {sorted(gone)}")
    GOLDEN.write_text(json.dumps(golden, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")
    print(f"{len(golden)} golden hashes, {len(golden) - len(before)} new")


if __name__ == "__main__":
    main()
