/** Continues a prompt. */
import { loraBank, loraScale } from "../lib/adapter/mod.ts";
import { key } from "../lib/base/mod.ts";
import { ENGINES, ensureEngine } from "../lib/engine/mod.ts";
import { generate, plainLinear } from "../lib/model/mod.ts";
import { readAdapter } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { loadModelAndTokenizer } from "./_load.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";

const spec = defineOptions({
  model: {
    type: "string",
    required: true,
    placeholder: "folder|name",
    help: "Folder in Hugging Face format, or a name under models/.",
  },
  prompt: { type: "string", required: true, placeholder: "text", help: "Text to continue." },
  adapter: {
    type: "string",
    placeholder: "folder",
    help: "PEFT folder of an adapter to write with.",
  },
  count: {
    type: "integer",
    min: 1,
    default: 1,
    help: "Continuations to write, a line break between them.",
  },
  maxTokens: { type: "integer", min: 1, default: 64, help: "Most tokens to write." },
  temperature: {
    type: "number",
    min: 0,
    default: 1,
    help: "Divides the scores; 0 takes the best token.",
  },
  topP: {
    type: "number",
    exclusiveMin: 0,
    max: 1,
    default: 1,
    help: "Draw from the smallest set of tokens whose probability reaches this.",
  },
  seed: { type: "integer", min: 0, default: 0, help: "Seed of the draws." },
  engine: { type: "string", choices: ENGINES, default: "auto", help: "What computes." },
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "generate",
    summary: "Continues a prompt; the continuation alone is printed.",
    examples: ['--model demo --prompt "How do I keep basil alive?" --temperature 0.8'],
  });
  await ensureEngine({ engine: values.engine, say });
  const { model, tokenizer } = await loadModelAndTokenizer(values.model);
  const adapter = values.adapter === undefined
    ? undefined
    : await readAdapter(values.adapter, model.config);
  const written = await generate(model, tokenizer, Array(values.count).fill(values.prompt), {
    maxTokens: values.maxTokens,
    temperature: values.temperature,
    topP: values.topP,
    key: key(values.seed),
    linear: adapter ? loraBank([adapter.weights], loraScale(adapter.config)) : plainLinear,
  });
  writeText(Deno.stdout, written.map((text) => `${text}\n`).join(""));
});
