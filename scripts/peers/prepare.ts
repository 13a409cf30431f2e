/** Makes what fastslow and a peer are measured on: a random model, a starting adapter, rows that both can take whole. */
import { join } from "node:path";
import { initAdapter } from "../../lib/adapter/mod.ts";
import { fold, key } from "../../lib/base/mod.ts";
import { readAll, readJson, readPairs } from "../../lib/data/mod.ts";
import { ensureEngine } from "../../lib/engine/mod.ts";
import { initModel, parseConfig } from "../../lib/model/mod.ts";
import { encodeAnswer, encodePrompt, tokenizerFromJson } from "../../lib/tokens/mod.ts";
import { saveModel, writeAdapter, writeFile, writeJson } from "../../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "../_arguments.ts";
import { say } from "../_say.ts";

const spec = defineOptions({
  tokenizer: { type: "string", required: true, placeholder: "file", help: "A tokenizer.json." },
  data: {
    type: "string",
    required: true,
    placeholder: "file",
    help: "Preferences as train takes them.",
  },
  out: {
    type: "string",
    required: true,
    placeholder: "folder",
    help: "Where model/, start/ and pairs.jsonl go.",
  },
  layers: { type: "integer", min: 1, default: 6, help: "Blocks of the model." },
  width: { type: "integer", min: 1, default: 384, help: "Width of the model." },
  heads: { type: "integer", min: 1, default: 6, help: "Heads of the model." },
  context: { type: "integer", min: 2, default: 1024, help: "Longest sequence of the model." },
  maxLength: {
    type: "integer",
    min: 2,
    default: 512,
    help: "Longer rows are left out, as peers leave them out.",
  },
  seed: { type: "integer", min: 0, default: 0, help: "Seed of the weights." },
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "prepare",
    summary:
      "Makes a random GPT-2, a fresh LoRA module of rank 16 on c_attn, and rows with explicit prompts.",
  });
  await ensureEngine({ say });
  const json = await readJson(values.tokenizer);
  const tokenizer = tokenizerFromJson(json);
  const config = parseConfig({
    model_type: "gpt2",
    n_layer: values.layers,
    n_embd: values.width,
    n_head: values.heads,
    n_positions: values.context,
    vocab_size: tokenizer.size,
  });
  const folder = join(values.out, "model");
  await saveModel(folder, initModel(config, fold(key(values.seed), 0)));
  await writeJson(join(folder, "tokenizer.json"), json);
  const eos = tokenizer.tokenOf(tokenizer.eos);
  await writeJson(join(folder, "tokenizer_config.json"), {
    tokenizer_class: "PreTrainedTokenizerFast",
    eos_token: eos,
    bos_token: eos,
    pad_token: eos,
  });
  const lora = { rank: 16, alpha: 16, targets: ["c_attn"], rankStabilised: false };
  await writeAdapter(
    join(values.out, "start"),
    initAdapter(config, lora, fold(key(values.seed), 1)),
  );

  const length = (prompt: string, answer: string) =>
    encodePrompt(prompt, tokenizer).length + encodeAnswer(answer, tokenizer).length;
  const rows = (await readAll(readPairs(values.data))).filter(({ prompt, chosen, rejected }) =>
    typeof rejected === "string" && chosen !== rejected && chosen.trim() !== "" &&
    rejected.trim() !== "" &&
    Math.max(length(prompt, chosen), length(prompt, rejected)) <= values.maxLength
  );
  await writeFile(
    join(values.out, "pairs.jsonl"),
    rows.map(({ prompt, chosen, rejected }) => `${JSON.stringify({ prompt, chosen, rejected })}\n`)
      .join(""),
  );
  say(
    `prepare: ${rows.length} rows, a model of ${config.layers} × ${config.width} in ${values.out}`,
  );
});
