import { deepEqual } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { joinAnswers } from "../../lib/train/join_answers.ts";
import { noLeaks, take } from "../_support.ts";

Deno.test("joinAnswers() lists the first answers of all parts before the second ones", async () => {
  // Two pairs with answers a b, then c d; one pair with e, then f.
  const parts = [tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([5, 6])];
  deepEqual([...await take(joinAnswers(parts, [2, 1]))], [1, 2, 5, 3, 4, 6]);
});

Deno.test("joinAnswers() of one answer a pair joins the parts, and leaves nothing behind", async () => {
  const parts = [tf.tensor1d([1, 2]), tf.tensor1d([5])];
  await noLeaks(async () => deepEqual([...await take(joinAnswers(parts, [2, 1]))], [1, 2, 5]));
  const longer = [tf.tensor1d([1, 2, 3]), tf.tensor1d([5, 6, 7])];
  await noLeaks(async () =>
    deepEqual([...await take(joinAnswers(longer, [1, 1]))], [1, 5, 2, 6, 3, 7])
  );
});
