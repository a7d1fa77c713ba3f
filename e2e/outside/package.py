"""Checks a tabular data package: by its own descriptor, then by the UK profile's where given.

The UK profile drops a few columns of HSDS 3.1 that Kith keeps; those alone are passed over.
"""

import json
import pathlib
import sys

import frictionless


def faults(descriptor, skipped):
    frictionless.system.trusted = True
    package = frictionless.Package.from_descriptor(descriptor)
    report = package.validate(checklist=frictionless.Checklist(skip_errors=skipped))
    return report.flatten(["name", "rowNumber", "fieldName", "type", "message"])


folder = pathlib.Path(sys.argv[1])
own = json.loads((folder / "datapackage.json").read_text())
found = faults({**own, "basepath": str(folder)}, [])
if len(sys.argv) > 2:
    profile = json.loads(pathlib.Path(sys.argv[2]).read_text())
    ours = {table["name"] for table in own["resources"]}
    profile["resources"] = [t for t in profile["resources"] if t["name"] in ours]
    for table in profile["resources"]:
        names = {field["name"]: field for field in table["schema"]["fields"]}
        header = (folder / table["path"]).read_text().splitlines()[0].split(",")
        missing = [n for n, f in names.items() if f["constraints"]["required"] and n not in header]
        found += [[table["name"], None, name, "missing", "a required column"] for name in missing]
        table["schema"]["fields"] = [names.get(n, {"name": n, "type": "string"}) for n in header]
    profile["basepath"] = str(folder)
    found += faults(profile, [])
for fault in found[:20]:
    print(fault)
print(f"{len(found)} faults")
sys.exit(1 if found else 0)
