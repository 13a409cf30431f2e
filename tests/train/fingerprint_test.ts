import { equal, match, notEqual } from "node:assert/strict";
import { hashJson } from "../../lib/train/mod.ts";

Deno.test("hashJson() does not depend on the order of keys, at any depth", () => {
  const one = { lr: 1e-3, lora: { rank: 4, targets: ["a", "b"] }, list: [{ x: 1, y: 2 }] };
  const same = { list: [{ y: 2, x: 1 }], lora: { targets: ["a", "b"], rank: 4 }, lr: 1e-3 };
  equal(hashJson(one), hashJson(same));
  match(hashJson(one), /^[0-9a-f]{64}$/);
});

Deno.test("hashJson() depends on every value, on every name and on the order of lists", () => {
  const hash = hashJson({ a: 1, b: [1, 2] });
  for (const other of [{ a: 2, b: [1, 2] }, { a: 1, c: [1, 2] }, { a: 1, b: [2, 1] }, { a: 1 }]) {
    notEqual(hashJson(other), hash);
  }
  notEqual(hashJson({ a: null }), hashJson({}));
  notEqual(hashJson({ a: { b: 1 } }), hashJson({ "a.b": 1 }));
});

Deno.test("hashJson() leaves out what JSON leaves out, and takes what JSON makes of a value", () => {
  equal(hashJson({ a: 1, b: undefined }), hashJson({ a: 1 }));
  equal(hashJson(new Date(0)), hashJson("1970-01-01T00:00:00.000Z"));
});

Deno.test("hashJson() tells a key named __proto__ from none", () => {
  notEqual(hashJson(JSON.parse('{"__proto__": {"a": 1}}')), hashJson({}));
});
