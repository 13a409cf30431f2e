import { equal, throws } from "node:assert/strict";
import {
  encodePairs,
  requireSameRejected,
  tokenizerFromJson,
  trainBpe,
} from "../../lib/tokens/mod.ts";

const tokenizer = tokenizerFromJson(trainBpe(["a"], { vocabSize: 257 }));
const encoded = (...rejected: (string | string[])[]) =>
  encodePairs(
    rejected.map((rejected, row) => ({
      prompt: "Tea?",
      chosen: " Yes",
      rejected,
      row: 2 * row + 4,
      scores: { chosen: 1, rejected: [rejected].flat().map((_, k) => -k) },
    })),
    tokenizer,
  ).pairs;

Deno.test("requireSameRejected() says how many rejected answers every pair has", () => {
  equal(requireSameRejected(encoded(" No", [" Hm"])), 1);
  equal(requireSameRejected(encoded([" No", " Hm"], [" Oh", " Ah"])), 2);
  equal(requireSameRejected([]), 0);
});

Deno.test("requireSameRejected() names both rows that differ, and one without any", () => {
  throws(() => requireSameRejected(encoded([" No", " Hm"], [" Oh", " Ah"], " No")), {
    name: "RangeError",
    message:
      "Cannot compare answers as row 9 has 1 rejected ones where row 5 has 2: give all rows the same number",
  });
  throws(() => requireSameRejected(encoded([" No"]).map((pair) => ({ ...pair, rejected: [] }))), {
    name: "RangeError",
    message: "Cannot compare answers as row 5 has no rejected one: give each row at least one",
  });
});

Deno.test("encodePairs() keeps scores beside the answers that they are of", () => {
  equal(encoded([" No", " Hm"])[0]!.scores!.rejected.join(), "0,-1");
});
