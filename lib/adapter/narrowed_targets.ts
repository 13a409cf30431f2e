import type { ModelConfig } from "../model/mod.ts";
import { isLoraTargets, type LoraTargets } from "./config.ts";
import { modulePath } from "./module_path.ts";
import { pathMatcher } from "./path_matcher.ts";
import { pythonRegex, regexProblem } from "./python_regex.ts";
import { targetMaps } from "./target_maps.ts";

type Json = Readonly<Record<string, unknown>>;

/** Fields of PEFT's config that take maps away from the targets. */
const NARROWING = ["exclude_modules", "layers_to_transform"] as const;

/** What {@linkcode narrowedTargets} needs besides the config. */
export interface NarrowingOptions {
  /** The model whose maps are meant, if it is known. */
  readonly model: ModelConfig | undefined;
  /** Makes the error for a config that cannot be read. */
  readonly wrong: (why: string) => RangeError;
}

/**
 * Targets without what `exclude_modules`, `layers_to_transform` and `layers_pattern` take away, as in
 * {@link https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py | PEFT 0.21.2}: whole paths of the
 * maps that are left. Where nothing is taken away they stay in their form.
 *
 * @throws {RangeError} If something is taken away of an unknown model, a field has not PEFT's form, or no map is left.
 */
export function narrowedTargets(
  json: Json,
  targets: LoraTargets,
  { model, wrong }: NarrowingOptions,
): LoraTargets {
  const field = NARROWING.find((name) => listOf(json[name]).length > 0);
  if (field === undefined) return targets;
  if (!model) throw wrong(`it uses ${field}, of which only a model tells what is left`);
  const isExcluded = pathMatcher(excludedOf(json, wrong));
  const layerOf = layerFinder(json, wrong);
  const layers = listOf(json.layers_to_transform);
  if (!layers.every(Number.isInteger)) {
    throw wrong(`layers_to_transform is ${JSON.stringify(layers)}: whole numbers are known`);
  }
  const left = Object.keys(targetMaps(model, targets)).map(modulePath).filter((path) =>
    !isExcluded(path) && (layers.length === 0 || layers.includes(layerOf(path)))
  );
  if (left.length > 0) return left;
  throw wrong(`no map of the model is left by ${field}`);
}

function excludedOf(
  { exclude_modules }: Json,
  wrong: NarrowingOptions["wrong"],
): LoraTargets {
  const excluded = exclude_modules ?? [];
  const problem = !isLoraTargets(excluded)
    ? "a list of names or an expression is known"
    : typeof excluded === "string"
    ? regexProblem(excluded)
    : undefined;
  if (problem === undefined) return excluded as LoraTargets;
  throw wrong(`exclude_modules is ${JSON.stringify(excluded)}: ${problem}`);
}

/** From a path to the number of its layer: the first one behind a name of `layers_pattern`, or behind any name. */
function layerFinder(
  { layers_pattern }: Json,
  wrong: NarrowingOptions["wrong"],
): (path: string) => number | undefined {
  const names = listOf(layers_pattern).map(String);
  const problem = names.map(regexProblem).find((problem) => problem !== undefined);
  if (problem !== undefined) {
    throw wrong(`layers_pattern is ${JSON.stringify(layers_pattern)}: ${problem}`);
  }
  const rules = names.length === 0
    ? [/^.*?\.[^.]*\.(?<layer>\d+)\./u]
    : names.map((name) =>
      new RegExp(`^(?:(?:^|.*?\\.)${pythonRegex(name)}\\.(?<layer>\\d+)\\.)`, "u")
    );
  return (path) => {
    const found = rules.map((rule) => rule.exec(path)).find((match) => match !== null);
    const layer = found?.groups?.layer;
    return layer === undefined ? undefined : Number(layer);
  };
}

/** What PEFT takes alone or in a list. */
function listOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined || value === "") return [];
  return Array.isArray(value) ? value : [value];
}
