/** Every method on every kind of stream. */
import type { MetricRow } from "../../base/mod.ts";
import { pairAccuracy } from "../../evaluate/mod.ts";
import { bestInHindsight, type Chase, type Learner, type LogLinear } from "../../regret/mod.ts";
import { metricRows } from "../in_domain/metric_rows.ts";
import { onlineRegretMethod } from "./learners.ts";
import { comparedPolicy, lengthOf, sum } from "./measured.ts";
import type { RegretSizes } from "./sizes.ts";
import { LINEAR_WORLDS, type LinearWorld, linearWorld } from "./worlds.ts";

/** Radius of the ball that the best point is looked for in: about twice the length of a truth, which is about √20. */
const RADIUS = 10;

/** All methods of one seed on all kinds of streams; metrics carry the kind before a slash. */
export function tablePart(
  seed: number,
  sizes: RegretSizes,
  methods: readonly string[],
): MetricRow[] {
  const policy = comparedPolicy();
  return Object.keys(LINEAR_WORLDS).flatMap((name) => {
    const world = linearWorld(name, seed, sizes);
    const best = bestOf(policy, world);
    return methods.flatMap((method) => {
      const found = metricsOf(policy, onlineRegretMethod(method).start(policy), world, best);
      const named = Object.entries(found).map(([metric, value]) => [`${name}/${metric}`, value]);
      return metricRows(method, seed, sizes.rounds, Object.fromEntries(named));
    });
  });
}

/** What the best fixed point pays, and what the best points of blocks do. */
interface Best {
  readonly fixed: number;
  readonly moving: number | undefined;
}

function bestOf(policy: LogLinear, { rounds, block }: LinearWorld): Best {
  const total = (part: readonly Float64Array[]) =>
    bestInHindsight(policy, part, { radius: RADIUS }).total;
  const starts = rounds.map((_, t) => t).filter((t) => t % block === 0);
  return {
    fixed: total(rounds),
    moving: starts.length > 1
      ? sum(starts.map((t) => total(rounds.slice(t, t + block))))
      : undefined,
  };
}

function metricsOf(
  policy: LogLinear,
  learner: Learner | Chase,
  { rounds, heldOut, heldOutBefore }: LinearWorld,
  { fixed, moving }: Best,
): Record<string, number> {
  const [F, S]: [number[], number[]] = [[], []];
  for (const round of rounds) {
    F.push(policy.loss(learner.play(), round));
    if ("modules" in learner) S.push(policy.loss(learner.modules().S, round));
    learner.update(round);
  }
  const theta = learner.play();
  const paid = sum(F);
  return {
    accuracy: pairAccuracy(policy.margins(theta, heldOut)),
    loss: paid / rounds.length,
    regret: paid - fixed,
    norm_F: lengthOf(theta),
    ...(moving === undefined ? {} : {
      accuracy_before: pairAccuracy(policy.margins(theta, heldOutBefore)),
      dynamic_regret: paid - moving,
    }),
    ...("modules" in learner
      ? {
        norm_S: lengthOf(learner.modules().S),
        loss_S: sum(S) / rounds.length,
        loss_better: sum(F.map((loss, t) => Math.min(loss, S[t]!))) / rounds.length,
      }
      : {}),
  };
}
