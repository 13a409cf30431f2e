/** Runs the notebook that trains on a model and preferences of one's own, as it stands and on another family's. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { key } from "../../lib/base/mod.ts";
import { initModel, parseConfig } from "../../lib/model/mod.ts";
import { saveModel, writeFile, writeJson } from "../../lib/train/mod.ts";
import { runNotebook } from "../../scripts/_run_notebook.ts";
import { engine, fixturePath, namesIn } from "../_support.ts";
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
const ignore = !jupyter || engine.name !== "tensorflow";

/** What the cells that are added to the notebook show. */
interface Figures {
  readonly changes: Readonly<Record<string, number>>;
  readonly accuracies: readonly {
    readonly pairs: string;
    readonly policy: string;
    readonly "right by h": number;
    readonly "mean βh (nats)": number;
  }[];
  readonly losses: Readonly<Record<string, readonly number[]>>;
  readonly rows: readonly { readonly prompt: string; readonly chosen: string }[];
  readonly targets: readonly string[];
  readonly leaked: number;
}

/** Runs a copy of the notebook under these dials; every code cell must show something. */
async function run(dials: Readonly<Record<string, string>>): Promise<Figures> {
  const path = join(ROOT, "notebooks", "06_your_model.ipynb");
  const notebook = withCells(await readNotebook(path), {
    model: codeCell(
      "before",
      `const { tf } = await import("../lib/base/mod.ts");
       const before = tf.memory().numTensors;`,
    ),
    config: codeCell(
      "figures",
      `for (const { weights } of Object.values(adapters)) disposeTree(weights);
       const leaked = tf.memory().numTensors - before;
       const lossOf = (row) => row["chase/base_F"] ?? row.loss;
       const losses = Object.fromEntries(Object.entries(metrics).map(([method, all]) => [method, all.map(lossOf)]));
       const figures = { changes, accuracies, losses, rows, targets: lora.targets, leaked };
       await Deno.jupyter.display({ "application/json": figures }, { raw: true });`,
    ),
  });
  await using copy = await writeCopy(path, notebook);
  const ran = await runNotebook(copy.path, jupyter!, { seconds: 600, env: dials });
  deepEqual(ran.failure, undefined);
  const { cells } = JSON.parse(ran.executed!) as Notebook;
  const code = cells.filter(({ cell_type, id }) => cell_type === "code" && id !== "before");
  for (const { id, outputs } of code) ok(outputs!.length > 0, `cell "${id}" shows nothing`);
  for (const id of ["lengths", "loss", "margins"]) {
    const { outputs } = cells.find((cell) => cell.id === id)!;
    ok(outputs!.some(({ data = {} }) => "image/svg+xml" in data), `cell "${id}" shows no chart`);
  }
  const { outputs } = cells.find(({ id }) => id === "figures")!;
  return outputs!.map(({ data = {} }) => data["application/json"])
    .find((json) => json !== undefined) as Figures;
}

/** The adapter that is read back is the same to the last bit, the merged model the same but for rounding. */
function assertSameLogits({ changes }: Figures) {
  equal(changes["the adapter read back"], 0);
  const [none, merged] = [
    changes["the model without the adapter"]!,
    changes["merged, written and read back"]!,
  ];
  ok(merged < 1e-3 * none, `merging changes logits by ${merged}, the adapter by ${none}`);
}

Deno.test({
  name: "06_your_model runs: margins rise, the adapter read back gives the same logits, none leaks",
  ignore,
  async fn() {
    const out = await Deno.makeTempDir();
    const figures = await run({ FASTSLOW_STEPS: "15", FASTSLOW_RATE: "3e-3", FASTSLOW_OUT: out });
    assertSameLogits(figures);
    for (const [method, losses] of Object.entries(figures.losses)) {
      equal(losses.length, 15);
      ok(Math.abs(losses[0]! - Math.LN2) < 1e-6, `${method} does not begin at the reference`);
      const { "right by h": right, "mean βh (nats)": margin } = figures.accuracies.find((row) =>
        row.policy === method && row.pairs === "200 trained on"
      )!;
      ok(right > 0.6 && margin > 0.05, `${method}: ${right} right, margin ${margin}`);
    }
    deepEqual(figures.leaked, 0);
    deepEqual(await namesIn(join(out, "adapter")), [
      "adapter_config.json",
      "adapter_model.safetensors",
    ]);
    await Deno.remove(out, { recursive: true });
  },
});

Deno.test({
  name: "06_your_model runs on a Llama and rows of messages",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    await writeLlama(join(folder, "llama"));
    await writeFile(join(folder, "messages.jsonl"), messages(12));
    const figures = await run({
      FASTSLOW_MODEL: join(folder, "llama"),
      FASTSLOW_PREFERENCES: join(folder, "messages.jsonl"),
      FASTSLOW_OUT: join(folder, "out"),
      FASTSLOW_STEPS: "4",
    });
    assertSameLogits(figures);
    deepEqual(figures.targets, ["q_proj", "v_proj"]);
    deepEqual(figures.rows[0], {
      prompt: "<|im_start|>user\nTea 0?<|im_end|>\n<|im_start|>assistant\n",
      chosen: "Yes<|im_end|>\n",
      rejected: "No<|im_end|>\n",
      row: 0,
    });
    await Deno.remove(folder, { recursive: true });
  },
});

const CHATML =
  "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}" +
  "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

/** A small random Llama with a tokenizer and a chat template. */
async function writeLlama(folder: string): Promise<void> {
  const tokenizer = JSON.parse(await Deno.readTextFile(fixturePath("tokenizers/qwen2.json")));
  const ids = [...Object.values(tokenizer.model.vocab), ...tokenizer.added_tokens.map(idOf)];
  const config = parseConfig({
    model_type: "llama",
    num_hidden_layers: 2,
    hidden_size: 16,
    intermediate_size: 24,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    max_position_embeddings: 128,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    hidden_act: "silu",
    vocab_size: Math.max(...ids as number[]) + 1,
    tie_word_embeddings: true,
  });
  await saveModel(folder, initModel(config, key(0)));
  await writeJson(join(folder, "tokenizer.json"), tokenizer);
  await writeJson(join(folder, "tokenizer_config.json"), {
    eos_token: "<|im_end|>",
    chat_template: CHATML,
  });
}

function idOf({ id }: { readonly id: number }): number {
  return id;
}

/** Rows of messages, a line each. */
function messages(count: number): string {
  const said = (role: string, content: string) => [{ role, content }];
  const rows = Array.from({ length: count }, (_, i) => ({
    prompt: said("user", `Tea ${i}?`),
    chosen: said("assistant", "Yes"),
    rejected: said("assistant", "No"),
  }));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
