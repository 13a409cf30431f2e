/** The methods that are compared on log-linear policies. */
import {
  adaGrad,
  atRate,
  averaged,
  chaseLearner,
  type ChaseLearnerOptions,
  descent,
  emaWeight,
  type Learner,
  type LogLinear,
  type MakeStep,
  polyakWeight,
} from "../../regret/mod.ts";

/** A method of the comparison. */
export interface RegretMethod {
  /** What it is, in a few words. */
  readonly title: string;
  /** Group that it stands in. */
  readonly group: "DPO" | "control" | "chase" | "ablation";
  /** Makes one that has learnt nothing. */
  readonly start: (policy: LogLinear) => Learner;
}

/** Learning rate of DPO and of the fast module; what the slow one has of it. */
const [RATE, SLOW] = [1, 0.3];
/** Weights of the chase, and windows of its roles, that are gone through. */
const ALPHAS = [0, 0.1, 0.25, 0.5, 1] as const;
const WINDOWS = [1, 10, 50, Infinity] as const;

const fixed = (rate: number): MakeStep => atRate(() => rate);
const single = (step: MakeStep) => (policy: LogLinear) => descent(policy, { step });

function chase(
  { alpha = 0.5, every = 10, fast = fixed(RATE), slow = fixed(RATE * SLOW), ...rest }: Partial<
    ChaseLearnerOptions
  >,
) {
  return (policy: LogLinear) => chaseLearner(policy, { fast, slow, alpha, every, ...rest });
}

const CONTROLS: Readonly<Record<string, RegretMethod>> = {
  "dpo": { title: "DPO", group: "DPO", start: single(fixed(RATE)) },
  "dpo-0.1": { title: "DPO at a tenth of the rate", group: "control", start: single(fixed(0.1)) },
  "dpo-slow": {
    title: "DPO at the slow module's rate, a single module",
    group: "control",
    start: single(fixed(RATE * SLOW)),
  },
  "dpo-twice": { title: "DPO at twice the rate", group: "control", start: single(fixed(2)) },
  "dpo-decay": {
    title: "DPO at the rate 3/√t",
    group: "control",
    start: single(atRate((t) => 3 * RATE / Math.sqrt(t))),
  },
  "dpo-adagrad": {
    title: "DPO by AdaGrad, in a ball of radius 20",
    group: "control",
    start: single(adaGrad({ radius: 20, rate: 1 })),
  },
  "dpo-ema": {
    title: "DPO, a moving average of its points (0.97)",
    group: "control",
    start: (policy) => averaged(single(fixed(RATE))(policy), emaWeight(0.97)),
  },
  "dpo-polyak": {
    title: "DPO, the mean of its points",
    group: "control",
    start: (policy) => averaged(single(fixed(RATE))(policy), polyakWeight),
  },
};

/** Name of the chase with a weight and a window. */
export function chaseName(alpha: number, every: number): string {
  return every === Infinity ? `ofs-a${alpha}-no-swap` : `ofs-a${alpha}-k${every}`;
}

const CHASES = ALPHAS.flatMap((alpha) =>
  WINDOWS.map((every) => {
    const roles = every === Infinity ? "roles stay" : `roles may swap every ${every} rounds`;
    const method: RegretMethod = {
      title: `the chase, α = ${alpha}, ${roles}`,
      group: "chase",
      start: chase({ alpha, every }),
    };
    return [chaseName(alpha, every), method] as const;
  })
);

const ABLATIONS: Readonly<Record<string, RegretMethod>> = {
  "ofs-equal-rates": {
    title: "the chase, α = 0.5, both modules at one rate: they never separate",
    group: "ablation",
    start: chase({ slow: fixed(RATE) }),
  },
  "ofs-raw": {
    title: "the chase, α = 0.5, L_S as in the paper, without a clamp",
    group: "ablation",
    start: chase({ bound: -Infinity }),
  },
};

/** Methods by name. */
export const ONLINE_REGRET_METHODS: Readonly<Record<string, RegretMethod>> = {
  ...CONTROLS,
  ...Object.fromEntries(CHASES),
  ...ABLATIONS,
};

/** A method by its name.
 *
 * @throws {RangeError} If there is none.
 */
export function onlineRegretMethod(name: string): RegretMethod {
  if (Object.hasOwn(ONLINE_REGRET_METHODS, name)) return ONLINE_REGRET_METHODS[name]!;
  throw new RangeError(
    `Cannot find a method as its name must be one of ${
      Object.keys(ONLINE_REGRET_METHODS).join(", ")
    }: current value is "${name}"`,
  );
}
