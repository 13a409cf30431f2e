import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { key } from "../../lib/base/mod.ts";
import { parseConfig } from "../../lib/model/mod.ts";
import { watched } from "../../scripts/bench/disturbance.ts";
import { againstDpo, medianFigures, parityOf, trainFigures } from "../../scripts/bench/figures.ts";
import { sequenceLength } from "../../lib/tokens/mod.ts";
import { stepFlops } from "../../scripts/bench/flops.ts";
import { type Entrant, measure, type Sides } from "../../scripts/bench/measure.ts";
import { bestThreads } from "../../scripts/bench/peer_threads.ts";
import { isQuiet, ofsRows } from "../../scripts/bench/result.ts";
import { randomPairs } from "../../scripts/bench/rows.ts";
import type { TrainCase, TrainOutcome, Workload } from "../../scripts/bench/types.ts";
import { workOf } from "../../scripts/bench/work.ts";
import { parametersOf } from "../../scripts/bench/workloads.ts";
import { parameterShapes } from "../../lib/model/mod.ts";
import { makeWorld, type Ran, type World } from "./_world.ts";

/** One block of width 2 with a feed-forward of 3, five words. */
const CONFIG = parseConfig({
  model_type: "gpt2",
  n_layer: 1,
  n_embd: 2,
  n_inner: 3,
  n_head: 1,
  n_positions: 8,
  vocab_size: 5,
});
const LORA = { rank: 1, alpha: 1, targets: ["c_attn"], rankStabilised: false };
const PAIR = {
  row: 0,
  prompt: Int32Array.of(1, 2),
  chosen: Int32Array.of(3),
  rejected: [Int32Array.of(3, 4)],
};
/** Maps 2·(2·6 + 2·2 + 2·3 + 3·2) = 56 for each of 5 tokens; 4·2 for each of the 3 + (2 + 1) + (4 + 3) = 13 pairs of places; 2·2·5 for each of 3 completion tokens. */
const FORWARD = 56 * 5 + 8 * 13 + 20 * 3;
/** Factors: forward 2·(2 + 6), backward 2·(2 + 2·6) for each token. */
const FACTORS = (16 + 28) * 5;
/** All but c_attn, to whose input no gradient goes: 2·(2·2 + 2·3 + 3·2) = 32; attention twice its forward pass; the head once. */
const BACKWARD = 32 * 5 + 16 * 13 + 20 * 3;

Deno.test("stepFlops() counts one pair as by hand", () => {
  equal(sequenceLength(PAIR), 5);
  equal(stepFlops(CONFIG, LORA, [PAIR]), FORWARD + FACTORS + BACKWARD);
  equal(stepFlops(CONFIG, LORA, [PAIR], { reference: true }), 2 * FORWARD + FACTORS + BACKWARD);
  equal(
    stepFlops(CONFIG, LORA, [PAIR, PAIR], { modules: 3 }),
    6 * (FORWARD + FACTORS + BACKWARD),
  );
});

Deno.test("stepFlops() takes the rank of each map", () => {
  const three = stepFlops(CONFIG, { ...LORA, rankPattern: { c_attn: 3 } }, [PAIR]);
  equal(three, FORWARD + 3 * FACTORS + BACKWARD);
});

Deno.test("stepFlops() passes gradients down to the first adapted map and no further", () => {
  // Adapted is the last map, [3, 2]: only its factors, 2·(3 + 2) forward and 2·(3 + 2·2) backward, and the head.
  const last = stepFlops(CONFIG, { ...LORA, targets: ["mlp.c_proj"] }, [PAIR]);
  equal(last, FORWARD + (10 + 14) * 5 + 20 * 3);
  // A second block passes gradients through all of it: its c_attn's input, too, by way of the map and of its factors.
  const deep = stepFlops({ ...CONFIG, layers: 2 }, LORA, [PAIR]);
  const block = 56 * 5 + 8 * 13 + FACTORS + 4 * 5 + 56 * 5 + 16 * 13;
  equal(deep, FORWARD + FACTORS + BACKWARD + block);
});

Deno.test("workOf() counts the reference in the step that first sees a row", () => {
  const one: TrainCase = {
    kind: "train",
    name: "dpo",
    model: { folder: "" },
    rows: { kind: "equal", count: 2, prompt: 2, answer: 1 },
    method: "dpo",
    batchSize: 1,
    steps: 3,
    warm: 1,
  };
  const { flops, pairs, tokens } = workOf(one, CONFIG, [PAIR, PAIR]);
  deepEqual(pairs, [1, 1, 1]);
  deepEqual(tokens, [5, 5, 5]);
  const all = [FORWARD, FORWARD, 0].map((reference) => reference + flops[2]!);
  ok(flops[2]! > 0);
  equal(flops[0]! - flops[2]!, FORWARD);
  deepEqual(flops, all);
});

Deno.test("parametersOf() is what a model's shapes add up to", () => {
  const spec = { layers: 3, width: 8, heads: 2, vocab: 11, context: 7 };
  const config = parseConfig({
    model_type: "gpt2",
    n_layer: 3,
    n_embd: 8,
    n_head: 2,
    n_positions: 7,
    vocab_size: 11,
  });
  const sizes = Object.values(parameterShapes(config)).map((s) => s.reduce((a, b) => a * b, 1));
  equal(parametersOf(spec), sizes.reduce((a, b) => a + b, 0));
});

Deno.test("randomPairs() draws dialogues that are short enough, as long as HH's on average", () => {
  const pairs = randomPairs({ kind: "dialogues", count: 2000, maxLength: 512 }, 50, key(1));
  const mean = (xs: number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
  ok(
    pairs.every(({ prompt, chosen, rejected }) =>
      prompt.length + Math.max(chosen.length, rejected[0]!.length) <= 512 && chosen.length > 0
    ),
  );
  // Of HH helpful-base's rows of at most 512 tokens, prompts have 122 and answers 51 on average.
  ok(Math.abs(mean(pairs.map(({ prompt }) => prompt.length)) - 122) < 10);
  ok(Math.abs(mean(pairs.map(({ chosen }) => chosen.length)) - 51) < 5);
  deepEqual(
    pairs.slice(0, 5),
    randomPairs({ kind: "dialogues", count: 5, maxLength: 512 }, 50, key(1)),
  );
});

const OUTCOME: TrainOutcome = {
  run_s: 8,
  step_s: [4, 1, 2],
  cpu_s: [8, 10, 14],
  loss: [0.7, 0.6, 0.5],
  peak_rss_mb: 300,
  matmul_flops_per_s: 100,
  versions: {},
};
const WORK = { pairs: [8, 8, 8], tokens: [80, 100, 120], flops: [100, 50, 120] };

Deno.test("trainFigures() has the whole run with all that is done once, and the steps after it", () => {
  const figures = trainFigures(OUTCOME, WORK, 1);
  equal(figures.pairs_per_s, 24 / 8);
  equal(figures.steady_pairs_per_s, (8 / 1 + 8 / 2) / 2);
  equal(figures.tokens_per_s, 300 / 8);
  equal(figures.steady_tokens_per_s, (100 / 1 + 120 / 2) / 2);
  equal(figures.step_ms, 1500);
  equal(figures.step_cpu_ms, 3000);
  equal(figures.first_step_ms, 4000);
  equal(figures.share_of_matmul, 270 / 8 / 100);
  equal(figures.steady_share_of_matmul, (50 / 1 + 120 / 2) / 2 / 100);
});

Deno.test("medians, parity and the cost of two modules are what they say", () => {
  deepEqual(medianFigures([{ a: 3 }, { a: 1 }, { a: 2 }]), { a: 2 });
  deepEqual(medianFigures([{ a: 3 }, { a: 1 }]), { a: 2 });
  const { steps, largest_loss_difference } = parityOf([1, 2, 3], [1, 2.5]);
  deepEqual([steps, largest_loss_difference], [2, 0.5]);
  const { against_one_dpo_step, against_two_dpo_steps } = againstDpo({ step_ms: 30 }, {
    step_ms: 20,
  });
  deepEqual([against_one_dpo_step, against_two_dpo_steps], [1.5, 0.75]);
});

Deno.test("bestThreads() takes the way that suits the peer", async () => {
  const names = ["OMP_WAIT_POLICY", "OMP_NUM_THREADS", "GOMP_SPINCOUNT", "KMP_BLOCKTIME"];
  const before = names.map((name) => [name, Deno.env.get(name)] as const);
  names.forEach((name) => Deno.env.delete(name));
  try {
    const probe = (passive: number) => (environment: Readonly<Record<string, string>>) =>
      Promise.resolve(environment.OMP_WAIT_POLICY ? passive : 2);
    deepEqual((await bestThreads(probe(1))).environment, { OMP_WAIT_POLICY: "PASSIVE" });
    deepEqual(await bestThreads(probe(3)), {
      environment: {},
      probed_ms: { default: 2, passive: 3 },
    });
    Deno.env.set("OMP_NUM_THREADS", "1");
    deepEqual(await bestThreads(probe(1)), { environment: {}, probed_ms: {} });
  } finally {
    before.forEach(([name, value]) =>
      value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value)
    );
  }
});

Deno.test("watched() tells how many cores others used", async () => {
  const times = [0, 10_000];
  const busy = [100, 119];
  const clocks = { busy: () => busy.shift(), now: () => times.shift()! };
  const told = await watched(() => Promise.resolve({ process_cpu_s: 9 }), clocks);
  equal(told.others_cores, 1);
  const unknown = { busy: () => undefined, now: () => 0 };
  deepEqual(await watched(() => Promise.resolve({ process_cpu_s: 9 }), unknown), {
    process_cpu_s: 9,
  });
});

Deno.test("a comparison is undisturbed only if every process of both sides was", () => {
  const side = (...cores: (number | undefined)[]) => ({
    median: { step_ms: 10 },
    rounds: cores.map((one) => one === undefined ? {} : { others_cores: one }) as never,
    versions: {},
  });
  equal(isQuiet([side(0.01, 0.1), side(0.05), undefined]), true);
  equal(isQuiet([side(0.01, 0.1), side(1)]), false);
  equal(isQuiet([side(0.01), side(undefined)]), undefined);
  const measured = (name: string, cores: number) => ({
    workload: "w",
    case: name,
    engine: "x",
    precision: "float32" as const,
    settings: {},
    ours: side(cores),
  });
  equal(ofsRows([measured("dpo", 0), measured("ofs-dpo", 0)])[0]!.undisturbed, true);
  equal(ofsRows([measured("dpo", 1), measured("ofs-dpo", 0)])[0]!.undisturbed, false);
  deepEqual(ofsRows([measured("ofs-dpo", 0)]), []);
});

Deno.test("measure() takes cases in turn, ours and the peer alternating, the peer beside the first engine only", async () => {
  const turns: string[] = [];
  const one = (name: string): TrainCase => ({
    kind: "train",
    name,
    model: { folder: "" },
    rows: { kind: "equal", count: 3, prompt: 1, answer: 1 },
    method: "dpo",
    batchSize: 1,
    steps: 3,
    warm: 1,
  });
  const prepared = { config: CONFIG, parameters: 1, model: "", start: "", rows: "", work: WORK };
  const entrant = (name: string, engine: string): Entrant => ({
    case: one(name),
    prepared,
    engine,
    precision: "float32",
  });
  const entrants = [entrant("a", "x"), entrant("b", "x"), entrant("a", "y"), entrant("b", "y")];
  const side =
    (who: string, slower: number, loss: number[]) => ({ case: { name }, engine }: Entrant) => {
      turns.push(`${who} ${name}${engine}`);
      const step_s = OUTCOME.step_s.map((s) => s * slower);
      return Promise.resolve({ ...OUTCOME, run_s: 8 * slower, step_s, loss, versions: {} });
    };
  const sides: Sides = { ours: side("o", 1, [1, 2]), peer: side("p", 5, [1, 2.25]) };
  const workload: Workload = { name: "w", title: "", cases: [], rounds: 2, peerRounds: 1 };
  const cases = await measure(workload, entrants, sides);
  equal(turns.join(", "), "o ax, p ax, o bx, p bx, o ay, o by, o ax, o bx, o ay, o by");
  equal(cases.length, 4);
  for (const { ours, peer, ratios, parity } of cases) {
    equal(ours.rounds.length, 2);
    equal(peer!.rounds.length, 1);
    equal(ratios!.pairs_per_s, 5);
    equal(ratios!.peak_rss_mb, 1);
    equal(parity!.largest_loss_difference, 0.25);
  }
});

/** A stand-in for a Python: answers as the peers' scripts do, each step in a second. */
async function fakePeer({ root }: World, { missing = [] as string[], broken = false } = {}) {
  const path = join(root, `peer-${missing.length}${broken}`);
  await Deno.writeTextFile(
    path,
    `#!/bin/sh
case "$2" in
  *'"check":true'*) echo '{"missing":${JSON.stringify(missing)},"versions":{"trl":"1.16.0"}}' ;;
  '{}') echo '{"ms":1}' ;;
  *) ${
      broken
        ? `echo "Traceback" >&2; echo "ValueError: no" >&2; exit 1`
        : `echo "chatter"; echo '${
          JSON.stringify({
            run_s: 3,
            step_s: [1, 1, 1],
            cpu_s: [1, 2, 3],
            loss: [0.7, 0.7, 0.7],
            peak_rss_mb: 1000,
            matmul_flops_per_s: 1e9,
          })
        }'`
    } ;;
esac
`,
    { mode: 0o755 },
  );
  return path;
}

/** Asserts an exit code and one line that says why. */
function refused({ code, stdout, stderr }: Ran, why: RegExp, expected = 2) {
  const said = stderr.trim().split("\n").filter((line) =>
    !/^(engine|busy|disturbed|bench|rows):? /.test(line)
  );
  match(said.join("\n"), why);
  equal(said.length, 1, stderr);
  equal(code, expected);
  equal(stdout, "");
}

Deno.test("task bench measures for real beside a peer, and its figures agree with each other", async () => {
  await using world = await makeWorld();
  const peer = await fakePeer(world);
  const out = join(world.root, "bench");
  const small = ["--batch-size", "2", "--steps", "3", "--rounds", "2", "--peer-rounds", "1"];
  const ran = await world.run("bench", "tiny", ...small, "--peer", peer, "--out", out);
  equal(ran.code, 0, ran.stderr);
  match(ran.stdout, /\| TRL 1\.16\.0 \|/);
  const result = JSON.parse(await Deno.readTextFile(join(out, "bench.json")));
  const [{ ours, peer: theirs, ratios, parity }] = result.cases;
  equal(result.cases.length, 1);
  deepEqual([ours.rounds.length, theirs.rounds.length], [2, 1]);
  equal(theirs.median.pairs_per_s, 2 * 3 / 3);
  for (const name of ["pairs_per_s", "steady_pairs_per_s", "tokens_per_s", "peak_rss_mb"]) {
    equal(ratios[name], ours.median[name] / theirs.median[name], name);
  }
  for (const { run_s, pairs_per_s, tokens_per_s, ...rest } of ours.rounds) {
    equal(pairs_per_s, 2 * 3 / run_s);
    equal(tokens_per_s, 2 * 3 * 96 / run_s);
    ok(rest.first_step_ms / 1000 <= run_s);
    ok(rest.matmul_gflops > 0 && rest.peak_rss_mb > 50 && rest.steady_share_of_matmul > 0);
  }
  equal(ours.loss.length, 3);
  ok(Math.abs(ours.loss[0] - Math.log(2)) < 1e-6, "a module that has not moved has log 2");
  const differences = ours.loss.map((loss: number) => Math.abs(loss - 0.7));
  equal(parity.largest_loss_difference, Math.max(...differences));
  match(await Deno.readTextFile(join(out, "bench.html")), /Loss of both/);
  match(
    await Deno.readTextFile(join(out, "bench.md")),
    /!\[Against the peer.*\]\(charts\/tiny-ratios\.svg\)/,
  );
  const left: string[] = [];
  for await (const { name } of Deno.readDir(out)) left.push(name);
  deepEqual(left.sort(), ["bench.html", "bench.json", "bench.md", "charts"]);
});

Deno.test("task bench measures a given model on given preferences", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "bench");
  const own = ["--model", world.model, "--data", world.data, "--max-length", "48"];
  const ran = await world.run("bench", ...own, "--steps", "2", "--batch-size", "3", "--out", out);
  equal(ran.code, 0, ran.stderr);
  match(ran.stderr, /rows: the first 6 of 12 in .* with at most 48 tokens/);
  const { cases: [{ workload, settings }] } = JSON.parse(
    await Deno.readTextFile(join(out, "bench.json")),
  );
  deepEqual([workload, settings.model.width, settings.batchSize], ["model", 16, 3]);
});

Deno.test("task bench leaves nothing behind when it is ended", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "bench");
  const child = world.start("bench", "tiny", "--steps", "100000", "--out", out);
  const worked = async () => {
    for await (const { name } of Deno.readDir(out)) if (name.startsWith(".work-")) return true;
    return false;
  };
  while (!await worked().catch(() => false)) await new Promise((done) => setTimeout(done, 50));
  child.kill("SIGTERM");
  const { code } = await child.output();
  equal(code, 130);
  deepEqual(await worked(), false);
});

Deno.test("task bench says in one line what it cannot do", async () => {
  await using world = await makeWorld();
  const out = ["--out", join(world.root, "none")];
  refused(await world.run("bench", "tyni", ...out), /did you mean tiny/);
  refused(await world.run("bench", "model", ...out), /Workload model needs --model/);
  refused(await world.run("bench", "--model", "nowhere", ...out), /Cannot find the model nowhere/);
  refused(await world.run("bench", "tiny", "--method", "dop", ...out), /Cannot train by "dop"/);
  refused(await world.run("bench", "--steps", "1", ...out), /--steps must be >= 2/);
  refused(
    await world.run("bench", "tiny", "--peer", join(world.root, "no-python"), ...out),
    /no-python as it is no program: give --peer a Python/,
  );
  const lacking = await fakePeer(world, { missing: ["trl", "peft"] });
  refused(
    await world.run("bench", "tiny", "--peer", lacking, ...out),
    /lacks trl, peft: .* -m pip install torch transformers 'trl==1\.16\.\*' peft datasets accelerate/,
  );
  const broken = await fakePeer(world, { broken: true });
  const few = ["--steps", "2", "--rounds", "1"];
  refused(
    await world.run("bench", "tiny", ...few, "--peer", broken, ...out),
    /the peer failed: ValueError: no/,
    1,
  );
});
