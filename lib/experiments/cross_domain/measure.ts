/** What a served policy is worth on every domain. */
import type { Model } from "../../model/mod.ts";
import { evaluatePolicy, referencePoint } from "../in_domain/evaluate_policy.ts";
import type { ReferencePoint } from "../in_domain/evaluation.ts";
import type { Instruments } from "../in_domain/instruments.ts";
import type { CrossWorld, Domain, Served } from "./types.ts";

/** Numbers by `metric/domain`. */
export type DomainMetrics = Readonly<Record<string, number>>;

/** Measures policies on the domains of a world. */
export interface Measuring {
  /** What the reference is worth. */
  readonly before: DomainMetrics;
  /** What a policy makes of every domain's held-out pairs. */
  pairs(served: Served): Promise<DomainMetrics>;
  /** The same, and what it writes, where domains have prompts. */
  whole(served: Served): Promise<DomainMetrics>;
}

/** What is measured with. */
export interface MeasureOptions {
  readonly model: Model;
  readonly eos: number;
  readonly beta: number;
  readonly instruments: Instruments;
}

/** Measures the reference, against which policies are held. */
export async function measuring(
  { domains }: CrossWorld,
  options: MeasureOptions,
): Promise<Measuring> {
  const points: ReferencePoint[] = [];
  const before: Record<string, number> = {};
  for (const domain of domains) {
    const { point, evaluation } = await referencePoint({ ...options, world: domain });
    points.push(point);
    Object.assign(before, named(evaluation.metrics, domain));
  }
  const over = async (worlds: readonly Domain[], served: Served) => {
    const found: Record<string, number> = {};
    for (const [i, world] of worlds.entries()) {
      const { metrics } = await evaluatePolicy(
        { ...options, world },
        points[i]!,
        served.adapterOf(i),
      );
      Object.assign(found, named(metrics, world));
    }
    return found;
  };
  const silent = domains.map(withoutSamples);
  return {
    before,
    pairs: (served) => over(silent, served),
    whole: (served) => over(domains, served),
  };
}

function withoutSamples({ samples: _, ...domain }: Domain): Domain {
  return domain;
}

function named(metrics: DomainMetrics, { name }: Domain): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).map(([metric, value]) => [`${metric}/${name}`, value]),
  );
}
