import { deepEqual, equal } from "node:assert/strict";
import { cleanReview, readReviews } from "../../lib/experiments/mod.ts";

Deno.test("cleanReview() makes one newline of any breaks and one blank of other white space", () => {
  equal(cleanReview("  A.<br /><br />B <BR>\n C\t\tD  "), "A.\nB\nC D");
});

Deno.test("cleanReview() leaves a clean text as it is", () => {
  const text = "One line.\nAnother: 3 < 4.";
  equal(cleanReview(text), text);
});

Deno.test("readReviews() streams the files in order", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/a.jsonl`, '{"text":"x<br />y"}\n{"text":" z "}\n');
  await Deno.writeTextFile(`${folder}/b.jsonl`, '{"text":"w"}\n');
  deepEqual(await Array.fromAsync(readReviews(folder, ["a.jsonl", "b.jsonl"])), ["x\ny", "z", "w"]);
  await Deno.remove(folder, { recursive: true });
});
