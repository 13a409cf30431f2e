/** Memory that this process may still take. */
import process from "node:process";

/**
 * Bytes that are free for this process: of the system's, and of the limit that a container or control group sets, where
 * there is one.
 *
 * @returns `undefined` where the system may not be asked.
 */
export function availableMemory(): number | undefined {
  if (Deno.permissions.querySync({ name: "sys", kind: "systemMemoryInfo" }).state !== "granted") {
    return undefined;
  }
  const { available } = Deno.systemMemoryInfo();
  return Math.max(0, Math.min(available, process.constrainedMemory() - residentMemory()));
}

/** Bytes that this process holds. */
export function residentMemory(): number {
  return process.memoryUsage().rss;
}

/** Bytes as people read them. */
export function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;
}

/**
 * Refuses what does not fit into the memory.
 *
 * @param what What is to be done, such as "train".
 * @param needed Bytes that it takes.
 * @param advice What to do instead.
 * @param available Bytes that are free; where that is not known, everything is let through.
 * @throws {RangeError} With what is needed, what is there and the advice.
 */
export function requireMemory(
  what: string,
  needed: number,
  advice: string,
  available: number | undefined,
): void {
  if (available === undefined || needed <= available) return;
  throw new RangeError(
    `Cannot ${what} as it needs about ${inGigabytes(needed)} of memory and ${
      inGigabytes(available)
    } are there: ${advice}`,
  );
}
