import type { MetricRow } from "../base/mod.ts";
import { mean } from "../evaluate/mod.ts";

/** Rows of `metric/DOMAIN` as rows of `metric`: means over the domains, each measured at the same steps. */
export function overDomains(
  rows: readonly MetricRow[],
  domains: readonly string[],
): MetricRow[] {
  const all = domains.flatMap((domain) =>
    rows.filter(({ metric }) => metric.endsWith(`/${domain}`))
      .map((row) => ({ ...row, metric: row.metric.slice(0, -domain.length - 1) }))
  );
  const groups = Map.groupBy(
    all,
    ({ method, seed, step, metric }) => [method, seed, step, metric].join(),
  );
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    value: mean(group.map(({ value }) => value)),
  }));
}
