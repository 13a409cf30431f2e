/** What a served policy is worth on every domain. */
import type { Adapter } from "../../adapter/mod.ts";
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
  /** What a policy is worth on every domain; `last` draws samples too, where domains have prompts. */
  of(served: Served, options: { readonly last: boolean }): Promise<DomainMetrics>;
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
  return {
    before,
    async of(served, { last }) {
      const found: Record<string, number> = {};
      for (const [i, domain] of domains.entries()) {
        const adapter: Adapter = served.adapterOf(i);
        const measured = { ...options, world: last ? domain : withoutSamples(domain) };
        const { metrics } = await evaluatePolicy(measured, points[i]!, adapter);
        Object.assign(found, named(metrics, domain));
      }
      return found;
    },
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
