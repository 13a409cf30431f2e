/** Which rounds can be made, and how old their policy is. */
import { TASK } from "./judged_round.ts";

/** Rounds since the policy that a round samples was asked for. */
export function ageOf(round: number, staleness: number): number {
  return Number.isFinite(staleness) ? round % staleness : round;
}

/** Refuses rounds that cannot be made. */
export function requireRounds(staleness: number, answers: number) {
  if (!(staleness >= 1 && (Number.isInteger(staleness) || staleness === Infinity))) {
    throw new RangeError(
      `Cannot ${TASK} as staleness must be a whole number ≥ 1, or Infinity: current value is ${staleness}`,
    );
  }
  if (!(Number.isInteger(answers) && answers >= 2)) {
    throw new RangeError(
      `Cannot ${TASK} as answers must be a whole number ≥ 2: current value is ${answers}`,
    );
  }
}
