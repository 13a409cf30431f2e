import { type Scalar, type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";
import { weigh } from "./head.ts";

/**
 * Mean of −log softmax(hidden · headᵀ) at the target of each row, with gradients to hidden states *and* head: the loss of
 * language-model training.
 *
 * The mean's gradient is known up to one factor as soon as the scores are, so it is computed with the value and the
 * scores, `[tokens, vocab]`, are not held.
 *
 * @param hidden Hidden states, `[tokens, width]`.
 * @param head The head's matrix, `[vocab, width]`.
 * @param targets Token ids, `[tokens]`, int32.
 * @returns In nats a token.
 */
export function nextTokenLoss(hidden: Tensor, head: Tensor, targets: Tensor): Scalar {
  return withGradient([hidden, head], (hidden, head) => {
    const tokens = hidden.shape[0]!;
    const rows = hidden as tf.Tensor2D;
    const scores = tf.matMul(rows, head as tf.Tensor2D, false, true); // [tokens, vocab]
    const { logps, weights, total } = weigh(scores, targets);
    const value = tf.neg(tf.mean(logps));
    const place = targets.expandDims(1);
    // With p the softmax and e the indicator of the target, the scores' gradient is (p − e) / tokens; neither is made.
    const dHidden = tf.sub(
      tf.div(tf.matMul(weights, head as tf.Tensor2D), total),
      tf.gather(head, targets as tf.Tensor1D),
    );
    const dHead = tf.sub(
      tf.matMul(weights, tf.div(rows, total), true, false),
      tf.scatterND(place, rows, head.shape as [number, number]),
    );
    return withBackward(value, { dHidden, dHead }, (dy, { dHidden, dHead }) => {
      const share = tf.div(dy, tokens);
      return [tf.mul(dHidden, share), tf.mul(dHead, share)];
    });
  }) as Scalar;
}
