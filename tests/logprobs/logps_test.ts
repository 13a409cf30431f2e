import { deepEqual } from "node:assert/strict";
import { disposeTree } from "../../lib/base/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import { noLeaks } from "../_support.ts";

Deno.test("logps() makes the four vectors, of length 1 where none is given", async () => {
  const made = logps({ chosen: [-1, -2], rejected: [-3, -4], rejectedLengths: [5, 6] });
  const read = await Promise.all(
    [made.chosen, made.rejected, made.chosenLengths, made.rejectedLengths].map((v) => v.array()),
  );
  deepEqual(read, [[-1, -2], [-3, -4], [1, 1], [5, 6]]);
});

Deno.test("logps() leaves no tensor behind but its vectors", async () => {
  await noLeaks(() => {
    const { ...vectors } = logps({ chosen: [-1], rejected: [-2] });
    disposeTree(vectors);
  });
});
