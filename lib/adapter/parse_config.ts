import type { ModelConfig } from "../model/mod.ts";
import { isLoraTargets, type LoraConfig, type LoraTargets } from "./config.ts";
import { narrowedTargets } from "./narrowed_targets.ts";
import { patternOf } from "./pattern_of.ts";
import { regexProblem } from "./python_regex.ts";
import { refusedFeature } from "./refused_features.ts";

type Json = Readonly<Record<string, unknown>>;

/** Options for {@linkcode parseLoraConfig}. */
export interface ParseOptions {
  /**
   * The model that it is meant for: what `exclude_modules` and `layers_to_transform` take away from the targets is known of
   * a model alone, and refused without one. @default {none}
   */
  readonly model?: ModelConfig;
}

/**
 * Reads PEFT's `adapter_config.json`. Dropout is left out, as there is none here; targets of which others take some away
 * become the whole paths of those that are left.
 *
 * @param source Name of the file, for errors.
 * @throws {RangeError} If it is no LoRA adapter, or uses what is not computed here.
 *
 * @example
 * ```ts
 * import { parseLoraConfig } from "@fastslow/fastslow/adapter";
 * import { deepEqual } from "node:assert/strict";
 *
 * const json = { peft_type: "LORA", r: 4, lora_alpha: 8, target_modules: ["c_attn"], rank_pattern: { "h.0.attn.c_attn": 2 } };
 * deepEqual(parseLoraConfig(json, "adapter_config.json"), {
 *   rank: 4,
 *   alpha: 8,
 *   targets: ["c_attn"],
 *   rankStabilised: false,
 *   rankPattern: { "h.0.attn.c_attn": 2 },
 * });
 * ```
 */
export function parseLoraConfig(
  json: Readonly<Record<string, unknown>>,
  source: string,
  { model }: ParseOptions = {},
): LoraConfig {
  const wrong = (why: string) => new RangeError(`Cannot read ${source} as ${why}`);
  if (json === null || typeof json !== "object") throw wrong("it is not a JSON object");
  if (json.peft_type !== "LORA") {
    throw wrong(`peft_type is ${JSON.stringify(json.peft_type)}: only "LORA" is known`);
  }
  const refused = refusedFeature(json);
  if (refused) {
    throw wrong(`it uses ${refused.feature}, which is not supported: ${refused.cure}`);
  }
  const { r, lora_alpha: alpha } = json;
  if (!isRank(r)) throw wrong(`r is ${JSON.stringify(r)}`);
  if (!isAlpha(alpha)) throw wrong(`lora_alpha is ${JSON.stringify(alpha)}`);
  const rankPattern = patternOf(json, "rank_pattern", { isValue: isRank, wrong });
  const alphaPattern = patternOf(json, "alpha_pattern", { isValue: isAlpha, wrong });
  return {
    rank: r,
    alpha,
    targets: narrowedTargets(json, targetsOf(json, wrong), { model, wrong }),
    rankStabilised: json.use_rslora === true,
    ...(rankPattern && { rankPattern }),
    ...(alphaPattern && { alphaPattern }),
  };
}

function targetsOf(
  { target_modules: targets }: Json,
  wrong: (why: string) => RangeError,
): LoraTargets {
  if (!isLoraTargets(targets)) {
    const value = JSON.stringify(targets);
    throw wrong(
      `target_modules is ${value}: a list of names, an expression or "all-linear" is known`,
    );
  }
  const problem = typeof targets === "string" ? regexProblem(targets) : undefined;
  if (problem === undefined) return targets;
  throw wrong(`target_modules is ${JSON.stringify(targets)}: ${problem}`);
}

function isRank(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}

function isAlpha(value: unknown): value is number {
  return typeof value === "number" && value > 0;
}
