import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import type { MetricRow } from "../../../lib/base/mod.ts";
import { inDomainClaims } from "../../../lib/experiments/in_domain/mod.ts";

/** Rows of a method whose reward climbs in a line to `reward` at a KL of `kl`, on several seeds. */
function rowsOf(
  method: string,
  { reward, kl, slope, regret }: Record<"reward" | "kl" | "slope" | "regret", number>,
  seeds = 5,
): MetricRow[] {
  const rows: MetricRow[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const add = (step: number, metric: string, value: number) =>
      rows.push({ method, seed, step, metric, value });
    const noise = 0.001 * seed;
    [0, 10, 20].forEach((step) => {
      add(step, "reward", 0.5 + (reward + noise - 0.5) * step / 20);
      add(step, "kl", kl * (step / 20) ** 2);
    });
    for (let step = 0; step < 20; step++) {
      add(step, "slope_F", step === 0 ? 0.05 : slope + noise * (step % 2));
    }
    add(20, "regret", regret + noise);
    if (method === "ofs-dpo") add(0, "floor", 0.005);
  }
  return rows;
}

const dpo = { reward: 0.6, kl: 2, slope: 0.01, regret: 4 };

function verdicts(rows: readonly MetricRow[]): Record<string, string> {
  return Object.fromEntries(inDomainClaims(rows).map(({ id, verdict }) => [id, verdict]));
}

Deno.test("inDomainClaims() supports what every interval shows", () => {
  const better = { reward: 0.8, kl: 3, slope: 0.03, regret: 2 };
  deepEqual(verdicts([...rowsOf("dpo", dpo), ...rowsOf("ofs-dpo", better)]), {
    "beats-dpo": "supported",
    "keeps-gradient": "supported",
    "lower-regret": "supported",
    "no-worse-kl": "supported",
  });
});

Deno.test("inDomainClaims() does not support what came out the other way", () => {
  const worse = { reward: 0.55, kl: 5, slope: 0.001, regret: 6 };
  deepEqual(verdicts([...rowsOf("dpo", dpo), ...rowsOf("ofs-dpo", worse)]), {
    "beats-dpo": "not supported",
    "keeps-gradient": "not supported",
    "lower-regret": "not supported",
    "no-worse-kl": "not supported",
  });
});

Deno.test("inDomainClaims() never supports a claim by two seeds", () => {
  const better = { reward: 0.8, kl: 3, slope: 0.03, regret: 2 };
  const found = verdicts([...rowsOf("dpo", dpo, 2), ...rowsOf("ofs-dpo", better, 2)]);
  deepEqual(new Set(Object.values(found)), new Set(["inconclusive"]));
});

Deno.test("one control that OFS-DPO does not beat ends the claim about all of them", () => {
  const own = { reward: 0.8, kl: 3, slope: 0.03, regret: 2 };
  const rows = [
    ...rowsOf("dpo", dpo),
    ...rowsOf("ofs-dpo", own),
    ...rowsOf("dpo-ema", { ...own, reward: 0.9 }),
    ...rowsOf("dpo-twice", dpo),
  ];
  equal(verdicts(rows)["beats-every-control"], "not supported");
  const claim = inDomainClaims(rows).find(({ id }) => id === "beats-every-control")!;
  match(claim.evidence, /dpo-ema: −0\.1.*dpo-twice: 0\.2/);
});

Deno.test("a claim about m controls takes each interval at 1 − 0.05/m", () => {
  const own = { reward: 0.8, kl: 3, slope: 0.03, regret: 2 };
  // Differences to the controls of 0.01 by seed with a spread: clear at 95 %, not at 99 %.
  const scattered = (method: string) =>
    rowsOf(method, own).map((row) =>
      row.metric === "reward" && row.step === 20
        ? { ...row, value: row.value - 0.01 - 0.007 * Math.sign(row.seed - 2) }
        : row
    );
  const rows = (controls: readonly string[]) => [
    ...rowsOf("dpo", dpo),
    ...rowsOf("ofs-dpo", own),
    ...controls.flatMap(scattered),
  ];
  const [one, five] = [
    ["dpo-ema"],
    ["dpo-ema", "dpo-twice", "dpo-decay", "dpo-polyak", "dpo-lr-alpha"],
  ].map((controls) =>
    inDomainClaims(rows(controls!)).find(({ id }) => id === "beats-every-control")!
  );
  equal(one!.verdict, "supported");
  doesNotMatch(one!.evidence, /Bonferroni/);
  equal(five!.verdict, "inconclusive");
  match(five!.evidence, /each interval is at 99 %, so that all 5 hold at 95 % \(Bonferroni\)$/);
  // t₄ at 0.995 is 4.6041: half of the interval of differences with s = 0.007 over 5 seeds.
  const half = 4.604094871349993 * 0.007 / Math.sqrt(5);
  match(five!.evidence, new RegExp(`dpo-ema: 0.01 \\[−${(half - 0.01).toPrecision(3)}, `));
});

Deno.test("inDomainClaims() compares KL at equal reward, not at the end", () => {
  // Twice the reward gain for twice the KL: at DPO's reward both have paid the same.
  const further = { reward: 0.7, kl: 4, slope: 0.03, regret: 2 };
  const rows = [...rowsOf("dpo", dpo), ...rowsOf("ofs-dpo", further)];
  equal(verdicts(rows)["no-worse-kl"], "supported");
});

Deno.test("a gradient that has not vanished cannot be kept", () => {
  const own = { reward: 0.8, kl: 3, slope: 0.06, regret: 2 };
  const rows = [...rowsOf("dpo", { ...dpo, slope: 0.04 }), ...rowsOf("ofs-dpo", own)];
  equal(verdicts(rows)["keeps-gradient"], "inconclusive");
  const claim = inDomainClaims(rows).find(({ id }) => id === "keeps-gradient")!;
  match(claim.evidence, /DPO's did not clearly vanish: it ended at 0\.8/);
});

Deno.test("inDomainClaims() is silent where one of the two methods did not run", () => {
  deepEqual(inDomainClaims(rowsOf("dpo", dpo)), []);
});
