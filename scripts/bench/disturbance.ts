/** How much of the machine others took while a process was measured. */
import { cpus } from "node:os";

/** Core-seconds that the machine has computed since it started, by all processes; undefined where it does not tell. */
export type BusyClock = () => number | undefined;

/** The operating system's account of all cores. */
export function busySeconds(): number | undefined {
  const cores = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  const milliseconds = cores.reduce((sum, one) => sum + one, 0);
  return milliseconds > 0 ? milliseconds / 1000 : undefined;
}

/** Cores that others take on average at most, for a measurement to count as undisturbed. */
export const QUIET = 0.15;

/**
 * Runs something and adds `others_cores`: cores that all other processes used meanwhile, on average.
 *
 * @param run Tells in `process_cpu_s` what its own process used in all.
 */
export async function watched<T extends { readonly process_cpu_s?: number }>(
  run: () => Promise<T>,
  { busy = busySeconds as BusyClock, now = () => performance.now() } = {},
): Promise<T & { readonly others_cores?: number }> {
  const [before, started] = [busy(), now()];
  const told = await run();
  const [after, seconds] = [busy(), (now() - started) / 1000];
  if (before === undefined || after === undefined || told.process_cpu_s === undefined) return told;
  return { ...told, others_cores: Math.max(0, (after - before - told.process_cpu_s) / seconds) };
}
