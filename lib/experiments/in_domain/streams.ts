/** Independent random streams of an experiment: children of a seed's key, so that no two parts draw the same numbers. */
import { fold, type Key, key } from "../../base/mod.ts";

const STREAMS = { world: 7, starts: 8, heldOut: 9, offline: 10, online: 11 } as const;

/** The stream of one part of an experiment. */
export function streamKey(seed: number, part: keyof typeof STREAMS): Key {
  return fold(key(seed), STREAMS[part]);
}
