import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { type HostTensor, readSafetensors, writeSafetensors } from "../../lib/model/mod.ts";
import { fileOf, oneTensor, words } from "./_safetensors.ts";

/** The numbers of the file's tensor `x`. */
function numbersOf(bytes: Uint8Array): number[] {
  return [...readSafetensors(bytes, "x.safetensors").tensors.x!.data];
}

Deno.test("readSafetensors() reads what writeSafetensors() wrote, bit for bit", () => {
  const tensors: Record<string, HostTensor> = {
    "h.0.weight": { shape: [2, 2], data: new Float32Array([1.1, -0, 1e-45, -Infinity]) },
    ids: { shape: [3], data: new Int32Array([-(2 ** 31), 0, 2 ** 31 - 1]) },
    scalar: { shape: [], data: new Float32Array([Math.PI]) },
    empty: { shape: [0, 5], data: new Float32Array() },
    'ключ "': { shape: [1], data: new Float32Array([7]) },
  };
  const metadata = { format: "pt", "": "ä" };
  const read = readSafetensors(writeSafetensors({ tensors, metadata }), "x.safetensors");
  deepEqual(read, { tensors, metadata });
  equal(Object.is(read.tensors["h.0.weight"]!.data[1], -0), true); // deepEqual() takes 0 for −0
});

Deno.test("readSafetensors() knows a pointer of Git LFS", () => {
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0a1b\nsize 548105171\n";
  throws(() => readSafetensors(new TextEncoder().encode(pointer), "x.safetensors"), {
    name: "RangeError",
    message:
      "Cannot read x.safetensors as it is a Git LFS pointer: fetch what it points to with git lfs pull",
  });
});

Deno.test("writeSafetensors() writes a part of a larger array as that part", () => {
  const whole = new Float32Array([1, 2, 3, 4]);
  const tensors = { x: { shape: [2], data: whole.subarray(1, 3) } };
  deepEqual(numbersOf(writeSafetensors({ tensors, metadata: {} })), [2, 3]);
});

Deno.test("writeSafetensors() begins its data at a multiple of eight bytes", () => {
  for (const name of ["a", "ab", "abc", "abcd", "abcdefgh"]) {
    const tensors = { [name]: { shape: [1], data: new Float32Array([1]) } };
    const bytes = writeSafetensors({ tensors, metadata: {} });
    equal(new DataView(bytes.buffer).getBigUint64(0, true) % 8n, 0n);
  }
});

Deno.test("readSafetensors() widens F16, subnormal and infinite numbers too", () => {
  const bits = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x83ff, 0x0400, 0x7c00, 0xfc00, 0x3555, 0x8000];
  const file = oneTensor(
    { dtype: "F16", shape: [2, 5], data_offsets: [0, 20] },
    words(...bits),
  );
  deepEqual(numbersOf(file), [
    1,
    -2,
    65504,
    2 ** -24,
    -1023 * 2 ** -24,
    2 ** -14,
    Infinity,
    -Infinity,
    0.333251953125,
    -0,
  ]);
});

Deno.test("readSafetensors() widens BF16, subnormal and infinite numbers too", () => {
  const bits = [0x3f80, 0xc049, 0x7f7f, 0x0001, 0x8001, 0x0080, 0x7f80, 0xff80, 0x3eab, 0x8000];
  const file = oneTensor(
    { dtype: "BF16", shape: [10], data_offsets: [0, 20] },
    words(...bits),
  );
  deepEqual(numbersOf(file), [
    1,
    -3.140625,
    (2 - 2 ** -7) * 2 ** 127,
    2 ** -133,
    -(2 ** -133),
    2 ** -126,
    Infinity,
    -Infinity,
    0.333984375,
    -0,
  ]);
});

Deno.test("readSafetensors() keeps NaN in half precision", () => {
  for (const [dtype, bits] of [["F16", 0x7e00], ["BF16", 0x7fc0]] as const) {
    ok(
      Number.isNaN(
        numbersOf(oneTensor({ dtype, shape: [], data_offsets: [0, 2] }, words(bits)))[0],
      ),
    );
  }
});

Deno.test("readSafetensors() reads numbers wherever they start", () => {
  const { buffer } = new Float32Array([1.5, -2.5]);
  for (const padding of ["", " ", "  ", "   "]) {
    const header = JSON.stringify({ x: { dtype: "F32", shape: [2], data_offsets: [0, 8] } });
    const file = fileOf(header + padding, new Uint8Array(buffer));
    deepEqual(numbersOf(file), [1.5, -2.5]);
    const within = new Uint8Array(file.length + 3);
    within.set(file, 3);
    deepEqual(numbersOf(within.subarray(3)), [1.5, -2.5]);
  }
});

Deno.test("readSafetensors() reads tensors in whatever order they are stored", () => {
  const file = fileOf({
    b: { dtype: "I32", shape: [1], data_offsets: [4, 8] },
    a: { dtype: "I32", shape: [1], data_offsets: [0, 4] },
  }, [1, 0, 0, 0, 2, 0, 0, 0]);
  const { tensors, metadata } = readSafetensors(file, "x.safetensors");
  deepEqual([...tensors.a!.data, ...tensors.b!.data], [1, 2]);
  deepEqual(metadata, {});
});
