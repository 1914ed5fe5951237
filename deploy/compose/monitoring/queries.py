"""Runs the queries of a dashboard, and the alerts that Prometheus has loaded: each has to find at least one series.

queries.py PROMETHEUS DASHBOARD...      all of them, but for the alerts in NEEDS_AN_EVENT
queries.py PROMETHEUS --alert NAME      that alert as it is: whether it would fire now
"""

import json
import re
import sys
import time
import urllib.parse
import urllib.request

# Of alerts that are silent while all is well, what is compared with the threshold is asked for instead. This one has nothing to
# compare with, since what it speaks of is missing: the test asks for it once it has taken the gateway away.
NEEDS_AN_EVENT = {"McpGatewayAbsent"}
THRESHOLD = re.compile(r"^(?P<left>.*\S)\s+(?:==|>|<)\s+(?P<right>\S+)\s*$", re.DOTALL)
NUMBER = re.compile(r"[0-9.]+")
# Two scrapes, each of which may be late: until then a rate has nothing to go by.
PATIENCE = 30

ask = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def api(prometheus, path, **parameters):
    address = "%s/api/v1/%s?%s" % (prometheus, path, urllib.parse.urlencode(parameters))
    try:
        with ask(address, timeout=10) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as refused:
        return sys.exit("%s: %s" % (parameters, refused.read().decode()))


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def of_dashboard(path):
    with open(path, encoding="utf-8") as file:
        dashboard = json.load(file)
    for panel in panels(dashboard):
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"].replace("$__rate_interval", "40s").replace("$instance", ".*")


def alerts(prometheus):
    for group in api(prometheus, "rules", type="alert")["groups"]:
        for rule in group["rules"]:
            yield rule["name"], rule["query"]


def compared(alerts_loaded):
    for name, query in alerts_loaded:
        if name in NEEDS_AN_EVENT:
            continue
        parts = THRESHOLD.match(query) or sys.exit("%s compares nothing: put it into NEEDS_AN_EVENT and argue it" % name)
        yield name, parts["left"]
        if not NUMBER.fullmatch(parts["right"]):
            yield name, parts["right"]


def finds(prometheus, query):
    return bool(api(prometheus, "query", query=query)["result"])


def main(prometheus, *arguments):
    if arguments[0] == "--alert":
        queries = [(name, query) for name, query in alerts(prometheus) if name == arguments[1]]
        return 0 if queries and all(finds(prometheus, query) for _, query in queries) else 1
    loaded = list(alerts(prometheus))
    unknown = NEEDS_AN_EVENT - {name for name, _ in loaded}
    if unknown:
        sys.exit("Prometheus has not loaded: %s" % unknown)
    queries = [found for path in arguments for found in of_dashboard(path)] + list(compared(loaded))
    missing = queries
    deadline = time.monotonic() + PATIENCE
    while missing and time.monotonic() < deadline:
        missing = [(where, query) for where, query in missing if not finds(prometheus, query)]
        if missing:
            time.sleep(2)
    for where, query in missing:
        print("%s: no series for %s" % (where, query), file=sys.stderr)
    print("%d queries, %d without a series" % (len(queries), len(missing)))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
