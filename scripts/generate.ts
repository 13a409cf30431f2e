/** Continues prompts. */
import { loraBank, loraScales } from "../lib/adapter/mod.ts";
import { key } from "../lib/base/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { decodeAfter, plainLinear, sampler } from "../lib/model/mod.ts";
import { requirePrompts } from "../lib/model/require_prompts.ts";
import { encodePrompt, loadEndIds } from "../lib/tokens/mod.ts";
import { readAdapter } from "../lib/train/mod.ts";
import { main, readArguments } from "./_arguments.ts";
import { chatRender } from "./_chat_options.ts";
import { generateOptions } from "./_generate_options.ts";
import { loadModelAndTokenizer } from "./_load.ts";
import { locateAdapter, locateModel } from "./_locate.ts";
import { readPrompts, textsOf } from "./_prompts.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";

await main(async () => {
  const { values } = readArguments(generateOptions, Deno.args, {
    task: "generate",
    summary: "Continues prompts until the model ends; the continuations alone are printed.",
    examples: [
      '--model demo --prompt "How do I keep basil alive?" --temperature 0.8',
      '--model org/name --chat --prompt "How do I keep basil alive?"',
      "--model demo --adapter runs/dpo/adapter --prompts prompts.jsonl --json > texts.jsonl",
      "--model demo --prompt - < question.txt",
    ],
  });
  const prompts = await readPrompts(values);
  const { path: folder } = await locateModel(values.model);
  await ensureEngine({ engine: values.engine, say });
  const { model, tokenizer } = await loadModelAndTokenizer(folder, { held: values.baseDtype });
  const chat = values.chat || values.chatTemplate !== undefined;
  const texts = textsOf(prompts, { chat, ...await chatRender(values, { folder, tokenizer }) });
  const { count, maxTokens, batchSize } = values;
  const rows = texts.flatMap((text, i) =>
    Array(count).fill({ prompt: prompts[i]!, ids: encodePrompt(text, tokenizer) })
  );
  requirePrompts(model.config, rows.map(({ ids }) => ids), maxTokens);
  const adapter = values.adapter === undefined
    ? undefined
    : await readAdapter((await locateAdapter(values.adapter)).path, model.config);

  const policy = sampler(model, {
    temperature: values.temperature,
    topP: values.topP,
    linear: () => adapter ? loraBank([adapter.weights], loraScales(adapter.config)) : plainLinear,
  });
  const stop = await loadEndIds(folder, tokenizer);
  for (let firstRow = 0; firstRow < rows.length; firstRow += batchSize) {
    const some = rows.slice(firstRow, firstRow + batchSize);
    const options = { maxTokens, stop, key: key(values.seed), firstRow };
    const written = await policy.sample(some.map(({ ids }) => ids), options);
    some.forEach(({ prompt, ids }, i) => {
      const text = decodeAfter(ids, written[i]!, tokenizer);
      const line = values.json
        ? JSON.stringify({ prompt, text, tokens: written[i]!.length })
        : text;
      writeText(Deno.stdout, `${line}\n`);
    });
  }
  policy.dispose();
});
