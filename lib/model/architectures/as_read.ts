import type { ModelConfig } from "../config.ts";

/**
 * A config as its file had it; weights are written as float32.
 *
 * @throws {RangeError} If it was read from no file.
 */
export function asRead({ family, source }: ModelConfig): Record<string, unknown> {
  if (!source) {
    throw new RangeError(
      `Cannot write the config of a ${family} as it is written as its file had it and came from none: make it by parseConfig`,
    );
  }
  const { dtype: _, ...rest } = source;
  return { ...rest, torch_dtype: "float32" };
}
