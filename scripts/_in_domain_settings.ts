/** Where the settings of the in-domain experiment come from. */
import {
  type ContinualSettings,
  type Settings,
  settingsAtEdge,
  type Trial,
  TUNED,
  TUNING,
  type Tuning,
} from "../lib/experiments/mod.ts";
import { hashJson } from "../lib/train/mod.ts";

/** Parts of a stream's identity that settings may depend on. */
const PARTS = ["task", "model", "judge", "sizes", "prefixes"];
/** Settings in words. */
const WORDS: Readonly<Record<keyof ContinualSettings, string>> = {
  lr: "rate",
  alpha: "α",
  slowRatio: "slow ratio",
  every: "k",
  emaDecay: "decay",
  replayShare: "pairs from memory beside each of its own",
  ewcStrength: "strength",
};

/** Says what the settings were tuned on: such a stream, or another. */
export function provenance(
  identity: Readonly<Record<string, unknown>>,
  { criterion, seeds, trials, identity: tuned }: Tuning = TUNING,
): string {
  const how = `${
    trials.length / TUNED.length
  } trials for each of ${TUNED.length} methods, by ${criterion} on seeds ${
    seeds.join(" and ")
  }, none of them reported`;
  const differing = PARTS.filter((name) =>
    hashJson(identity[name] ?? null) !== hashJson(tuned[name] ?? null)
  );
  if (differing.length === 0) return `Settings: ${how}.`;
  if (differing.includes("task")) {
    return `Settings were tuned on the task ${tuned.task} (${how}) and are used here as they are: what suits it need not suit ${identity.task}.`;
  }
  return `Settings were tuned on another stream (it differs in ${differing.join(", ")}): ${how}.`;
}

/** Names the chosen settings beyond which nothing was tried. */
export function edges<S extends Settings = Settings>(
  { trials, chosen }: {
    readonly trials: readonly Trial<S>[];
    readonly chosen: Readonly<Record<string, S>>;
  },
): string {
  const found = settingsAtEdge(trials, chosen);
  if (found.length === 0) return "No chosen setting lies at an edge of what was tried.";
  const shown = found.map(({ method, setting, value, end }) =>
    `${method}'s ${WORDS[setting as keyof ContinualSettings]} (${value}, the ${end})`
  );
  return `At an edge of what was tried, so that better ones may lie beyond: ${shown.join(", ")}.`;
}
