import { deepEqual, throws } from "node:assert/strict";
import { readSafetensors } from "../../lib/model/mod.ts";
import { parseHeader } from "../../lib/model/safetensors_header.ts";
import { fileOf, oneTensor } from "./_safetensors.ts";

const GOOD = { dtype: "F32", shape: [2], data_offsets: [0, 8] };

/** A file whose header claims to be this long. */
function claiming(length: bigint): Uint8Array {
  const bytes = oneTensor(GOOD);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
}

const REFUSED: readonly [why: string, bytes: Uint8Array, name: string, message: RegExp][] = [
  ["an empty file", new Uint8Array(), "RangeError", /truncated: it has 0 bytes/],
  ["a file cut within its first number", oneTensor(GOOD).slice(0, 5), "RangeError", /has 5 bytes/],
  ["a file cut within its header", oneTensor(GOOD).slice(0, 20), "RangeError", /truncated/],
  ["a file cut within its data", oneTensor(GOOD).slice(0, -1), "RangeError", /section of 7.*trunc/],
  ["a header longer than the file", claiming(1000n), "RangeError", /header claims 1000 bytes/],
  ["a header longer than memory", claiming(2n ** 63n), "RangeError", /header claims 9223372/],
  ["a header cut short", claiming(10n), "SyntaxError", /header is not JSON/],
  ["a header that is not JSON", fileOf("{x"), "SyntaxError", /header is not JSON/],
  ["a header that is not UTF-8", badText(), "SyntaxError", /header is not JSON/],
  ["an empty header", fileOf(""), "SyntaxError", /header is not JSON/],
  ["a list for a header", fileOf([]), "SyntaxError", /header is not a JSON object/],
  ["null for a header", fileOf("null"), "SyntaxError", /header is not a JSON object/],
  ["null for a tensor", oneTensor(null), "RangeError", /has dtype undefined/],
  ["an unknown dtype", oneTensor({ ...GOOD, dtype: "F8_E4M3" }), "RangeError", /dtype "F8_E4M3"/],
  [
    "a dtype that JavaScript knows",
    oneTensor({ ...GOOD, dtype: "toString" }),
    "RangeError",
    /dtype/,
  ],
  ["a missing shape", oneTensor({ ...GOOD, shape: undefined }), "RangeError", /shape undefined/],
  ["a negative shape", oneTensor({ ...GOOD, shape: [-1, -2] }), "RangeError", /shape \[-1,-2\]/],
  ["a broken shape", oneTensor({ ...GOOD, shape: [1.5] }), "RangeError", /has the shape \[1.5\]/],
  ["a shape in words", oneTensor({ ...GOOD, shape: ["2"] }), "RangeError", /the shape \["2"\]/],
  ["too few bytes", oneTensor({ ...GOOD, shape: [3] }), "RangeError", /8 bytes where .* takes 12/],
  ["too many bytes", oneTensor({ ...GOOD, shape: [] }), "RangeError", /8 bytes where .* takes 4/],
  [
    "a shape beyond all numbers",
    oneTensor({ ...GOOD, shape: [2 ** 52, 2 ** 52] }),
    "RangeError",
    /8 bytes where/,
  ],
  ["offsets out of bounds", offsets(8, 16), "RangeError", /bytes 8 to 16 of a data section of 8/],
  ["offsets that run backwards", offsets(8, 0), "RangeError", /lies at bytes 8 to 0/],
  ["negative offsets", offsets(-8, 0), "RangeError", /has the offsets \[-8,0\]/],
  ["a single offset", oneTensor({ ...GOOD, data_offsets: [0] }), "RangeError", /the offsets \[0\]/],
  [
    "overlapping tensors",
    fileOf({ x: GOOD, y: GOOD }, new Uint8Array(8)),
    "RangeError",
    /"y" overlaps another/,
  ],
  [
    "tensors that overlap in part",
    fileOf({ x: GOOD, y: { ...GOOD, data_offsets: [4, 12] } }, new Uint8Array(12)),
    "RangeError",
    /overlaps/,
  ],
];

for (const [why, bytes, name, message] of REFUSED) {
  Deno.test(`readSafetensors() refuses ${why}`, () => {
    throws(() => readSafetensors(bytes, "bad.safetensors"), { name, message });
    throws(() => readSafetensors(bytes, "bad.safetensors"), {
      message: /^Cannot read bad\.safetensors as [^\n]+$/,
    });
  });
}

Deno.test("parseHeader() needs the header alone if it is told the file's size", () => {
  const file = fileOf({ x: GOOD, __metadata__: { format: "pt" } }, new Uint8Array(8));
  const header = parseHeader(file.slice(0, -8), "x.safetensors", file.length);
  deepEqual(header, {
    tensors: { x: { dtype: "F32", shape: [2], offsets: [0, 8] } },
    metadata: { format: "pt" },
    dataStart: file.length - 8,
  });
});

function offsets(begin: number, end: number): Uint8Array {
  return oneTensor({ ...GOOD, data_offsets: [begin, end] });
}

function badText(): Uint8Array {
  const bytes = fileOf('{"é":0}');
  bytes[10] = 0xff;
  return bytes;
}
