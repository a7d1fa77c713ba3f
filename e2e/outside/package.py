"""Checks a tabular data package: by its own descriptor, then by the UK profile's where given.

The UK profile drops a few columns of HSDS 3.1 that Kith keeps; those alone are passed over.
"""

import json
import os
import pathlib
import sys

import frictionless


def faults(descriptor):
    report = frictionless.Package.from_descriptor(descriptor).validate()
    return report.flatten(["name", "rowNumber", "fieldName", "type", "message"])


folder = pathlib.Path(sys.argv[1])
profile = json.loads(pathlib.Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else None
# Tables are looked for where one stands.
os.chdir(folder)
own = json.loads(pathlib.Path("datapackage.json").read_text())
found = faults(own)
if profile:
    ours = {table["name"] for table in own["resources"]}
    profile["resources"] = [t for t in profile["resources"] if t["name"] in ours]
    for table in profile["resources"]:
        names = {field["name"]: field for field in table["schema"]["fields"]}
        header = pathlib.Path(table["path"]).read_text().splitlines()[0].split(",")
        missing = [n for n, f in names.items() if f["constraints"]["required"] and n not in header]
        found += [[table["name"], None, name, "missing", "a required column"] for name in missing]
        table["schema"]["fields"] = [names.get(n, {"name": n, "type": "string"}) for n in header]
        keys = table["schema"].get("foreignKeys", [])
        table["schema"]["foreignKeys"] = [key for key in keys if key["fields"] in header]
    found += faults(profile)
for fault in found[:20]:
    print(fault)
print(f"{len(found)} faults")
sys.exit(1 if found else 0)
