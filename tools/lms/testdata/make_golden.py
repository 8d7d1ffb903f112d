#!/usr/bin/env python3
"""Writes what the exports must be, with Python's own writers, from the grades
that export_test.cc has, too. Run in this folder: python3 make_golden.py"""
import csv
import io
import json
import xml.etree.ElementTree as ET

STUDENTS = [  # submission, name, id, sis_id, login, section, email
    ("alice", "Chen, Alice", "17", "S1", "achen", "01", "a@x.edu"),
    ("alice", "陳大文 \"Dave\"", "18", "S2", "dave", "01", ""),
    ("eve", "=cmd|' /C calc'!A0", "19", "S3", "eve", "02", "e@x.edu"),
    ("zoe", "Zoë Müller\u202e", "20", "", "zoe", "02", "z@x.edu"),
    ("nobody", "Never, Handed In", "21", "S5", "never", "02", "n@x.edu"),
]
ALICE = (
    "3.36 times the baseline: 39,000 inf/s on the reference machine, "
    "91.25 % accuracy; awards: +5 %"
)
EVE = 'violation: it called "socket", <and> more'
ZOE = "unstable: the interval is 22.1 %, and may be 15.0 %"
# submission -> (verdict, counted points, metric, gain, accuracy, feedback)
MEASURED = {"alice": 50.125, "eve": 0.0}  # points
GRADES = {
    "alice": ("passed", 52.63125, 42000.5, 3.36, 0.9125, ALICE),
    "eve": ("violation", 0.0, None, None, None, EVE),
    "zoe": ("unstable", None, None, None, None, ZOE),
}


def safe(text):
    """What a spreadsheet takes for text."""
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


def points(submission):
    grade = GRADES.get(submission)
    return "" if grade is None or grade[1] is None else "%.2f" % grade[1]


def feedback(submission):
    return GRADES[submission][5] if submission in GRADES else ""


def write_csv(name, rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(
        [[safe(cell) for cell in row] for row in rows])
    with open(name, "w", newline="", encoding="utf-8") as file:
        file.write(out.getvalue())


def write_json(name, value):
    with open(name, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=2)
        file.write("\n")


write_csv("canvas.csv", [
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Speed Demon"],
    ["    Points Possible", "", "", "", "", "100.00"]] + [
        [s[1], s[2], s[3], s[4], s[5], points(s[0])] for s in STUDENTS])

write_csv("moodle.csv", [
    ["username", "ID number", "Email address", "Speed Demon",
     "Speed Demon (feedback)"]] + [
        [s[4], s[3], s[6], points(s[0]),
         # Moodle forgets a grade that comes as feedback alone.
         feedback(s[0]) if points(s[0]) else ""] for s in STUDENTS])

results = ET.Element("results", batch="2026-11-25T12:00:00Z")
for s in STUDENTS:
    if s[3] and points(s[0]):
        result = ET.SubElement(results, "result")
        for tag, text in (("assignment", "speed_demon"), ("student", s[3]),
                          ("score", points(s[0])), ("feedback", feedback(s[0]))):
            ET.SubElement(result, tag).text = text
ET.ElementTree(results).write("moodle.xml", encoding="utf-8",
                              xml_declaration=True)

CHECK = {"alice": ("passed", "faster"), "eve": ("failed", EVE[11:])}
for name in ("alice", "eve"):
    value = GRADES[name][1]
    status, output = CHECK[name]
    board = [] if name == "eve" else [
        {"name": "Speed Demon (inf/s)", "value": 39000.25, "order": "desc"},
        {"name": "Speed Demon accuracy", "value": 0.9125, "order": "desc"}]
    write_json("gradescope_%s.json" % name, {
        "score": value,
        "visibility": "visible",
        "tests": [
            {"name": "Speed Demon: performance", "status": status,
             "output": output, "visibility": "visible"},
            {"name": "Speed Demon: grade", "status": status,
             "output": feedback(name), "visibility": "visible",
             "score": value, "max_score": 100}],
        "leaderboard": board})
    write_json("prairielearn_%s.json" % name, {
        "gradable": True,
        "score": value / 100,
        "tests": [
            {"name": "Speed Demon: performance", "points": 0, "max_points": 0,
             "output": output, "message": status},
            {"name": "Speed Demon: grade", "points": value, "max_points": 100,
             "output": feedback(name), "message": status}]})

HEAD = ["submission", "name", "id", "sis_id", "login", "email", "category",
        "verdict", "measured_points", "counted_points", "mark", "metric", "unit", "gain", "accuracy", "feedback"]
rows, objects = [HEAD], []
for s in STUDENTS:
    verdict, value, metric, gain, accuracy, text = GRADES.get(
        s[0], (None, None, None, None, None, ""))
    unit = None if metric is None else "inf/s"
    number = lambda x: "" if x is None else "%.6g" % x
    rows.append([s[0], s[1], s[2], s[3], s[4], s[6], "speed_demon",
                 verdict or "", "%.2f" % MEASURED[s[0]] if s[0] in MEASURED else "",
                 points(s[0]), "", number(metric), unit or "",
                 number(gain), number(accuracy), text])
    objects.append(dict(zip(HEAD, (
        s[0], s[1], s[2], s[3], s[4], s[6], "speed_demon", verdict,
        MEASURED.get(s[0]), value, None, metric, unit, gain, accuracy, text))))
write_csv("plain.csv", rows)
write_json("plain.json", objects)
