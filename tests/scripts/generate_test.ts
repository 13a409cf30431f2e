import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { chatTemplate, loadTokenizer } from "../../lib/tokens/mod.ts";
import { readPrompts, textsOf } from "../../scripts/_prompts.ts";
import { command, makeWorld } from "./_world.ts";

const TEMPLATE = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}" +
  "{% if add_generation_prompt %}<assistant>{% endif %}";
const ASKED = [{ role: "system", content: "Be brief." }, { role: "user", content: "Tea?" }];

/** A folder with these files. */
async function folderOf(files: Readonly<Record<string, string>>) {
  const path = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

const from = (prompts: string) => readPrompts({ prompt: undefined, prompts });

Deno.test("readPrompts() takes one text, the lines of a text or the rows of a file", async () => {
  await using folder = await folderOf({
    "some.txt": "Tea?\n\n  Or milk?\r\n",
    "some.jsonl": `{"prompt": "Tea?"}\n${JSON.stringify({ prompt: ASKED })}\n`,
    "none.txt": "\n",
    "bad.jsonl": '{"prompt": "Tea?"}\n{"question": 1, "answer": 2}\n',
  });
  deepEqual(await readPrompts({ prompt: "Tea?", prompts: undefined }), ["Tea?"]);
  deepEqual(await from(join(folder.path, "some.txt")), ["Tea?", "  Or milk?"]);
  deepEqual(await from(join(folder.path, "some.jsonl")), ["Tea?", ASKED]);
  await rejects(from(join(folder.path, "none.txt")), /has no prompt: write one a line$/);
  await rejects(
    from(join(folder.path, "bad.jsonl")),
    /line 2 of .*bad\.jsonl has no text under "prompt": its keys are question, answer$/,
  );
  const none = { prompt: undefined, prompts: undefined };
  await rejects(readPrompts(none), /Either --prompt or --prompts is needed/);
  await rejects(readPrompts({ prompt: "a", prompts: "b" }), /and not both/);
});

Deno.test("textsOf() frames conversations, and texts where that is asked for", () => {
  const render = chatTemplate(TEMPLATE);
  const framed = "<system>Be brief.<user>Tea?<assistant>";
  deepEqual(textsOf(["Tea?", ASKED], { chat: false, render }), ["Tea?", framed]);
  deepEqual(textsOf(["Tea?", ASKED], { chat: true, render }), ["<user>Tea?<assistant>", framed]);
  deepEqual(textsOf(["Tea?"], { chat: false }), ["Tea?"]);
  throws(() => textsOf([ASKED], { chat: false }), /has no chat template: name one by/);
});

Deno.test("task generate writes the same texts one by one and together, and says what it wrote as JSON", async () => {
  await using world = await makeWorld();
  const prompts = join(world.root, "prompts.jsonl");
  const given = ["Question 1", "What is"];
  await Deno.writeTextFile(prompts, given.map((prompt) => JSON.stringify({ prompt })).join("\n"));
  const write = async (size: number) => {
    const args = ["--prompts", prompts, "--json", "--count", "2", "--max-tokens", "4"];
    const all = ["--model", world.model, ...args, "--batch-size", `${size}`];
    const { code, stdout, stderr } = await world.run("generate", ...all);
    equal(code, 0, stderr);
    return stdout.trim().split("\n").map((line) => JSON.parse(line));
  };
  const together = await write(8);
  deepEqual(await write(1), together);
  deepEqual(together.map(({ prompt }) => prompt), given.flatMap((prompt) => [prompt, prompt]));
  ok(together.every(({ tokens, text }) => tokens > 0 && tokens <= 4 && typeof text === "string"));
  ok(new Set(together.map(({ text }) => text)).size > 2);
});

Deno.test("task generate takes a prompt from standard input, and ends where the model's config says", async () => {
  await using world = await makeWorld();
  const config = join(world.model, "generation_config.json");
  const asked = ["--prompt", "-", "--json", "--temperature", "0", "--max-tokens", "4"];
  const args = ["--model", world.model, ...asked];
  const write = async () => {
    const child = command("generate", args, {}, "piped").spawn();
    const input = child.stdin.getWriter();
    await input.write(new TextEncoder().encode("Question 1:\n"));
    await input.close();
    const { stdout, stderr } = await child.output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    ok(stdout.length > 0, text(stderr));
    return JSON.parse(text(stdout));
  };
  await Deno.writeTextFile(config, "{}");
  const whole = await write();
  equal(whole.prompt, "Question 1:");
  const [first] = (await loadTokenizer(world.model)).encode(whole.text);
  await Deno.writeTextFile(config, JSON.stringify({ eos_token_id: [first] }));
  deepEqual(await write(), { ...whole, text: "", tokens: 0 });
});

Deno.test("task generate refuses a prompt beyond the context before it writes any", async () => {
  await using world = await makeWorld();
  const prompts = join(world.root, "prompts.txt");
  await Deno.writeTextFile(prompts, `short\n${"Question ".repeat(60)}\n`);
  const args = ["--model", world.model, "--prompts", prompts, "--batch-size", "1"];
  const { code, stdout, stderr } = await world.run("generate", ...args, "--max-tokens", "2");
  match(stderr, /the model's context is 48$/m);
  equal(code, 2);
  equal(stdout, "");
});
