/** Options of `task train` that do nothing beside others, so that neither a user nor `run.json` believes that they did. */
import { flagOf } from "./_options.ts";
import type { TrainValues } from "./_train_options.ts";

/** Options that are idle under a condition, and what they are worth then. */
interface Idle {
  /** What the user would have to change. */
  readonly because: string;
  /** Whether they are idle. */
  readonly holds: (values: TrainValues) => boolean;
  /** What stands in the place of their values. */
  readonly values: Readonly<Record<string, unknown>>;
}

const IDLE: readonly Idle[] = [
  {
    because: "an adapter to start from",
    holds: ({ adapter }) => adapter !== undefined,
    values: {
      loraRank: undefined,
      loraAlpha: undefined,
      loraTargets: undefined,
      rslora: undefined,
    },
  },
  {
    because: "a constant schedule",
    holds: ({ schedule }) => schedule === "constant",
    values: { warmup: 0 },
  },
];

/**
 * A line for each reason why options that the user gave do nothing; none where all count.
 *
 * @param given Names of the options that the user gave.
 */
export function idleOptions(values: TrainValues, given: ReadonlySet<string>): string[] {
  return IDLE.filter(({ holds }) => holds(values)).flatMap(({ because, values }) => {
    const flags = Object.keys(values).filter((name) => given.has(name)).map(flagOf);
    return flags.length === 0 ? [] : [`train: ${because} takes no notice of ${flags.join(", ")}`];
  });
}

/** The values without those that do nothing. */
export function heeded(values: TrainValues): Readonly<Record<string, unknown>> {
  return IDLE.filter(({ holds }) => holds(values)).reduce<Record<string, unknown>>(
    (rest, { values }) => ({ ...rest, ...values }),
    values,
  );
}
