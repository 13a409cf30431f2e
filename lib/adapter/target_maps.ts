import { linearMaps, type ModelConfig, parameterShapes } from "../model/mod.ts";
import type { LoraTargets } from "./config.ts";
import { modulePath } from "./module_path.ts";
import { endsIn, pathMatcher } from "./path_matcher.ts";

/** Embeddings and heads of the models that are known, by the ends of their paths. */
const TOKEN_MAPS = /(^|\.)(wte|wpe|embed_tokens|embed_in|embed_out|lm_head)$/;

/** What PEFT takes for every affine map, in any case. */
const ALL = "all-linear";

/**
 * The affine maps that an adapter changes, with their `[in, out]`. Names and expressions are matched as in
 * {@link https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py | PEFT 0.21.2}; see
 * {@linkcode LoraTargets}. An expression must match the whole of {@linkcode modulePath}, as `re.fullmatch` does.
 *
 * @throws {RangeError} If a name or the expression matches no map of the model, or the expression something else too.
 *
 * @example A name is matched at the end of the path, an expression with the whole of it
 * ```ts
 * import { targetMaps } from "@fastslow/fastslow/adapter";
 * import { parseConfig } from "@fastslow/fastslow/model";
 * import { deepEqual } from "node:assert/strict";
 *
 * const model = parseConfig({ model_type: "gpt2", n_layer: 1, n_embd: 8, n_head: 2, n_positions: 16, vocab_size: 50 });
 * const both = { "h.0.attn.c_proj": [8, 8], "h.0.mlp.c_proj": [32, 8] };
 * deepEqual(targetMaps(model, ["c_proj"]), both);
 * deepEqual(targetMaps(model, String.raw`transformer\.h\.\d+\.\w+\.c_proj`), both);
 * ```
 */
export function targetMaps(
  model: ModelConfig,
  targets: LoraTargets,
): Record<string, readonly [number, number]> {
  const maps = linearMaps(model);
  if (typeof targets !== "string") return named(maps, targets);
  return targets.toLowerCase() === ALL ? maps : matched(maps, targets, model);
}

type Maps = Record<string, readonly [number, number]>;

function named(maps: Maps, targets: readonly string[]): Maps {
  for (const target of targets) {
    if (Object.keys(maps).some((name) => endsIn(modulePath(name), target))) continue;
    const why = TOKEN_MAPS.test(target)
      ? "LoRA on embeddings and heads is not supported: the model's maps are"
      : "the model has no such map: it has";
    throw new RangeError(`Cannot adapt "${target}" as ${why} ${lastNames(maps)}`);
  }
  return those(maps, pathMatcher(targets));
}

function matched(maps: Maps, pattern: string, model: ModelConfig): Maps {
  const isMatched = pathMatcher(pattern);
  const found = those(maps, isMatched);
  if (Object.keys(found).length === 0) {
    throw new RangeError(
      `Cannot adapt by "${pattern}" as it matches the whole path of no map: one of them is "${
        modulePath(Object.keys(maps)[0]!)
      }"`,
    );
  }
  const stranger = otherPaths(maps, model).find(isMatched);
  if (stranger === undefined) return found;
  throw new RangeError(
    `Cannot adapt by "${pattern}" as it matches "${stranger}", too, which is none of the maps: end it in ${
      lastNames(maps)
    }`,
  );
}

function those(maps: Maps, isTarget: (path: string) => boolean): Maps {
  return Object.fromEntries(Object.entries(maps).filter(([name]) => isTarget(modulePath(name))));
}

/** Paths of a model's other modules, as far as its parameters tell; PEFT would adapt them too, or fail. */
function otherPaths(maps: Maps, model: ModelConfig): string[] {
  const owners = Object.keys(parameterShapes(model)).map((name) => parentOf(modulePath(name)));
  const around = Object.keys(maps).flatMap((name) => ancestorsOf(modulePath(name)));
  const adapted = new Set(Object.keys(maps).map(modulePath));
  return [...new Set(["lm_head", ...owners, ...around])].filter((path) => !adapted.has(path));
}

function ancestorsOf(path: string): string[] {
  return path.includes(".") ? [parentOf(path), ...ancestorsOf(parentOf(path))] : [];
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("."));
}

function lastNames(maps: Maps): string {
  return [...new Set(Object.keys(maps).map((name) => name.split(".").at(-1)))].join(", ");
}
