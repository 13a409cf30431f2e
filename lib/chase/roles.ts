/** Who plays F: Algorithm 1's swap of roles. */
import {
  type PairLogps,
  type Scalar,
  type Tensor,
  type TensorTree,
  tf,
  type Vector,
} from "../base/mod.ts";

/**
 * State of the roles: `role` is 0 while the fast-rate module plays F and 1 while the slow-rate module does; `sums` are
 * the two modules' base losses summed over the window so far, `seen` its steps, `swaps` the swaps since the start.
 */
export interface Roles extends TensorTree {
  readonly role: Scalar;
  readonly sums: Vector;
  readonly seen: Scalar;
  readonly swaps: Scalar;
}

/** The fast-rate module begins in role F. */
export function initRoles(): Roles {
  return { role: tf.scalar(0), sums: tf.zeros([2]), seen: tf.scalar(0), swaps: tf.scalar(0) };
}

/**
 * The roles after a step: at the end of each window of `every` steps, the module whose mean base loss was lower takes
 * role F; a tie goes to the fast-rate module.
 *
 * @param losses Mean base loss of the fast-rate and of the slow-rate module in this step, `[2]`.
 */
export function nextRoles(
  { role, sums, seen, swaps }: Roles,
  losses: Vector,
  every: number,
): Roles {
  const total = tf.add(sums, losses);
  const count = tf.add(seen, 1);
  const ends = tf.cast(tf.greaterEqual(count, every), "float32") as Scalar; // 1 at the end of a window
  const [fast, slow] = tf.unstack(total) as [Scalar, Scalar];
  const winner = tf.cast(tf.less(slow, fast), "float32") as Scalar;
  const next = mix<Scalar>(role, winner, ends);
  const goesOn = tf.sub(1, ends);
  return {
    role: next,
    sums: tf.mul(total, goesOn),
    seen: tf.mul(count, goesOn),
    swaps: tf.add(swaps, tf.abs(tf.sub(next, role))),
  };
}

/** The two modules as F and S: F is the first one while `role` is 0. */
export function assignRoles(
  fast: PairLogps,
  slow: PairLogps,
  role: Scalar,
): { F: PairLogps; S: PairLogps } {
  const pick = (a: PairLogps, b: PairLogps): PairLogps => ({
    ...a,
    chosen: mix(a.chosen, b.chosen, role),
    rejected: mix(a.rejected, b.rejected, role),
  });
  return { F: pick(fast, slow), S: pick(slow, fast) };
}

/** `a` where `which` is 0, `b` where it is 1; the choice is an input, so that a recorded step serves both. */
export function mix<T extends Tensor>(a: T, b: T, which: Scalar): T {
  return tf.add(tf.mul(a, tf.sub(1, which)), tf.mul(b, which));
}
