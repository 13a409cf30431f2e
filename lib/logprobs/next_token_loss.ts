import { type Scalar, type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";
import { entryOf, logSumOf } from "./scores.ts";

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
    const law = tf.softmax(scores);
    const value = tf.mean(tf.sub(logSumOf(scores, law), entryOf(scores, targets)));
    const place = targets.expandDims(1);
    // With e the indicator of the target, the scores' gradient is (law − e) / tokens, which is not made.
    const dHidden = tf.sub(
      tf.matMul(law, head as tf.Tensor2D),
      tf.gather(head, targets as tf.Tensor1D),
    );
    const dHead = tf.sub(
      tf.matMul(law, rows, true, false),
      tf.scatterND(place, rows, head.shape as [number, number]),
    );
    return withBackward(value, { dHidden, dHead }, (dy, { dHidden, dHead }) => {
      const share = tf.div(dy, tokens);
      return [tf.mul(dHidden, share), tf.mul(dHead, share)];
    });
  }) as Scalar;
}
