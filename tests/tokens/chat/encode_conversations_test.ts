import { deepEqual } from "node:assert/strict";
import { conversationPair } from "../../../lib/data/mod.ts";
import { chatTemplate, encodePairs, tokenizerFromJson } from "../../../lib/tokens/mod.ts";
import oracle from "../../fixtures/chat.json" with { type: "json" };
import { templateText } from "./_render.ts";

for (const { tokenizer: name, eos, template, ids } of oracle.encoded) {
  Deno.test(`conversations by ${template}.jinja become the tokens that TRL trains on, with a tokenizer like ${name}`, async () => {
    const file = new URL(`../../fixtures/tokenizers/${name}.json`, import.meta.url);
    const tokenizer = tokenizerFromJson(JSON.parse(await Deno.readTextFile(file)), {
      eos_token: eos,
    });
    const render = chatTemplate(await templateText(`${template}.jinja`), {
      specialTokens: { bos_token: "<s>", eos_token: eos },
    });
    const rows = oracle.pairs.map((pair) => conversationPair(pair, { render }));
    const { pairs } = encodePairs(rows, tokenizer);
    deepEqual(
      pairs.map(({ prompt, chosen, rejected: [rejected] }) => ({
        prompt: [...prompt],
        chosen: [...chosen],
        rejected: [...rejected!],
      })),
      ids,
    );
  });
}
