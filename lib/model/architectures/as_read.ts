import type { ModelConfig } from "../config.ts";

/** A config as its file had it; weights are written as float32. */
export function asRead({ source }: ModelConfig): Record<string, unknown> {
  const { dtype: _, ...rest } = source ?? {};
  return { ...rest, torch_dtype: "float32" };
}
