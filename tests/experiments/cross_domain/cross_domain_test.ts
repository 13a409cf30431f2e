import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import {
  CROSS_DOMAIN_METHODS,
  crossDomain,
  type CrossDomainOptions,
} from "../../../lib/experiments/mod.ts";
import { assertClose, noLeaks } from "../../_support.ts";
import { LORA, model, tokenizer } from "../in_domain/_world.ts";
import { CONTINUAL, MEMORY, sizes, worlds } from "./_cross_world.ts";

const options: CrossDomainOptions = {
  model,
  eos: tokenizer.eos,
  world: worlds,
  beta: 0.1,
  rounds: sizes.rounds,
  lora: LORA,
  methods: Object.keys(CROSS_DOMAIN_METHODS),
  settings: CONTINUAL,
  memory: MEMORY,
  seeds: [0],
};
const result = await crossDomain(options);
const valueOf = (method: string, step: number, metric: string) =>
  result.rows.find((row) => row.method === method && row.step === step && row.metric === metric)
    ?.value;

Deno.test("crossDomain() measures every method on every domain after each of them", () => {
  deepEqual(result.domains, ["praise", "plain", "drift"]);
  for (const method of options.methods) {
    for (const step of [0, 1, 2, 3]) {
      for (const domain of result.domains) {
        const accuracy = valueOf(method, step, `accuracy/${domain}`);
        ok(accuracy !== undefined && accuracy >= 0 && accuracy <= 1, `${method} ${step} ${domain}`);
      }
    }
    for (const metric of ["average", "forgetting", "backward_transfer", "newest", "kl/plain"]) {
      ok(Number.isFinite(valueOf(method, 3, metric)), `${method} has no ${metric}`);
    }
  }
  deepEqual(result.diverged, {});
});

Deno.test("after one domain, methods that are the same until then have the same figures", () => {
  const alike = [["seq-dpo", "replay", "ewc", "joint", "codpo", "average-dpo"], [
    "seq-ofs",
    "cofs-dpo",
    "average",
    "cofs-factor",
    "cofs-linear",
    "cofs-detect",
    "oracle",
  ]];
  for (const [first, ...others] of alike) {
    for (const other of others) {
      const figures = (method: string) =>
        result.domains.map((domain) => valueOf(method, 1, `heldout_loss/${domain}`)!);
      assertClose(figures(other), figures(first!), 2e-5, { what: `${other} against ${first}` });
    }
  }
});

Deno.test("after two domains, they no longer have", () => {
  const figure = (method: string) => valueOf(method, 2, "heldout_loss/praise");
  const all = ["seq-dpo", "replay", "ewc", "joint", "average-dpo"].map(figure);
  equal(new Set(all).size, all.length);
});

Deno.test("weights of a combination are told: they sum to 1 on the simplex, and an average's are equal", () => {
  const weights = (method: string) =>
    result.domains.map((domain) => valueOf(method, 3, `weight/${domain}`)!);
  assertClose([weights("cofs-dpo").reduce((a, b) => a + b)], [1], 1e-9);
  assertClose(weights("average"), [1 / 3, 1 / 3, 1 / 3], 1e-12);
  deepEqual(weights("cofs-svd"), weights("cofs-dpo"));
});

Deno.test("a look supports no claim", async () => {
  const { claims } = await crossDomain({
    ...options,
    methods: ["cofs-dpo", "average"],
    mayBeSupported: false,
  });
  ok(claims.length > 0);
  ok(claims.every(({ verdict }) => verdict !== "supported"));
});

Deno.test("crossDomain() goes on from its folder and has the same rows", async () => {
  const out = await Deno.makeTempDir();
  const some = { ...options, methods: ["cofs-dpo", "seq-dpo"], out };
  const first = await crossDomain({ ...some, methods: ["cofs-dpo"] });
  const whole = await crossDomain(some);
  const own = whole.rows.filter(({ method }) => method === "cofs-dpo");
  deepEqual(own, first.rows.filter(({ method }) => method === "cofs-dpo"));
  await rejects(crossDomain({ ...some, beta: 0.2 }), {
    name: "RangeError",
    message: /beta was 0.1, is 0.2/,
  });
  await Deno.remove(out, { recursive: true });
});

Deno.test("a method that diverges has no rows, and costs the others none", async () => {
  const wild = { ...CONTINUAL["cofs-dpo"]!, lr: 1e30 };
  const { rows, diverged } = await crossDomain({
    ...options,
    methods: ["cofs-dpo", "average", "seq-dpo"],
    settings: { ...CONTINUAL, "cofs-dpo": wild, average: wild },
  });
  deepEqual(diverged, { "cofs-dpo": [0], "average": [0] });
  deepEqual([...new Set(rows.map(({ method }) => method))], ["reference", "seq-dpo"]);
});

Deno.test("modules on top of the combination have weights of their own after the first domain", () => {
  const weight = (step: number, domain: string) =>
    valueOf("cofs-on-top", step, `weight/${domain}`)!;
  ok(weight(3, "drift") >= -1.5 && weight(3, "drift") <= 1.5);
  ok(
    valueOf("cofs-on-top", 3, "heldout_loss/plain") !==
      valueOf("cofs-free", 3, "heldout_loss/plain"),
  );
});

Deno.test("where no loss rises, the drift test finds one stretch", () => {
  deepEqual([1, 2, 3].map((step) => valueOf("cofs-detect", step, "stretches")), [1, 1, 1]);
});

Deno.test("regret is told for the domain that drifts, and for no other", () => {
  const told = result.rows.filter(({ metric }) => metric.startsWith("dynamic_regret/"));
  deepEqual(told.map(({ method, metric }) => [method, metric]), [
    ["cofs-dpo", "dynamic_regret/drift"],
    ["codpo", "dynamic_regret/drift"],
  ]);
  ok(told.every(({ value }) => Number.isFinite(value)));
});

Deno.test("SFR is the fall of the samples' grade on the first domain", () => {
  for (const method of ["cofs-dpo", "seq-dpo"]) {
    const grade = (step: number) => valueOf(method, step, "reward_logit/praise")!;
    equal(valueOf(method, 3, "sfr"), grade(1) - grade(3));
  }
});

Deno.test("crossDomain() refuses a method without settings", async () => {
  await rejects(crossDomain({ ...options, settings: {} }), {
    name: "RangeError",
    message: /Cannot run "cofs-dpo" as there are no settings for "cofs-dpo"/,
  });
});

Deno.test("crossDomain() refuses a method that is unknown or named twice", async () => {
  await rejects(crossDomain({ ...options, methods: ["nonesuch"] }), {
    message: /Cannot run the method "nonesuch"/,
  });
  await rejects(crossDomain({ ...options, methods: ["ewc", "ewc"] }), {
    message: /Cannot run "ewc" twice/,
  });
});

Deno.test("crossDomain() leaves no tensor behind", async () => {
  await noLeaks(() => crossDomain({ ...options, methods: ["cofs-dpo", "ewc", "oracle"] }));
});
