import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { writeFile, writeJson } from "../../lib/train/mod.ts";
import { makeWorld } from "./_world.ts";

const TEMPLATE =
  "{% for m in messages %}[{{ m.role }}]\n{{ m.content }}{{ eos_token }}\n{% endfor %}" +
  "{% if add_generation_prompt %}[assistant]\n{% endif %}";

const user = (content: string) => [{ role: "user", content }];
const assistant = (content: string) => [{ role: "assistant", content }];

const CONVERSATIONS = [1, 2, 3, 4].map((i) => ({
  prompt: user(`Question ${i}?`),
  chosen: assistant(`It is ${i}.`),
  rejected: assistant(`No idea, perhaps ${i}.`),
}));

/** The same as texts, spelt as the template does. */
const TEXTS = CONVERSATIONS.map(({ prompt, chosen, rejected }) => ({
  prompt: `[user]\n${prompt[0]!.content}<|endoftext|>\n[assistant]\n`,
  chosen: `${chosen[0]!.content}<|endoftext|>\n`,
  rejected: `${rejected[0]!.content}<|endoftext|>\n`,
}));

const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

Deno.test("task score reads conversations by a given chat template, and refuses them without one", async () => {
  await using world = await makeWorld();
  const [talk, texts, file] = ["talk.jsonl", "texts.jsonl", "mine.jinja"].map((name) =>
    join(world.root, name)
  ) as [string, string, string];
  await writeFile(talk, jsonl(CONVERSATIONS));
  await writeFile(texts, jsonl(TEXTS));
  await writeFile(file, TEMPLATE);
  const score = (...args: string[]) => world.run("score", "--model", world.model, ...args);

  const none = await score("--data", talk);
  equal(none.code, 2);
  match(none.stderr, /line 1 of .*talk\.jsonl .*--chat-template FILE\n$/);
  const given = await score("--data", talk, "--chat-template", file);
  deepEqual([given.code, given.stdout], [0, (await score("--data", texts)).stdout], given.stderr);
  const dated = await score("--data", talk, "--chat-template", file, "--chat-date", "2026-02-30");
  deepEqual([dated.code, dated.stdout], [2, ""]);
  match(dated.stderr, /Option --chat-date must be a day such as .* "2026-02-30"\n$/);
});

Deno.test("task train reads conversations by the model's own chat template, and says where an answer would merge into its prompt", async () => {
  await using world = await makeWorld();
  const data = join(world.root, "cut.jsonl");
  const cut = { prompt: "Question: what is on", chosen: "e plus one", rejected: " one" };
  await writeFile(data, jsonl([cut, ...CONVERSATIONS]));
  const asked = ["--model", world.model, "--data", data, "--method", "dpo", "--steps", "1"];
  const config = join(world.model, "tokenizer_config.json");

  await writeJson(config, { chat_template: "{{ raise_exception('no users') }}" });
  const refused = await world.run("train", ...asked, "--out", join(world.root, "refused"));
  equal(refused.code, 2);
  match(
    refused.stderr,
    /line 2 of .*cut\.jsonl does not fit: .*the chat template refuses them: no users\n$/,
  );
  await writeJson(config, { chat_template: TEMPLATE });
  const trained = await world.run("train", ...asked, "--out", join(world.root, "run"));
  equal(trained.code, 0, trained.stderr);
  match(trained.stderr, /data: 5 rows of .*cut\.jsonl\n/);
  match(
    trained.stderr,
    /data: warning: in 1 of 5 rows an answer would merge into its prompt if .* apart\./,
  );
});
