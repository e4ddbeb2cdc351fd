"""Kiểm tra gói hồ sơ vụ việc / Verify a case bundle: python verify.py [FOLDER OR ZIP] [--json]

Needs only Python 3.8 or later, no network, no other package. It computes every hash again:

1. every file of the bundle against manifest.json, and manifest.json against manifest.sha256;
2. every record of chuoi/ban-ghi.jsonl against its own digest;
3. every link of the chain against the one before it, up to the last seal that came along;
4. what ho-so.json tells of evidence, exhibits and events against the records that prove it.

It names each file or row that does not fit. Exit 0 = all fits, 1 = something does not, 2 = no bundle.
"""

import hashlib
import json
import os
import struct
import sys
import zipfile

LINK = struct.Struct(">q32s")
BLOCK = 1 << 20


class Folder:
    """The files of a bundle that was unpacked."""

    def __init__(self, path):
        self.path = path

    def names(self):
        """Give every file, as the manifest writes it."""
        found = []
        for root, _folders, files in os.walk(self.path):
            if "__pycache__" not in root:
                found += [os.path.relpath(os.path.join(root, one), self.path).replace(os.sep, "/") for one in files]
        return sorted(found)

    def open(self, name):
        """Open one file."""
        return open(os.path.join(self.path, *name.split("/")), "rb")


class Zip:
    """The files of a bundle as it came."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)

    def names(self):
        """Give every file; a name that stands twice is given twice."""
        return sorted(one for one in self.zip.namelist() if not one.endswith("/"))

    def open(self, name):
        """Open one file."""
        return self.zip.open(name)


def check_bundle(path):
    """Give {ok, files, records, links, sealed_until, faults}: every fault names its file or row."""
    try:
        place = Folder(path) if os.path.isdir(path) else Zip(path)
        names = place.names()
    except (OSError, zipfile.BadZipFile) as error:
        return {"ok": False, "files": 0, "records": 0, "links": 0, "faults": [f"không mở được gói: {error}"]}
    faults = []
    manifest = _manifest(place, names, faults)
    _files(place, names, manifest, faults)
    records = _records(place, faults)
    links, until = _links(place, records, faults)
    _told(place, records, faults)
    answer = {"ok": not faults, "files": len(manifest), "records": len(records), "links": links, "faults": faults}
    answer["sealed_until"] = until
    return answer


def canonical(value):
    """Give the one JSON form of a value: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _read(place, name, faults):
    try:
        with place.open(name) as file:
            return file.read()
    except (KeyError, OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        faults.append(f"{name}: không đọc được ({error})")
        return b""
    except Exception as error:  # a broken stream raises what its decoder raises
        faults.append(f"{name}: hỏng ({error})")
        return b""


def _json(text, name, faults):
    try:
        return json.loads(text.decode("utf-8"))
    except ValueError:
        faults.append(f"{name}: nội dung đã bị thay đổi, không đọc được")
        return None


def _manifest(place, names, faults):
    if "manifest.json" not in names:
        faults.append("manifest.json: không có")
        return {}
    text = _read(place, "manifest.json", faults)
    wanted = _read(place, "manifest.sha256", faults).decode("ascii", "replace").strip()
    if hashlib.sha256(text).hexdigest() != wanted:
        faults.append("manifest.json: không khớp manifest.sha256")
    found = _json(text, "manifest.json", faults)
    files = found.get("files") if isinstance(found, dict) else None
    return files if isinstance(files, dict) else {}


def _files(place, names, manifest, faults):
    for name in sorted(set(names)):
        if names.count(name) > 1:
            faults.append(f"{name}: có hai tệp cùng tên")
        if name not in manifest and name not in ("manifest.json", "manifest.sha256"):
            faults.append(f"{name}: không có trong manifest.json")
    for name, wanted in sorted(manifest.items()):
        if name not in names:
            faults.append(f"{name}: thiếu tệp")
            continue
        sha = hashlib.sha256()
        try:
            with place.open(name) as file:
                block = file.read(BLOCK)
                while block:
                    sha.update(block)
                    block = file.read(BLOCK)
        except Exception as error:
            faults.append(f"{name}: hỏng ({error})")
            continue
        if sha.hexdigest() != wanted.get("sha256"):
            faults.append(f"{name}: nội dung đã bị thay đổi")


def _records(place, faults):
    records = {}
    for number, line in enumerate(_read(place, "chuoi/ban-ghi.jsonl", faults).splitlines(), start=1):
        row = _json(line, f"chuoi/ban-ghi.jsonl dòng {number}", faults)
        if not isinstance(row, dict):
            continue
        parts = {key: row.get(key) for key in ("at", "action", "subject", "label", "actor", "facts")}
        if hashlib.sha256(canonical(parts)).hexdigest() != row.get("digest"):
            faults.append(f"chuoi/ban-ghi.jsonl dòng {number}: bản ghi {row.get('id')} ({row.get('action')}) đã bị thay đổi")
        records[row.get("id")] = row
    return records


def _links(place, records, faults):
    proof = _json(_read(place, "chuoi/bang-chung.json", faults), "chuoi/bang-chung.json", faults) or {}
    content = _read(place, "chuoi/mat-xich.bin", faults)
    try:
        previous, seq = bytes.fromhex(proof["previous"]), int(proof["first_seq"])
    except (KeyError, ValueError, TypeError):
        faults.append("chuoi/bang-chung.json: thiếu điểm bắt đầu của chuỗi")
        return 0, None
    seen, count, ends = set(), 0, {}
    for at in range(0, len(content) - LINK.size + 1, LINK.size):
        record, digest = LINK.unpack_from(content, at)
        row = records.get(record)
        if row is not None:
            seen.add(record)
            if row.get("digest") != digest.hex():
                faults.append(f"chuoi/mat-xich.bin: mắt xích {seq} không khớp bản ghi {record}")
        previous = hashlib.sha256(previous + record.to_bytes(8, "big", signed=True) + digest).digest()
        ends[seq] = previous.hex()
        seq += 1
        count += 1
    for seal in proof.get("seals", []):
        if seal.get("seq") in ends and ends[seal["seq"]] != seal.get("hash"):
            faults.append("chuoi/bang-chung.json: niêm phong {} không khớp chuỗi".format(seal.get("day")))
    if ends and ends.get(proof.get("last_seq")) != proof.get("last_hash"):
        faults.append("chuoi/mat-xich.bin: chuỗi không dẫn đến mã băm cuối đã ghi")
    for record in sorted(set(records) - seen):
        faults.append(f"chuoi/ban-ghi.jsonl: bản ghi {record} không có trong chuỗi")
    return count, proof.get("last_seq")


def _told(place, records, faults):
    """Compare what the file tells with the records that prove it."""
    file = _json(_read(place, "ho-so.json", faults), "ho-so.json", faults) or {}
    by_label = {}
    for row in records.values():
        by_label.setdefault((row.get("action"), row.get("label")), []).append(row)
    for one in file.get("evidence", []):
        proofs = by_label.get(("custody.evidence_added", one.get("number")), [])
        if not any(row["facts"].get("sha256") == one.get("sha256") for row in proofs):
            faults.append("ho-so.json: chứng cứ {} không khớp bản ghi lúc nhận".format(one.get("number")))
        for key, wanted in (("original", one.get("sha256")), ("copy", one.get("copy_sha256"))):
            if one.get(key) and hashlib.sha256(_read(place, one[key], faults)).hexdigest() != wanted:
                faults.append("{}: không phải tệp của chứng cứ {}".format(one[key], one.get("number")))
    for one in file.get("exhibits", []):
        for event in one.get("events", []):
            row = records.get(event.get("record"))
            if row is None:
                faults.append("ho-so.json: việc {} của {} không có bản ghi".format(event.get("kind"), one.get("number")))
            elif row.get("at") != event.get("at") or not _fits(event, row):
                faults.append(
                    "ho-so.json: việc {} của {} không khớp bản ghi {}".format(event.get("kind"), one.get("number"), row.get("id"))
                )


def _fits(event, row):
    facts, told = row.get("facts", {}), event.get("facts", {})
    if event.get("who") != row.get("actor", {}).get("name"):
        return False
    for key in ("reason", "place", "way", "decision", "sha256", "before"):
        if key in told and key in facts and told[key] != facts[key]:
            return False
    seals = facts.get("seals", [facts["seal"]] if "seal" in facts else None)
    return "seal" not in told or seals is None or told["seal"] in seals


def main(arguments):
    """Check the bundle that is named, else the folder in which this file lies."""
    wanted = [one for one in arguments if not one.startswith("--")]
    path = wanted[0] if wanted else os.path.dirname(os.path.abspath(__file__))
    answer = check_bundle(path)
    if "--json" in arguments:
        print(json.dumps(answer, ensure_ascii=False))
    elif answer["ok"]:
        print("ĐÚNG: {files} tệp, {records} bản ghi, {links} mắt xích, không có gì bị thay đổi.".format(**answer))
    else:
        print(f"SAI: {len(answer['faults'])} chỗ không khớp.")
        for fault in answer["faults"]:
            print("  " + fault)
    return 0 if answer["ok"] else 2 if not answer["files"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
