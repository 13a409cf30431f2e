/** Whether a training run fits into the memory. */
import type { Engine } from "../lib/engine/mod.ts";
import {
  availableMemory,
  estimateTraining,
  inGigabytes,
  requireMemory,
  residentMemory,
  type SizedOptions,
} from "../lib/train/mod.ts";
import { say } from "./_say.ts";

const ADVICE =
  "take a smaller --token-budget, --max-length or model; --no-memory-check tries all the same";

/**
 * Says what a run is estimated to need, and refuses one that does not fit. On a GPU nothing is said, as its memory cannot
 * be asked for.
 *
 * @param there Bytes that this process has or may still take; where that is not known, everything is let through.
 * @throws {RangeError} With what is needed, what is there and what to do.
 */
export function requireRoom(
  options: SizedOptions,
  { name, device }: Pick<Engine, "name" | "device">,
  there: number | undefined = memoryThere(),
): void {
  if (device !== "cpu" || there === undefined) return;
  const { total } = estimateTraining(options, name);
  requireMemory("train", total, ADVICE, there);
  say(`memory: about ${inGigabytes(total)} of ${inGigabytes(there)}`);
}

function memoryThere(): number | undefined {
  const available = availableMemory();
  return available === undefined ? undefined : available + residentMemory();
}
