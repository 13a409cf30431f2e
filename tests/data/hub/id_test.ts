import { deepEqual, equal, throws } from "node:assert/strict";
import { isHubId, parseHubId } from "../../../lib/data/mod.ts";

Deno.test("parseHubId() takes ids apart and refuses other texts", () => {
  deepEqual(parseHubId("hf:gpt2", "model"), { kind: "model", name: "gpt2", revision: "main" });
  equal(parseHubId("org/name@refs/pr/1", "model").revision, "refs/pr/1");
  for (
    const id of ["hf:", "hf:a/b/c", "hf:org/name@", "hf:../up", "hf:org/name@a/../b", "hf:o/n:"]
  ) {
    throws(() => parseHubId(id, "dataset"), /an id has the form hf:org\/name/, id);
  }
  throws(() => parseHubId("hf:org/name:x.bin", "model"), /without a file/);
  deepEqual(["/org/name", "org/name:file", "a b/c", "C:\\x"].map(isHubId), [
    false,
    false,
    false,
    false,
  ]);
});
