import type { CourseOptions, CourseRound } from "./types.ts";

/** The stream's own pairs, whose answers the reference wrote. */
export async function* offline({ rounds }: CourseOptions): AsyncGenerator<CourseRound, void> {
  for (const round of rounds) yield await Promise.resolve({ round, ties: 0, dropped: 0 });
}
