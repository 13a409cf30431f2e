import { deepEqual, match } from "node:assert/strict";
import type { MetricRow } from "../../../lib/base/mod.ts";
import { onlineClaims } from "../../../lib/experiments/online/mod.ts";

/** Rows of a method whose reward climbs in a line to `reward` at a KL of `kl`, on several seeds. */
function rowsOf(method: string, reward: number, kl: number, seeds = 5): MetricRow[] {
  return Array.from({ length: seeds }, (_, seed) =>
    [0, 10, 20].flatMap((step) => {
      const at = (metric: string, value: number) => ({ method, seed, step, metric, value });
      const gained = (reward + 0.001 * seed - 0.5) * step / 20;
      return [
        at("reward", 0.5 + gained),
        at("objective", 4 * gained),
        at("kl", kl * (step / 20) ** 2),
      ];
    })).flat();
}

function verdicts(rows: readonly MetricRow[], mayBeSupported = true): Record<string, string> {
  return Object.fromEntries(
    onlineClaims(rows, { mayBeSupported }).map(({ id, verdict }) => [id, verdict]),
  );
}

Deno.test("onlineClaims() judges what every interval shows, each contest by reward, objective and KL", () => {
  const rows = [
    ...rowsOf("dpo", 0.6, 2),
    ...rowsOf("online-dpo", 0.8, 3),
    ...rowsOf("online-ofs-dpo", 0.7, 30),
  ];
  deepEqual(verdicts(rows), {
    "online-beats-offline": "supported",
    "online-beats-offline-objective": "supported",
    "online-beats-offline-at-no-more-kl": "supported",
    "online-ofs-beats-online-dpo": "not supported",
    "online-ofs-beats-online-dpo-objective": "not supported",
    "online-ofs-beats-online-dpo-at-no-more-kl": "not supported",
  });
});

Deno.test("onlineClaims() says what is claimed and the figures behind it", () => {
  const [claim, , kl] = onlineClaims([...rowsOf("dpo", 0.6, 2), ...rowsOf("online-dpo", 0.8, 3)]);
  match(claim!.claim, /^Online DPO ends with a higher reward than offline DPO\.$/);
  match(
    claim!.evidence,
    /^online-dpo − dpo: 0\.2 \[0\.2, 0\.2\] at a KL of 1 \[1, 1\] more; seeds: 5$/,
  );
  match(kl!.claim, /^At equal reward online DPO is no further from the reference than offline DPO/);
});

Deno.test("onlineClaims() never supports a claim by two seeds, or by a look", () => {
  const of = (
    seeds: number,
  ) => [...rowsOf("dpo", 0.6, 2, seeds), ...rowsOf("online-dpo", 0.8, 3, seeds)];
  for (const found of [verdicts(of(2)), verdicts(of(5), false)]) {
    deepEqual(new Set(Object.values(found)), new Set(["inconclusive"]));
  }
});

Deno.test("onlineClaims() is silent where one of the two methods did not run", () => {
  deepEqual(onlineClaims(rowsOf("online-ofs-dpo", 0.8, 2)), []);
});
