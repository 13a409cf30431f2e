/** Regret of what each method played on one stream. */
import type { Adapter } from "../../adapter/mod.ts";
import { type MetricRow, tf } from "../../base/mod.ts";
import { dpo } from "../../losses/mod.ts";
import { regret } from "../../regret/mod.ts";
import type { Round } from "./batches.ts";
import type { InDomainOptions } from "./in_domain.ts";
import { lossesOf } from "./losses_of.ts";
import { offlineFit } from "./offline_fit.ts";
import type { Stores, TimedRun } from "./stores.ts";
import { unlessDiverged } from "./unless_diverged.ts";

/** Rates of the offline fits, over that of DPO. */
const OFFLINE = { "offline": 1, "offline-slower": 1 / 3 } as const;

/**
 * Regret against the best fixed adapter among the last ones of all runs, fits to the whole stream, and the reference. There
 * may be a better one: what comes out is a lower bound.
 */
export async function regretOfSeed(
  options: InDomainOptions,
  { comparators: store }: Stores,
  rounds: readonly Round[],
  { runs, seed, tell }: {
    readonly runs: Readonly<Record<string, TimedRun>>;
    readonly seed: number;
    readonly tell: (note: string) => void;
  },
): Promise<{ rows: MetricRow[]; best: string }> {
  const { model, lora, beta, settings, eos } = options;
  const loss = dpo({ beta });
  // DPO's loss where the policy has not moved.
  const comparators: Record<string, readonly number[]> = {
    reference: rounds.map(() => Math.LN2),
  };
  const measure = async (name: string, make: () => Promise<Adapter>) => {
    tell(`regret: ${name}`);
    const place = `${seed}/${name}`;
    const known = await store.load(place);
    const adapter = known?.adapter ?? await make();
    const losses = known?.losses ?? await lossesOf(model, adapter, rounds, loss);
    if (!known) await store.save(place, { losses, adapter });
    comparators[name] = losses;
    return adapter;
  };
  for (const [name, { adapter }] of Object.entries(runs)) {
    const used = await measure(name, () => Promise.resolve(adapter));
    if (used !== adapter) tf.dispose(used.weights);
  }
  const { lr } = settings.dpo ?? Object.values(settings)[0]!;
  for (const [name, share] of Object.entries(OFFLINE)) {
    const fit = { lora, loss, lr: lr * share, seed, padId: eos };
    // A fit that diverged is no comparator.
    const used = await unlessDiverged(() => measure(name, () => offlineFit(model, rounds, fit)));
    if (used) tf.dispose(used.weights);
  }
  const rows: MetricRow[] = [];
  let best = "";
  for (const [method, { played }] of Object.entries(runs)) {
    const found = regret({ played, comparators });
    best = found.best;
    found.curve.forEach((value, t) =>
      rows.push({ method, seed, step: t + 1, metric: "regret", value })
    );
  }
  return { rows, best };
}
