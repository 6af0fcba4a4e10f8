"""Our YAML loader against PyYAML's CSafeLoader on generated companies.

Prints the medians of interleaved runs and their ratio: python benchmarks/loading.py [COUNT]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import yaml

from reconciler.source.yaml import parse

ROUNDS = 7


def companies(count: int) -> str:
    """Companies with 8 fields, one of them a mapping of 5: 13 leaves, about 360 bytes each."""
    return "companies:\n" + "".join(
        f"""  company-{n}:
    company_id: id_{n:06}
    name: "Company {n} Ltd"
    plan: {("free", "pro", "enterprise")[n % 3]}
    size: {n % 997}
    website: https://www.example-{n}.com/about
    industry: Manufacturing
    monthly_spend: {n % 1000}.50
    custom_attributes:
      plan_tier: enterprise
      seats: {n % 500}
      region: EMEA
      renewal_date: 2026-{n % 12 + 1:02}-01
      onboarded: true
"""
        for n in range(count)
    )


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    text = companies(count)
    data = text.encode()
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: parse(text, "companies.yaml")))
        theirs.append(seconds(lambda: yaml.load(data, Loader=yaml.CSafeLoader)))
    mine, reference = statistics.median(ours), statistics.median(theirs)
    print(f"{count} companies, {len(data) / 1e6:.1f} MB, median of {ROUNDS} interleaved runs")
    print(f"reconciler        {mine * 1e6 / count:6.1f} us each, every position kept")
    print(f"yaml.CSafeLoader  {reference * 1e6 / count:6.1f} us each, no positions")
    print(f"ratio             {mine / reference:6.2f}")


if __name__ == "__main__":
    main()
