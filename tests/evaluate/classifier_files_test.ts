import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  type ClassifierFiles,
  classifierFromFiles,
  filesFromClassifier,
} from "../../lib/evaluate/mod.ts";
import { small } from "./_classifier.ts";

const files = await filesFromClassifier(small);
const other = await filesFromClassifier({
  ...small,
  features: small.features.with(0, "?"),
  weights: small.weights.map((w) => w + 1),
});

/** Asserts a RangeError of one line that matches. */
function refused(changed: Partial<ClassifierFiles>, why: RegExp) {
  return rejects(classifierFromFiles({ ...files, ...changed }, "judge"), (error: Error) => {
    equal(error.name, "RangeError");
    equal(error.message.includes("\n"), false);
    return why.test(error.message);
  });
}

/** Files that agree with each other, of a classifier that cannot be. */
async function agreeing(change: Partial<typeof small>): Promise<ClassifierFiles> {
  return await filesFromClassifier({ ...small, ...change });
}

Deno.test("classifierFromFiles() reads what filesFromClassifier() wrote, bit for bit", async () => {
  const config = JSON.parse(JSON.stringify(files.config));
  const read = await classifierFromFiles({ ...files, config }, "judge");
  deepEqual(read, small);
  deepEqual(await filesFromClassifier(read), files);
});

Deno.test("filesFromClassifier() writes one feature a line", () => {
  equal(files.vocabulary, "!\nbad\nfilm\ngood\ngood film\ngreat\nnot\nnot good\n");
});

Deno.test("classifierFromFiles() refuses truncated weights", async () => {
  for (const kept of [0, 7, 40, files.weights.length - 1]) {
    await refused(
      { weights: files.weights.subarray(0, kept) },
      /^Cannot read judge\/weights\.safetensors as its SHA-256 must be .*restore the folder's files/,
    );
  }
});

Deno.test("classifierFromFiles() refuses weights of which one bit has flipped", async () => {
  const weights = files.weights.slice();
  weights[weights.length - 3]! ^= 1;
  await refused({ weights }, /weights\.safetensors as its SHA-256/);
});

Deno.test("classifierFromFiles() refuses a vocabulary or weights of another classifier", async () => {
  await refused({ vocabulary: other.vocabulary }, /^Cannot read judge\/vocabulary\.txt as its SHA/);
  await refused({ vocabulary: files.vocabulary.slice(0, -3) }, /vocabulary\.txt as its SHA-256/);
  await refused({ weights: other.weights }, /weights\.safetensors as its SHA-256/);
});

Deno.test("classifierFromFiles() refuses numbers that are none, though the hashes agree", async () => {
  for (const value of [NaN, Infinity]) {
    const bad = await agreeing({ weights: small.weights.map((w, i) => i === 3 ? value : w) });
    await refused(bad, /weights\.safetensors as it must hold a tensor "weights" of 8 finite/);
  }
});

Deno.test("classifierFromFiles() refuses sizes that do not fit, though the hashes agree", async () => {
  await refused(await agreeing({ weights: small.weights.slice(1) }), /"weights" of 8 finite/);
  const twice = await agreeing({ features: small.features.with(1, "!") });
  await refused(
    twice,
    /vocabulary\.txt as it must have 8 different lines: current count is 7 of 8/,
  );
});

Deno.test("classifierFromFiles() refuses configs that are none, naming what must be", async () => {
  const config = files.config as Record<string, unknown>;
  const { calibration } = small;
  const cases: [unknown, RegExp][] = [
    [
      null,
      /config\.json as "format" must be "fastslow-text-classifier-1": current value is undefined/,
    ],
    [[], /"format"/],
    [{ ...config, format: "gpt2" }, /"format" .* current value is "gpt2"; restore/],
    [{ ...config, features: -1 }, /"features" must be > 0: current value is -1/],
    [{ ...config, features: "8" }, /"features"/],
    [{ ...config, vocabulary: "../../etc/passwd" }, /"vocabulary" must be a SHA-256 in hex/],
    [{ ...config, weights: undefined }, /"weights" must be a SHA-256 in hex/],
    [{ ...config, calibration: null }, /"calibration\.bias" must be a number/],
    [{ ...config, calibration: { ...calibration, scale: 0 } }, /"calibration\.scale" must be > 0/],
    [{ ...config, calibration: { ...calibration, power: "x" } }, /"calibration\.power"/],
  ];
  for (const [changed, why] of cases) await refused({ config: changed }, why);
});
