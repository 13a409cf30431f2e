/** Which files of a repository are needed, for what. */
import type { FileChoice } from "./types.ts";

/** What a tokenizer may have beside `tokenizer.json`. */
const BESIDE_TOKENIZER = [
  "tokenizer_config.json",
  "special_tokens_map.json",
  "chat_template.jinja",
];
/** What a model may have beside its config and weights. */
const BESIDE = ["generation_config.json", "tokenizer.json", ...BESIDE_TOKENIZER];
const INDEX = "model.safetensors.index.json";
const SHARD = /^model-\d+-of-(\d+)\.safetensors$/;
/** Pickled weights: reading them runs whatever code they hold. */
const PICKLE = /\.(bin|pt|pth|ckpt|pkl)$/;
const ROWS = /\.(jsonl(\.gz)?|parquet|arrow)$/;
const JSON_ROWS = /(?<!(^|\/)dataset_infos)\.json(\.gz)?$/;

/** Config, tokenizer and weights of a model. */
export function modelFiles(id: string): FileChoice {
  return withOptional(BESIDE, (paths) => [
    ...required(id, paths, ["config.json"]),
    ...weightsOf(id, paths),
  ]);
}

/** The config of a model alone. */
export function configFiles(id: string): FileChoice {
  return withOptional([], (paths) => required(id, paths, ["config.json"]));
}

/** The tokenizer of a model alone. */
export function tokenizerFiles(id: string): FileChoice {
  return withOptional(BESIDE_TOKENIZER, (paths) => required(id, paths, ["tokenizer.json"]));
}

/** Config and factors of an adapter in PEFT's format. */
export function adapterFiles(id: string): FileChoice {
  return withOptional([], (paths) => {
    const config = required(id, paths, ["adapter_config.json"]);
    if (!paths.includes("adapter_model.safetensors")) refusePickles(id, paths);
    return [...config, ...required(id, paths, ["adapter_model.safetensors"])];
  });
}

/** One file of data: the one that is named, else the only one there is. */
export function dataFile(id: string, file?: string): FileChoice {
  return {
    optional: [],
    isWhole: (here) => file !== undefined && here.includes(file),
    choose: (paths) => {
      const found = dataIn(paths);
      if (file !== undefined && paths.includes(file)) return [file];
      if (file === undefined && found.length === 1) return found;
      const list = found.length === 0
        ? "no .jsonl, .json, .parquet or .arrow"
        : `${shortened(found)}`;
      const why = file === undefined ? "not one file of data" : `no file ${file}`;
      const advice = found.length === 0 ? "choose another" : `name one, as in ${id}:${found[0]}`;
      throw new RangeError(`Cannot read ${id} as it has ${why} but ${list}: ${advice}`);
    },
  };
}

/** The files that hold rows. JSON counts only where there is nothing else: most of it describes something. */
function dataIn(paths: readonly string[]): readonly string[] {
  const rows = paths.filter((path) => ROWS.test(path));
  return rows.length > 0 ? rows : paths.filter((path) => JSON_ROWS.test(path));
}

function withOptional(
  optional: readonly string[],
  needed: (paths: readonly string[]) => readonly string[],
): FileChoice {
  const choose = (paths: readonly string[]) => [
    ...needed(paths),
    ...optional.filter((name) => paths.includes(name)),
  ];
  const isWhole: FileChoice["isWhole"] = (here, absent) => {
    try {
      needed(here);
      return optional.every((name) => here.includes(name) || absent.includes(name));
    } catch {
      return false;
    }
  };
  return { choose, isWhole, optional };
}

/** `model.safetensors`, or the index and all of its shards. */
function weightsOf(id: string, paths: readonly string[]): readonly string[] {
  if (paths.includes("model.safetensors")) return ["model.safetensors"];
  const shards = paths.filter((path) => SHARD.test(path));
  const count = Number(SHARD.exec(shards[0] ?? "")?.[1]);
  if (paths.includes(INDEX) && shards.length === count) return [INDEX, ...shards];
  refusePickles(id, paths);
  return required(id, paths, ["model.safetensors"]);
}

function required(id: string, paths: readonly string[], names: readonly string[]) {
  const missing = names.find((name) => !paths.includes(name));
  if (missing === undefined) return names;
  const found = paths.length === 0 ? "nothing" : shortened(paths);
  throw new RangeError(`Cannot use ${id} as it has no ${missing}, only ${found}`);
}

function refusePickles(id: string, paths: readonly string[]): void {
  const pickle = paths.find((path) => PICKLE.test(path));
  if (pickle === undefined) return;
  throw new RangeError(
    `Cannot use ${id} as its weights are a pickle (${pickle}), which runs code when it is read: load it in Python where you trust it, and save_pretrained writes safetensors`,
  );
}

const SHOWN = 12;

function shortened(paths: readonly string[]): string {
  const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : "";
  return `${paths.slice(0, SHOWN).join(", ")}${more}`;
}
