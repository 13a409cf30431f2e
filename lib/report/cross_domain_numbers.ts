/** Samples, weights and regret of the cross-domain experiment. */
import { summarise } from "../evaluate/mod.ts";
import type { CrossDomainResult } from "../experiments/mod.ts";
import type { ReportSection } from "./content.ts";
import { namesOf } from "./cross_domain_methods.ts";
import { intervalOf } from "./interval_of.ts";

/** Rewards of fresh samples at the end, where domains have prompts. */
export function rewardSections({ rows, domains }: CrossDomainResult): ReportSection[] {
  const summary = summarise(rows);
  const metrics = domains.map((domain) => `reward_logit/${domain}`);
  if (!rows.some(({ metric }) => metrics.includes(metric))) return [];
  return [{
    title: "Samples at the end",
    text:
      "Mean reward of one fresh sample a prompt in nats of log-odds, and how far the policy is from the reference there (KL, in nats a text).",
    table: namesOf(rows).map((method) => ({
      method,
      ...Object.fromEntries(domains.flatMap((domain) => [
        [`reward on ${domain}`, intervalOf(summary, method, `reward_logit/${domain}`)],
        [`KL on ${domain}`, intervalOf(summary, method, `kl/${domain}`)],
      ])),
    })),
  }];
}

/** The weights that combinations ended with. */
export function weightsSection({ rows, domains }: CrossDomainResult): ReportSection | undefined {
  const summary = summarise(rows);
  const combined = namesOf(rows).filter((name) =>
    rows.some(({ method, metric }) => method === name && metric.startsWith("weight/"))
  );
  if (combined.length === 0) return undefined;
  return {
    title: "Weights at the end",
    text: "λ of each domain's module in the combination that is served after the last domain.",
    table: combined.map((method) => ({
      method,
      ...Object.fromEntries(
        domains.map((domain) => [domain, intervalOf(summary, method, `weight/${domain}`)]),
      ),
    })),
  };
}

/** Regret on domains whose wishes change while their stream goes by. */
export function driftSection({ rows, domains }: CrossDomainResult): ReportSection | undefined {
  const summary = summarise(rows);
  const drifting = domains.filter((domain) =>
    rows.some(({ metric }) => metric === `dynamic_regret/${domain}`)
  );
  if (drifting.length === 0) return undefined;
  const methods = namesOf(rows).filter((name) =>
    rows.some(({ method, metric }) => method === name && metric.startsWith("dynamic_regret/"))
  );
  return {
    title: "Regret where wishes drift",
    text:
      "What the module of a drifting domain paid while it learnt, in nats a round, above two comparators: one module fitted to the whole stream (or the reference, where that pays less), and one that moves, fitted to each quarter of the stream by itself. Comparators have seen the pairs that they are judged by; better ones may exist, so that both are lower bounds.",
    table: methods.map((method) => ({
      "modules of": method,
      ...Object.fromEntries(drifting.flatMap((domain) => [
        [`static regret on ${domain}`, intervalOf(summary, method, `static_regret/${domain}`)],
        [`dynamic regret on ${domain}`, intervalOf(summary, method, `dynamic_regret/${domain}`)],
      ])),
    })),
  };
}
