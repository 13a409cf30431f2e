import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  completionFromRow,
  conversationPair,
  type JsonRecord,
  pairFromRow,
  readAll,
  readCompletions,
  readPairs,
  type RenderMessages,
} from "../../lib/data/mod.ts";
import { chatTemplate } from "../../lib/tokens/mod.ts";
import { fixture, fixturePath } from "../_support.ts";
import { jsonl, withFile } from "./_files.ts";

interface Case {
  readonly name: string;
  readonly template: string;
  readonly row: JsonRecord;
  readonly expected: unknown;
}

const { templates, cases } = await fixture<{
  templates: Record<string, string>;
  cases: readonly Case[];
}>("conversations.json");

const render = chatTemplate(templates.chatml!);
const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const TEA = { prompt: [user("Tea?")], chosen: [assistant("Yes.")], rejected: [assistant("No.")] };

for (const { name, template, row, expected } of cases) {
  Deno.test(`conversationPair() gives TRL's texts of a conversation: ${name}`, () => {
    deepEqual(conversationPair(row, { render: chatTemplate(templates[template]!) }), expected);
  });
}

Deno.test("conversationPair() takes several rejected conversations, scores and the domain", () => {
  const row = {
    ...TEA,
    rejected: [[assistant("No.")], [assistant("Yes or no.")]],
    scores: { chosen: 2, rejected: [1, 0] },
    domain: "tea",
  };
  deepEqual(pairFromRow(row, { render }), {
    prompt: "<|im_start|>user\nTea?<|im_end|>\n<|im_start|>assistant\n",
    chosen: "Yes.<|im_end|>\n",
    rejected: ["No.<|im_end|>\n", "Yes or no.<|im_end|>\n"],
    scores: { chosen: 2, rejected: [1, 0] },
    domain: "tea",
  });
  const single = { ...TEA, rejected: [[assistant("No.")]] };
  deepEqual(pairFromRow(single, { render }).rejected, ["No.<|im_end|>\n"]);
});

Deno.test("conversationPair() passes over a prompt of text beside whole conversations", () => {
  const whole = {
    prompt: "Tea?",
    chosen: [...TEA.prompt, ...TEA.chosen],
    rejected: [...TEA.prompt, ...TEA.rejected],
  };
  deepEqual(pairFromRow(whole, { render }), pairFromRow(TEA, { render }));
});

Deno.test("conversationPair() cuts no character in two where templates part", () => {
  const half: RenderMessages = (_, { addGenerationPrompt }) => addGenerationPrompt ? "a🐈" : "a🐕";
  deepEqual(conversationPair(TEA, { render: half }), {
    prompt: "a",
    chosen: "🐕",
    rejected: "🐕",
  });
});

Deno.test("conversationPair() hands the template whatever else a message has", () => {
  const seen: unknown[] = [];
  const prompt = [{ ...user("Tea?"), name: "Ann" }];
  const listening: RenderMessages = (messages) => {
    seen.push(messages[0]);
    return "";
  };
  conversationPair({ ...TEA, prompt }, { render: listening });
  deepEqual(seen, [prompt[0], prompt[0], prompt[0]]);
});

Deno.test("readPairs() reads the conversations of a table by a template", async () => {
  const pairs = await readAll(readPairs(fixturePath("tables/chats.parquet"), { render }));
  deepEqual(pairs[2], {
    prompt: "<|im_start|>user\nTea?<|im_end|>\n<|im_start|>assistant\n",
    chosen: "Yes.<|im_end|>\n",
    rejected: "No 2.<|im_end|>\n",
    scores: { chosen: 1, rejected: [0] },
    row: 2,
  });
});

Deno.test("readCompletions() reads conversations: an answer, all of it, or the chosen one", async () => {
  const rows = [
    { prompt: TEA.prompt, completion: TEA.chosen, domain: "x" },
    { messages: [...TEA.prompt, ...TEA.chosen] },
    TEA,
  ];
  await withFile("a.jsonl", jsonl(...rows), async (path) => {
    const [answer, all, chosen] = await readAll(readCompletions(path, { render }));
    const [prompt, completion] = [
      "<|im_start|>user\nTea?<|im_end|>\n<|im_start|>assistant\n",
      "Yes.<|im_end|>\n",
    ];
    deepEqual(answer, { prompt, completion, domain: "x", row: 0 });
    deepEqual(all, { prompt: "", completion: prompt + completion, row: 1 });
    deepEqual(chosen, { prompt, completion, row: 2 });
  });
});

Deno.test("readPairs() asks for a chat template, naming file and line", async () => {
  await withFile(
    "a.jsonl",
    jsonl({ prompt: "a", chosen: "b", rejected: "c" }, TEA),
    async (path) => {
      await rejects(readAll(readPairs(path)), {
        name: "TypeError",
        message:
          `Cannot read pairs as line 2 of ${path} does not fit: its messages need a chat template: give a model whose tokenizer_config.json has "chat_template", or --chat-template FILE`,
      });
    },
  );
  await withFile("a.jsonl", jsonl({ messages: TEA.prompt }), async (path) => {
    await rejects(readAll(readCompletions(path)), /line 1 of .* its messages need a chat template/);
  });
});

const UNFIT: Record<string, [JsonRecord, RegExp]> = {
  "whose rejected answer is text": [
    { ...TEA, rejected: "No." },
    /"rejected" must be a list of messages \{role, content\}: it is a string/,
  ],
  "without a rejected answer": [
    { prompt: TEA.prompt, chosen: TEA.chosen },
    /"rejected" is missing: its keys are "prompt", "chosen"/,
  ],
  "with an empty answer": [{ ...TEA, rejected: [] }, /"rejected" must be .* it is an empty list/],
  "with a message without content": [
    { ...TEA, chosen: [{ role: "assistant" }] },
    /"content" of message 1 of "chosen" must be a string: it is missing/,
  ],
  "with content that is null": [
    { ...TEA, chosen: [{ role: "assistant", content: null }] },
    /"content" of message 1 of "chosen" must be a string: it is null/,
  ],
  "with a message that is text": [
    { ...TEA, rejected: [assistant("No."), "Hm."] },
    /message 2 of "rejected" must be \{role, content\}: it is a string/,
  ],
  "whose prompt ends with a role that none answers": [
    { ...TEA, prompt: [{ role: "system", content: "Hi." }] },
    /last message before the answer must be of role user, tool or assistant: it is "system"/,
  ],
  "whose answers begin apart": [
    { chosen: TEA.chosen, rejected: TEA.rejected },
    /its conversations share no first message: begin all with the same messages/,
  ],
};

for (const [kind, [row, why]] of Object.entries(UNFIT)) {
  Deno.test(`readPairs() refuses a row of messages ${kind}`, async () => {
    await withFile("a.jsonl", jsonl(row), async (path) => {
      await rejects(readAll(readPairs(path, { render })), (error: Error) => {
        equal(error.name, "TypeError");
        const start = `Cannot read pairs as line 1 of ${path} does not fit: `;
        equal(error.message.slice(0, start.length), start);
        return why.test(error.message);
      });
    });
  });
}

Deno.test("completionFromRow() takes texts where they are texts", () => {
  deepEqual(completionFromRow({ prompt: "a", completion: "b" }), { prompt: "a", completion: "b" });
});
