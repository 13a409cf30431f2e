/** Options of `reproduce` that a task takes no notice of, so that nobody believes that they did something. */
import { flagOf } from "./_options.ts";
import type { ReproduceValues, Task } from "./_reproduce_options.ts";

/** What each task takes no notice of. */
const IDLE: Readonly<Record<Task, readonly (keyof ReproduceValues)[]>> = {
  sentiment: [],
  dialogue: ["judge", "temperature"],
  worlds: ["data"],
  hh: ["judge", "temperature"],
  regret: ["data", "model", "judge", "temperature", "engine"],
  summaries: ["judge", "rounds", "temperature"],
  recommend: ["methods", "judge", "rounds", "temperature"],
};

/**
 * A line for the user who gave such options; none where all count.
 *
 * @param given Names of the options that the user gave.
 */
export function idleTaskOptions(task: Task, given: ReadonlySet<string>): string[] {
  const flags = IDLE[task].filter((name) => given.has(name)).map(flagOf);
  return flags.length === 0
    ? []
    : [`reproduce: the task ${task} takes no notice of ${flags.join(", ")}`];
}
