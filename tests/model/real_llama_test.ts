import { equal } from "node:assert/strict";
import { generate } from "../../lib/model/mod.ts";
import { loadTokenizer } from "../../lib/tokens/mod.ts";
import { loadModel } from "../../lib/train/mod.ts";
import { engine } from "../_support.ts";
import { DATA } from "../data/_files.ts";

void engine;

Deno.test({
  name: "a real Llama tells the story that it tells in PyTorch",
  ignore: DATA === undefined,
  async fn() {
    const folder = `${DATA}/models/stories260K`;
    const [model, tokenizer] = [await loadModel(folder), await loadTokenizer(folder)];
    const [story] = await generate(model, tokenizer, [""], { maxTokens: 60, temperature: 0 });
    equal(
      story!.slice(0, 131),
      "Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw a big, red ball. She ",
    );
  },
});
