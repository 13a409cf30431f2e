/** Runs a notebook from end to end in Deno's kernel. */
import { deepEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import type { MetricRow } from "../../lib/base/mod.ts";
import {
  IN_DOMAIN_PRESETS,
  inDomain,
  loadJudge,
  sentimentWorld,
  type Settings,
  TUNED_SETTINGS,
} from "../../lib/experiments/mod.ts";
import { loadTokenizer } from "../../lib/tokens/mod.ts";
import { streamOf } from "../../scripts/_in_domain.ts";
import { runNotebook } from "../../scripts/_run_notebook.ts";
import { assertClose, engine } from "../_support.ts";
import {
  codeCell,
  jupyterIfAny,
  type Notebook,
  readNotebook,
  ROOT,
  withCells,
  writeCopy,
} from "./_notebooks.ts";

const jupyter = await jupyterIfAny();
const ROUNDS = 5;
/** Sizes that the copy of the notebook gets, so that the test is short. */
const SMALL = { heldOut: 6, prompts: 24 };
/** Under these the roles swap within so few rounds, and no sample hangs on the last digit of a weight. */
const SETTINGS: Settings = { lr: 0.006, alpha: 0.2, slowRatio: 0.8, every: 1, emaDecay: 0.9 };
/** What each cell shows, by its id. */
const SHOWN: Readonly<Record<string, string>> = {
  dial: "text/html",
  world: "text/html",
  ofs: "image/svg+xml",
  margins: "image/svg+xml",
  gradient: "image/svg+xml",
  regret: "image/svg+xml",
  frontier: "image/svg+xml",
  table: "text/html",
  samples: "text/html",
};

/** Numbers by method, metric and step. */
type Figures = Readonly<Record<string, readonly number[]>>;

Deno.test({
  name: "01_in_domain runs, shows what it tells of, leaks no tensor, and has the script's figures",
  ignore: !jupyter || engine.name !== "tensorflow",
  async fn() {
    const shown = await executed();
    for (const [id, type] of Object.entries(SHOWN)) {
      ok(shown(id).some((data) => type in data), `cell "${id}" shows no ${type}`);
    }
    deepEqual(json(shown("leaks")), { leaked: 0 });
    const { rows, best } = json(shown("samples")) as { rows: MetricRow[]; best: string };
    const [own, script] = [figures(rows), await ofScript()];
    deepEqual(best, script.best);
    ok(new Set(script.figures["ofs-dpo role"]).size === 2, "no roles were swapped");
    for (const name of compared(script.figures)) {
      assertClose(own[name] ?? [], script.figures[name]!, 1e-5, { what: name });
    }
  },
});

/** Every figure but two that the notebook has no use for. */
function compared(figures: Figures): string[] {
  const all = Object.keys(figures).filter((name) => !/ (logp_chosen|swaps)$/.test(name));
  for (const name of ["dpo loss", "ofs-dpo loss", "dpo reward", "ofs-dpo kl", "ofs-dpo regret"]) {
    ok(all.includes(name), `the script has no figures of ${name}`);
  }
  return all;
}

/** Runs a copy of the notebook and gives what a cell shows, by its id. */
async function executed() {
  const path = join(ROOT, "notebooks", "01_in_domain.ipynb");
  const { lr, slowRatio, alpha, every } = SETTINGS;
  const notebook = withCells(await readNotebook(path), {
    dial: codeCell(
      "settings",
      `const [dpoRate, fastRate, slowRatio, alpha, every] =
        ${JSON.stringify([TUNED_SETTINGS["dpo"]!.lr, lr, slowRatio, alpha, every])};
       Object.assign(sizes, ${JSON.stringify(SMALL)});`,
    ),
    world: codeCell(
      "before",
      `const { tf } = await import("../lib/base/mod.ts");
       const before = tf.memory().numTensors;`,
    ),
    samples: codeCell(
      "leaks",
      `disposeTree({ dpoEnd, ofsEnd, example });
       const leaked = tf.memory().numTensors - before;
       await Deno.jupyter.display({ "application/json": { leaked } }, { raw: true });`,
    ),
  });
  await using copy = await writeCopy(path, notebook);
  const env = { FASTSLOW_ROUNDS: `${ROUNDS}` };
  const run = await runNotebook(copy.path, jupyter!, { seconds: 600, env });
  deepEqual(run.failure, undefined);
  const { cells } = JSON.parse(run.executed!) as Notebook;
  return (id: string) =>
    cells.find((cell) => cell.id === id)!.outputs!.map(({ data = {} }) => data);
}

function json(shown: readonly Readonly<Record<string, unknown>>[]): unknown {
  return shown.map((data) => data["application/json"]).find((value) => value !== undefined);
}

/** What the script measures on the same stream. */
async function ofScript(): Promise<{ figures: Figures; best: string }> {
  const planned = IN_DOMAIN_PRESETS.quick.sentiment;
  const sizes = { ...planned, ...SMALL, rounds: ROUNDS, temperature: 1 };
  const values = { task: "sentiment", model: "reviews", judge: "sentiment", data: undefined };
  const stream = await streamOf({ ...values, rounds: ROUNDS, temperature: 1 }, "quick");
  const { model } = stream;
  const tokenizer = await loadTokenizer(join(ROOT, "models", values.model));
  const judge = await loadJudge(join(ROOT, "models", values.judge));
  const { rows, best } = await inDomain({
    ...stream,
    world: (seed) => sentimentWorld({ model, tokenizer, judge }, sizes, seed),
    methods: ["dpo", "ofs-dpo"],
    seeds: [0],
    settings: { "dpo": TUNED_SETTINGS["dpo"]!, "ofs-dpo": SETTINGS },
  });
  return { figures: figures(rows), best: best[0]! };
}

function figures(rows: readonly MetricRow[]): Figures {
  const named = Map.groupBy(rows, ({ method, metric }) => `${method} ${metric}`);
  return Object.fromEntries([...named].map(([name, mine]) => [
    name,
    mine.toSorted((a, b) => a.step - b.step).map(({ value }) => value),
  ]));
}
