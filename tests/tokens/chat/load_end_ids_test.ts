import { deepEqual, rejects } from "node:assert/strict";
import { loadEndIds, tokenizerFromJson, trainBpe } from "../../../lib/tokens/mod.ts";

const tokenizer = tokenizerFromJson(trainBpe(["a cat"], { vocabSize: 257 }));
const { eos } = tokenizer;

/** The end tokens beside a `generation_config.json` of that content, if any. */
async function ends(config?: unknown): Promise<readonly number[]> {
  const folder = await Deno.makeTempDir();
  try {
    if (config !== undefined) {
      await Deno.writeTextFile(`${folder}/generation_config.json`, JSON.stringify(config));
    }
    return await loadEndIds(folder, tokenizer);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadEndIds() gives the tokenizer's EOS and those that the generation's config names", async () => {
  deepEqual(await ends(), [eos]);
  deepEqual(await ends({}), [eos]);
  deepEqual(await ends({ eos_token_id: null }), [eos]);
  deepEqual(await ends({ eos_token_id: eos }), [eos]);
  deepEqual(await ends({ eos_token_id: 7 }), [eos, 7]);
  deepEqual(await ends({ eos_token_id: [9, eos, 7] }), [eos, 9, 7]);
});

Deno.test("loadEndIds() refuses ids that the tokenizer does not know", async () => {
  for (const [id, shown] of [[257, "257"], [-1, "-1"], [1.5, "1.5"], ["</s>", '"</s>"']] as const) {
    await rejects(ends({ eos_token_id: [eos, id] }), {
      name: "RangeError",
      message: new RegExp(`eos_token_id must be ids from 0 to 256: one is ${shown}$`),
    });
  }
});
