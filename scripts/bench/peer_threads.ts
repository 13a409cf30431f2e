/** How a peer's threads wait for each other, chosen so that the peer does its best. */
import { readEnv } from "../_environment.ts";

/** Variables for a process. */
export type Environment = Readonly<Record<string, string>>;

/** A way to run a peer, and how fast small operations are under it. */
export interface Threads {
  readonly environment: Environment;
  /** Milliseconds of the probe under each way. */
  readonly probed_ms: Readonly<Record<string, number>>;
}

/** OpenMP's threads spin while they wait: best alone on a machine, ruinous where another process has one of the cores. */
const WAYS: Readonly<Record<string, Environment>> = {
  default: {},
  passive: { OMP_WAIT_POLICY: "PASSIVE" },
};
const THEIRS = ["OMP_WAIT_POLICY", "OMP_NUM_THREADS", "GOMP_SPINCOUNT", "KMP_BLOCKTIME"];

/**
 * The way under which the probe is fastest; what the user set in the environment stays as it is.
 *
 * @param probe Milliseconds of small operations in a process of the peer with these variables.
 */
export async function bestThreads(
  probe: (environment: Environment) => Promise<number>,
): Promise<Threads> {
  if (THEIRS.some((name) => readEnv(name) !== undefined)) return { environment: {}, probed_ms: {} };
  const probed: Record<string, number> = {};
  for (const [name, environment] of Object.entries(WAYS)) probed[name] = await probe(environment);
  const [best] = Object.entries(probed).reduce((a, b) => b[1] < a[1] ? b : a);
  return { environment: WAYS[best]!, probed_ms: probed };
}
