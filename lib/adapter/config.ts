/** Settings of a LoRA module, read from and written to PEFT's `adapter_config.json`. */

/** Settings of a LoRA module (Hu et al., 2021). */
export interface LoraConfig {
  /** Rank r of the update. */
  readonly rank: number;
  /** Numerator α of the scaling. */
  readonly alpha: number;
  /** Names of the affine maps that are adapted, matched at the end of their path. */
  readonly targets: readonly string[];
  /** Whether the update is scaled by α/√r (rsLoRA, Kalajdzievski, 2023) instead of α/r. */
  readonly rankStabilised: boolean;
}

/**
 * What the product of the factors is multiplied with: α/r, or α/√r for rsLoRA.
 *
 * @example
 * ```ts
 * import { loraScale } from "@fastslow/fastslow/adapter";
 * import { equal } from "node:assert/strict";
 *
 * const config = { rank: 16, alpha: 32, targets: ["c_attn"], rankStabilised: false };
 * equal(loraScale(config), 2);
 * equal(loraScale({ ...config, rankStabilised: true }), 8);
 * ```
 */
export function loraScale({ rank, alpha, rankStabilised }: LoraConfig): number {
  return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
}

/** Features of PEFT that change the update in a way that is not computed here. */
const REFUSED: Readonly<Record<string, (value: unknown) => boolean>> = {
  use_dora: (value) => value === true,
  lora_bias: (value) => value === true,
  bias: (value) => value !== undefined && value !== "none",
  rank_pattern: isFilled,
  alpha_pattern: isFilled,
  layers_to_transform: (value) => (value ?? null) !== null,
  modules_to_save: (value) => Array.isArray(value) && value.length > 0,
};

/**
 * Reads PEFT's `adapter_config.json`.
 *
 * @throws {RangeError} If it is no LoRA adapter, or uses what is not computed here.
 */
export function parseLoraConfig(
  json: Readonly<Record<string, unknown>>,
  source: string,
): LoraConfig {
  const wrong = (why: string) => new RangeError(`Cannot read ${source} as ${why}`);
  if (json.peft_type !== "LORA") {
    throw wrong(`peft_type is ${JSON.stringify(json.peft_type)}: only "LORA" is known`);
  }
  for (const [name, isUsed] of Object.entries(REFUSED)) {
    if (isUsed(json[name])) throw wrong(`it uses ${name}, which is not supported`);
  }
  const { r, lora_alpha: alpha, target_modules: targets } = json;
  if (!(Number.isInteger(r) && (r as number) > 0)) throw wrong(`r is ${JSON.stringify(r)}`);
  if (!(typeof alpha === "number" && alpha > 0)) {
    throw wrong(`lora_alpha is ${JSON.stringify(alpha)}`);
  }
  if (!(Array.isArray(targets) && targets.every((name) => typeof name === "string"))) {
    throw wrong(`target_modules is ${JSON.stringify(targets)}: a list of names is known`);
  }
  return { rank: r as number, alpha, targets, rankStabilised: json.use_rslora === true };
}

/** Writes settings as PEFT's `adapter_config.json` has them. */
export function formatLoraConfig(config: LoraConfig, base: string | null): Record<string, unknown> {
  return {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: base,
    r: config.rank,
    lora_alpha: config.alpha,
    lora_dropout: 0,
    target_modules: [...config.targets],
    use_rslora: config.rankStabilised,
    fan_in_fan_out: true,
    bias: "none",
    inference_mode: true,
  };
}

function isFilled(value: unknown): boolean {
  return value !== null && typeof value === "object" && Object.keys(value).length > 0;
}
