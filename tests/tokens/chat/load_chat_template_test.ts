import { equal, rejects, throws } from "node:assert/strict";
import { loadChatTemplate } from "../../../lib/tokens/mod.ts";

const TEA = [{ role: "user", content: "Tea?" }];

/** Text of a template that tells from where it came. */
function from(place: string): string {
  return `${place}:{{ bos_token }}{{ messages[0].content }}{{ eos_token }}`;
}

/** Runs `use` in a folder of these files. */
async function withFolder(
  files: Readonly<Record<string, unknown>>,
  use: (folder: string) => Promise<unknown>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What a config must hold for the templates of these tests. */
const TOKENS = { bos_token: "<s>", eos_token: { content: "</s>", lstrip: false } };

Deno.test("loadChatTemplate() takes the file that is given, else chat_template.jinja, else the config's", async () => {
  const config = { ...TOKENS, chat_template: from("config") };
  const files = {
    "tokenizer_config.json": config,
    "chat_template.jinja": from("beside"),
    "mine.jinja": from("mine"),
  };
  await withFolder(files, async (folder) => {
    const text = async (file?: string) =>
      (await loadChatTemplate(folder, file ? { file } : {}))!(TEA);
    equal(await text(`${folder}/mine.jinja`), "mine:<s>Tea?</s>");
    equal(await text(), "beside:<s>Tea?</s>");
    await Deno.remove(`${folder}/chat_template.jinja`);
    equal(await text(), "config:<s>Tea?</s>");
    await rejects(text(`${folder}/theirs.jinja`), {
      name: "RangeError",
      message: `Cannot read ${folder}/theirs.jinja as no such file exists: check the path`,
    });
  });
});

Deno.test("loadChatTemplate() takes the default of several templates, or the only one", async () => {
  const named = (...names: string[]) => names.map((name) => ({ name, template: from(name) }));
  const loaded = async (chat_template: unknown) => {
    let text: string | undefined;
    await withFolder({ "tokenizer_config.json": { ...TOKENS, chat_template } }, async (folder) => {
      text = (await loadChatTemplate(folder))?.(TEA);
    });
    return text;
  };
  equal(await loaded(named("tool_use", "default")), "default:<s>Tea?</s>");
  equal(await loaded(named("chat")), "chat:<s>Tea?</s>");
  equal(await loaded(null), undefined);
  for (const [broken, names] of [[named("a", "b"), '"a", "b"'], [[], "none"], [7, "none"]]) {
    await rejects(loaded(broken), {
      name: "TypeError",
      message:
        `Cannot use the chat_template of tokenizer_config.json as it is neither a text nor a list with a template named "default": its names are ${names}`,
    });
  }
});

Deno.test("loadChatTemplate() finds special tokens in special_tokens_map.json as well, the config's first", async () => {
  const files = {
    "chat_template.jinja": from("beside"),
    "special_tokens_map.json": { bos_token: "<old>", eos_token: "<end>" },
    "tokenizer_config.json": { bos_token: "<s>", eos_token: null },
  };
  await withFolder(files, async (folder) => {
    equal((await loadChatTemplate(folder))!(TEA), "beside:<s>Tea?<end>");
  });
});

Deno.test("loadChatTemplate() gives nothing where there is no template, and refuses a broken config", async () => {
  await withFolder({}, async (folder) => equal(await loadChatTemplate(folder), undefined));
  await withFolder({ "tokenizer_config.json": "[]" }, async (folder) => {
    await rejects(loadChatTemplate(folder), { name: "TypeError", message: /is no JSON object/ });
  });
  await withFolder({ "tokenizer_config.json": "{" }, async (folder) => {
    await rejects(loadChatTemplate(folder), { name: "SyntaxError", message: /is not JSON/ });
  });
});

Deno.test("loadChatTemplate() lets a model's own broken template be until it is used, and refuses a given one", async () => {
  await withFolder({ "chat_template.jinja": "{% if %}" }, async (folder) => {
    const render = await loadChatTemplate(folder);
    throws(() => render!(TEA), { name: "SyntaxError", message: /no valid Jinja/ });
    await rejects(loadChatTemplate(folder, { file: `${folder}/chat_template.jinja` }), {
      name: "SyntaxError",
      message: /no valid Jinja/,
    });
  });
});
