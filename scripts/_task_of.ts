/** Which task of an experiment is meant. */
import { UsageError } from "./_arguments.ts";
import { type Task, TASKS } from "./_reproduce_options.ts";

/**
 * The task that was asked for, or the experiment's first.
 *
 * @throws {UsageError} If it is another experiment's.
 */
export function taskOf(experiment: keyof typeof TASKS, asked: string | undefined): Task {
  const known: readonly Task[] = TASKS[experiment];
  if (asked === undefined) return known[0]!;
  const found = known.find((task) => task === asked);
  if (found) return found;
  throw new UsageError(
    `--task ${asked} is not one of ${experiment}'s: ${known.join(", ")}. See --help.`,
  );
}
