"""What a break rule costs: runs the scenarios in scenarios/break-rules, and draws two plots and prints two tables.

Type at the root of the repository, with the packages of examples/requirements.txt:

    python examples/break_rules.py

Each rule is run with its search (how few agents would do) and compared with no breaks, replication by replication;
what is already in out/break-rules is not run again. The simulator is `target/release/sim`, or what the variable SIM
names. The plots go to docs/pictures.
"""

import csv
import json
import os
import pathlib
import subprocess

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

SIM = os.environ.get("SIM", "target/release/sim")
SCENARIOS = pathlib.Path("scenarios/break-rules")
OUT = pathlib.Path("out/break-rules")
PICTURES = pathlib.Path("docs/pictures")
REPLICATIONS = "128"

RULES = {
    "none": "no breaks",
    "pool-30": "pool of 30 min",
    "pool-30-cap": "pool of 30 min, 8 % at once",
    "pool-40": "pool of 40 min",
    "pool-40-cap": "pool of 40 min, 8 % at once",
    "rush": "40 min, kept for the last hour",
    "rush-cap": "the same, 8 % at once",
    "when-idle": "40 min, used when calls are few",
    "planned": "planned, 4 × 10 min, spread evenly",
    "planned-off-peak": "planned, 4 × 10 min, off the peak",
}
# What else is compared: the second against the first.
PAIRS = [("pool-40", "pool-40-cap"), ("pool-30", "pool-30-cap"), ("pool-40", "rush"), ("rush", "rush-cap"),
         ("planned", "planned-off-peak"), ("pool-40", "planned")]
ANSWERED, IN_TIME, GAVE_UP = "answered_count", "service_level_ratio", "abandonment_ratio"


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(rule):
    """The scenario of a rule with its search: the summary as JSON, once."""
    folder = OUT / rule
    told = OUT / f"{rule}.json"
    if not told.exists():
        command = [SIM, "run", SCENARIOS / f"{rule}.toml", "--out", folder, "--json", "--quiet", "--no-plots",
                   "--no-report", "--no-xlsx"]
        done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8")
        if done.returncode not in (0, 4):
            raise SystemExit(f"sim run {rule} failed")
        told.write_text(done.stdout, encoding="utf-8")
    return json.loads(told.read_text(encoding="utf-8"))


def difference(first, second):
    """By metric of the total: what the second does otherwise than the first, with its 95 % interval."""
    folder = OUT / f"{first}-against-{second}"
    if not (folder / "compare.csv").exists():
        command = [SIM, "compare", SCENARIOS / f"{first}.toml", SCENARIOS / f"{second}.toml", "--replications",
                   REPLICATIONS, "--out", folder, "--quiet"]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    ends = ("difference", "difference_ci95_low", "difference_ci95_high")
    return {row["metric"]: [float(row[end]) for end in ends] for row in rows(folder / "compare.csv")
            if row["queue"] == "total" and row["metric"] in (ANSWERED, IN_TIME, GAVE_UP)}


def needed(summary):
    """Agents: the fewest that surely meet the goal, one step below them, and in words how fewer fared."""
    tried = summary["search"]["points"]
    best = next((at for at, point in enumerate(tried) if point["value"] == summary["search"]["best"]), None)
    if not best:
        raise SystemExit(f"{summary['scenario']}: the search must end between two of its values: widen [search]")
    below, met = tried[best - 1], tried[best]
    fared = [f"{point['agents']}: {point['verdict']}" for point in tried[:best]][::-1]
    last = next((at for at, words in enumerate(fared) if "missed" in words), len(fared))
    return below["agents"], met["agents"], ", ".join(fared[:last + 1])


def rested(rule):
    """Minutes of break in a shift."""
    agents = rows(OUT / rule / "agents.csv")
    return sum(float(agent["break_s"]) for agent in agents) / len(agents) / 60


def by_interval(rule, column):
    return [float(row[column] or "nan") for row in rows(OUT / rule / "intervals.csv")
            if row["queue"] == "total" and int(row["interval_index"]) < 48]


def points(values, factor=1, form="+.1f"):
    middle, low, high = (format(factor * value, form).replace("-", "−") for value in values)
    return f"{middle} ({low} to {high})"


def draw_costs(differences, agents):
    """What each rule costs, with intervals: service level, abandonment, agents."""
    names = list(RULES)
    places = range(len(names))[::-1]
    figure, panels = plt.subplots(1, 3, figsize=(12, 5), sharey=True, layout="constrained")
    for axes, metric, colour, label in [(panels[0], IN_TIME, "#0072b2", "service level, points"),
                                        (panels[1], GAVE_UP, "#d55e00", "abandonment, points")]:
        for place, name in zip(places, names):
            middle, low, high = (100 * value for value in differences[name][metric]) if name != "none" else (0, 0, 0)
            axes.plot([low, high], [place, place], color=colour, linewidth=4, alpha=0.5, solid_capstyle="butt")
            axes.plot(middle, place, "o", color=colour)
        axes.set(xlabel=label + ",\nagainst no breaks")
    for place, name in zip(places, names):
        below, met, _ = agents[name]
        panels[2].plot([below, met], [place, place], color="#009e73", linewidth=4, alpha=0.5, solid_capstyle="butt")
        panels[2].plot(met, place, "o", color="#009e73")
    panels[2].set(xlabel="agents a day for 85 % within 30 s:\nfewest that meet it, and one step below")
    panels[0].set_yticks(list(places), [RULES[name] for name in names])
    for axes in panels:
        axes.grid(alpha=0.3)
        axes.axvline(0 if axes is not panels[2] else agents["none"][1], color="black", linewidth=1)
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle("What a break rule costs: 1,029 agents, the same callers, with 95 % intervals")
    figure.savefig(PICTURES / "break-rules-costs.png", dpi=130)


def draw_day():
    """Who rests when, and what becomes of the service level."""
    shown = {"none": "black", "pool-40": "#0072b2", "rush": "#d55e00", "planned-off-peak": "#009e73"}
    hours = [index / 2 + 0.25 for index in range(48)]
    figure, (level, resting) = plt.subplots(2, 1, figsize=(11, 7), sharex=True, layout="constrained")
    for rule, colour in shown.items():
        low, middle, high = ([100 * value for value in by_interval(rule, IN_TIME + end)]
                             for end in ("_ci95_low", "", "_ci95_high"))
        level.fill_between(hours, low, high, color=colour, alpha=0.2, linewidth=0)
        level.plot(hours, middle, color=colour, label=RULES[rule])
        resting.stairs(by_interval(rule, "on_break_mean_count"), [index / 2 for index in range(49)], color=colour,
                       linewidth=2)
    level.set(ylim=(0, 102), ylabel="answered within 30 s, %", title="The same day under four rules, by half hour")
    level.axhline(85, color="grey", linestyle="--", linewidth=1)
    resting.set(ylim=(0, None), ylabel="agents on a break", xlabel="time of day", xlim=(0, 24))
    resting.set_xticks(range(0, 25, 2), [f"{hour:02}:00" for hour in range(0, 25, 2)])
    for axes in (level, resting):
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=4, frameon=False)
    figure.savefig(PICTURES / "break-rules-day.png", dpi=130)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    summaries = {rule: run(rule) for rule in RULES}
    differences = {rule: difference("none", rule) for rule in RULES if rule != "none"}
    agents = {rule: needed(summary) for rule, summary in summaries.items()}

    print("| rule | minutes rested | service level | abandonment | answered a day | agents for 85 % |")
    print("| --- | ---: | --- | --- | --- | --- |")
    for rule, name in RULES.items():
        _, met, fared = agents[rule]
        if rule == "none":
            total = summaries[rule]["total"]
            found = [points([total[metric][end] for end in ("mean", "ci_low", "ci_high")], factor, form)
                     for metric, factor, form in [(IN_TIME, 100, ".1f"), (GAVE_UP, 100, ".1f"), (ANSWERED, 1, ",.0f")]]
        else:
            found = [points(differences[rule][IN_TIME], 100), points(differences[rule][GAVE_UP], 100),
                     points(differences[rule][ANSWERED], 1, "+,.0f")]
        print(f"| {name} | {rested(rule):.1f} | {' | '.join(found)} | {met} ({fared}) |")

    print("\n| from | to | service level | abandonment |")
    print("| --- | --- | --- | --- |")
    for first, second in PAIRS:
        found = difference(first, second)
        print(f"| {RULES[first]} | {RULES[second]} | {points(found[IN_TIME], 100, '+.2f')} "
              f"| {points(found[GAVE_UP], 100, '+.2f')} |")

    draw_costs(differences, agents)
    draw_day()


main()
