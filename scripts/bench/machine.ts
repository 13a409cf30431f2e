/** What was measured on. */
import { cpus, totalmem } from "node:os";

/** Facts about the machine. */
export interface Machine {
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  /** Processes that waited for a core in the minute before, on average. */
  readonly load: number;
}

/** The machine that this process runs on. */
export function machine(): Machine {
  return {
    system: `${Deno.build.os} ${Deno.build.arch}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: navigator.hardwareConcurrency,
    memory_gib: Number((totalmem() / 2 ** 30).toFixed(1)),
    load: Number(Deno.loadavg()[0]!.toFixed(2)),
  };
}
