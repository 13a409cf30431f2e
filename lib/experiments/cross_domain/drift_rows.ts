/** Regret where wishes change, as rows. */
import type { MetricRow } from "../../base/mod.ts";
import { unlessDiverged } from "../in_domain/unless_diverged.ts";
import type { CrossDomainOptions } from "./cross_domain.ts";
import { driftComparators, driftRegret } from "./drift_regret.ts";
import { metricRows } from "../in_domain/metric_rows.ts";
import type { ContinualOptions, CrossWorld, Lesson } from "./types.ts";

/** In-domain methods whose modules' regret is measured, by the method that combines them. */
const LEARNERS = { "cofs-dpo": "ofs-dpo", "codpo": "dpo" } as const;

/** Regret of modules on the domains that drift. */
export async function driftRows(
  { world: { seed, domains }, lessons }: {
    readonly world: CrossWorld;
    readonly lessons: readonly Lesson[];
  },
  { methods, settings, ...options }:
    & Omit<ContinualOptions, "settings">
    & Pick<CrossDomainOptions, "methods" | "settings">,
): Promise<MetricRow[]> {
  const rows: MetricRow[] = [];
  const learners = Object.entries(LEARNERS).filter(([name]) => methods.includes(name));
  for (const [at, { name, drifts }] of domains.entries()) {
    // It is there to tell learners apart.
    if (!drifts || learners.length < 2) continue;
    const { lr } = settings.codpo ?? settings["cofs-dpo"]!;
    const comparators = await unlessDiverged(() =>
      driftComparators(lessons[at]!.rounds, { ...options, lr })
    );
    if (!comparators) continue;
    for (const [combination, method] of learners) {
      const recipe = { method, settings: settings[combination]! };
      const played = await unlessDiverged(() => options.modules.played(recipe, at));
      if (!played) continue;
      const found = Object.entries(driftRegret(played, comparators));
      const named = Object.fromEntries(
        found.map(([metric, value]) => [`${metric}/${name}`, value]),
      );
      rows.push(...metricRows(combination, seed, domains.length, named));
    }
  }
  return rows;
}
