/** The probability that two items keep their order in a Mallows ranking with Kendall's distance. */
import { type Tensor, tf, type Vector, withBackward, withGradient } from "../base/mod.ts";

/**
 * −log g(s) of the gap s of ranks, bridged over (−1, 1), where φ = e^{−c}; stable for any s and c > 0.
 *
 * With T(s) = 1 − g(s), the law is T(s) = a(s) − a(s+1), a(s) = s/(e^{cs} − 1). Written as e^{−cs} W(s), it does not
 * underflow in the logarithm; with x = cs, y = x + c and Q(x) = (x/2) coth(x/2) − 1,
 * W(s) = (1 + x/2 + Q(x)) / (1 + c/2 + Q(c)) − e^{−c} (½ + (Q(y) − Q(x))/c), which does not cancel for small c.
 *
 * @param s Gaps of ranks, `[pairs]`.
 * @param c −log φ of each pair, `[pairs]`.
 */
export function negLogKendall(s: Vector, c: Tensor): Vector {
  const ahead = notNegative(s);
  const size = tf.mul(s, tf.sub(tf.mul(ahead, 2), 1)); // |s|, with slope 1 at 0
  const bridged = tf.sub(size, tf.mul(tf.relu(tf.sub(1, size)), 0.5));
  const logTail = logTailOf(bridged, c);
  const won = tf.neg(tf.log1p(tf.neg(tf.exp(logTail)))); // −log(1 − T)
  return tf.sub(tf.mul(ahead, won), tf.mul(tf.sub(1, ahead), logTail));
}

/** log T(s) for s ≥ −½. */
function logTailOf(s: Tensor, c: Tensor): Tensor {
  const [x, y] = [tf.mul(s, c), tf.mul(tf.add(s, 1), c)];
  const rise = tf.div(tf.sub(cothLess(y), cothLess(x)), c); // (Q(y) − Q(x))/c
  const kept = tf.mul(tf.exp(tf.neg(c)), tf.add(rise, 0.5));
  return tf.sub(tf.log(tf.sub(tf.div(bose(x), bose(c)), kept)), x);
}

/** x/(1 − e^{−x}) = 1 + x/2 + Q(x), for x < 0 as e^x times that of −x, since it would cancel. */
function bose(x: Tensor): Tensor {
  const ahead = notNegative(x);
  const size = tf.mul(x, tf.sub(tf.mul(ahead, 2), 1));
  const small = tf.exp(tf.mul(x, tf.sub(1, ahead)));
  return tf.mul(tf.add(tf.add(cothLess(x), tf.div(size, 2)), 1), small);
}

/** Q(x) = (x/2) coth(x/2) − 1: by its series where |x| < 1, where the closed form cancels. */
function cothLess(x: Tensor): Tensor {
  const size = tf.abs(x);
  const far = tf.relu(tf.sub(size, 1)); // |x| − 1 beyond 1, else 0
  const large = tf.add(far, 1);
  const near = tf.square(tf.sub(size, far)); // min(|x|, 1)²
  const outside = tf.sub(1, notNegative(tf.sub(1, size))); // at 1 itself, far has no slope
  const closed = tf.sub(tf.div(large, tf.mul(tf.tanh(tf.div(large, 2)), 2)), 1);
  return tf.add(tf.mul(outside, closed), tf.mul(tf.sub(1, outside), series(near)));
}

/** Q's series in x², up to x¹²: beyond that less than 1e-9 at x = 1. */
function series(squared: Tensor): Tensor {
  const coefficients = [
    1 / 12,
    -1 / 720,
    1 / 30240,
    -1 / 1209600,
    1 / 47900160,
    -691 / 1307674368000,
  ];
  return coefficients.toReversed().reduce<Tensor>(
    (sum, coefficient) => tf.mul(tf.add(sum, coefficient), squared),
    tf.zerosLike(squared),
  );
}

/** 1 where x ≥ 0, else 0; a constant to the gradient. */
function notNegative<T extends Tensor>(x: T): T {
  return withGradient([x], (x) =>
    withBackward(
      tf.cast(tf.greaterEqual(x, 0), "float32"),
      { x },
      (_, { x }) => tf.zerosLike(x),
    )) as T;
}
