import {
  fetchTokenizer,
  fileExists,
  type JsonRecord,
  localPath,
  readJson,
  readText,
} from "../../data/mod.ts";
import { chatTemplate } from "./chat_template.ts";
import { specialTokensOf, templateOf } from "./template_of.ts";
import type { ChatTemplate, LoadChatTemplateOptions } from "./types.ts";

/**
 * Loads the chat template of a model: the file that is given, else `chat_template.jinja` in the model's folder, else what its
 * `tokenizer_config.json` says. The special tokens come from the same config and from `special_tokens_map.json`.
 *
 * @param path Folder in Hugging Face format, or an id such as `hf:org/name`.
 * @param options A file to take instead of the folder's own template, and the time.
 * @returns The template, or nothing where there is none.
 * @throws {RangeError} If a file is missing or may not be read.
 * @throws {SyntaxError} If a file is not JSON, or the given template no valid Jinja; the model's own is compiled when it is
 * first used.
 * @throws {TypeError} If the config names no template that could be taken.
 *
 * @example
 * ```ts
 * import { loadChatTemplate } from "@fastslow/fastslow/tokens";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const template = "{% for m in messages %}[{{ m.role }}] {{ m.content }}{{ eos_token }}{% endfor %}";
 * await Deno.writeTextFile(`${folder}/chat_template.jinja`, template);
 * await Deno.writeTextFile(`${folder}/tokenizer_config.json`, `{"eos_token": "</s>"}`);
 * const render = await loadChatTemplate(folder);
 *
 * equal(render!([{ role: "user", content: "Tea?" }]), "[user] Tea?</s>");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function loadChatTemplate(
  path: string,
  { file, specialTokens, ...options }: LoadChatTemplateOptions = {},
): Promise<ChatTemplate | undefined> {
  const folder = await localPath(path, fetchTokenizer);
  const config = await objectIn(`${folder}/tokenizer_config.json`);
  const tokens = await objectIn(`${folder}/special_tokens_map.json`);
  const beside = `${folder}/chat_template.jinja`;
  const source = file ?? (await fileExists(beside) ? beside : undefined);
  const template = source === undefined ? templateOf(config) : await readText(source);
  if (template === undefined) return undefined;
  const compile = () =>
    chatTemplate(template, {
      ...options,
      specialTokens: { ...specialTokens, ...specialTokensOf(tokens), ...specialTokensOf(config) },
    });
  return file === undefined ? onFirstUse(compile) : compile();
}

/** A model whose own template cannot be compiled still serves data that holds no conversation. */
function onFirstUse(compile: () => ChatTemplate): ChatTemplate {
  let compiled: ChatTemplate | undefined;
  return (messages, options) => (compiled ??= compile())(messages, options);
}

async function objectIn(path: string): Promise<JsonRecord> {
  const value = await fileExists(path) ? await readJson(path) : {};
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonRecord;
  }
  throw new TypeError(`Cannot read ${path} as it is no JSON object: give the model's own file`);
}
