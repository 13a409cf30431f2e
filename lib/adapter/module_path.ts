/** Paths of a model's parts as PEFT knows them. */
import { modulePath } from "../model/mod.ts";

export { modulePath };

/** PEFT's `fan_in_fan_out`: whether files keep a map as `[in, out]`, as GPT-2's Conv1D does, not as `[out, in]`. */
export function keptInOut(map: string): boolean {
  return modulePath(map) !== map;
}
