/** Claims about the chase's regret on the convex surrogate. */
import type { MetricRow } from "../../base/mod.ts";
import { pairedInterval } from "../../evaluate/mod.ts";
import { type Claim, digits, judge, shown } from "../in_domain/claim.ts";
import { joint, RISK } from "./chase_claims.ts";

/** What the chase is made of without it: either module alone, and both with their swaps. */
const PARTS: Readonly<Record<string, string>> = {
  "ogd": "fast rate alone",
  "ogd-slow": "slow rate alone",
  "ofs-a0": "swaps alone",
};

/** Where no theorem applies: measured at the last T that all seeds reached. */
export function chaseRegret(rows: readonly MetricRow[]): Claim[] {
  const own = rows.filter(({ metric }) => metric === "bound/regret");
  const seeds = new Set(own.map(({ seed }) => seed)).size;
  const at = (method: string, T: number) =>
    own.filter((row) => row.method === method && row.step === T).map(({ value }) => value);
  const last = own.map(({ step }) => step).filter((T) => at("ogd", T).length === seeds).at(-1);
  if (last === undefined) return [];
  const rivals = Object.keys(PARTS).filter((name) => at(name, last).length === seeds);
  const level = 1 - RISK / rivals.length;
  return ["ofs-a0.1", "ofs-a0.5"].map((method) => {
    const found = rivals.map((rival) => {
      const interval = pairedInterval(at(method, last), at(rival, last), { level });
      return { rival, interval, verdict: judge({ interval, seeds }, { direction: "less" }) };
    });
    const figures = found.map(({ rival, interval }) => `− ${PARTS[rival]}: ${shown(interval)}`);
    return {
      id: `${method.replace(".", "-")}-lower-regret`,
      claim: `α > 0, measured only: the chase with α = ${
        method.slice("ofs-a".length)
      } has a lower regret than what it is made of, either module alone and both that swap roles without a chase.`,
      verdict: joint(found.map(({ verdict }) => verdict)),
      evidence: `at T = ${last}, in nats, chase ${figures.join("; ")}; each interval at ${
        digits(100 * level)
      } % (Bonferroni), seeds: ${seeds}`,
    };
  });
}
