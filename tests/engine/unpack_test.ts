import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { isNeeded } from "../../lib/engine/parts.ts";
import { unpack } from "../../lib/engine/unpack.ts";
import { zip } from "./_zip.ts";

/** Unpacks `archive` into `FOLDER/in/target` and lists what lies in `FOLDER` then. */
async function unpacked(
  archive: Uint8Array,
  wanted: (path: string) => boolean = () => true,
): Promise<{ files: Record<string, string>; count: number; error?: unknown }> {
  const folder = await Deno.makeTempDir({ prefix: "fastslow-unpack-" });
  try {
    const path = join(folder, "archive.zip");
    const target = join(folder, "in", "target");
    await Deno.writeFile(path, archive);
    const [outcome] = await Promise.allSettled([unpack(path, target, wanted)]);
    await Deno.remove(path);
    const files = await filesBelow(folder);
    return outcome.status === "fulfilled"
      ? { files, count: outcome.value }
      : { files, count: 0, error: outcome.reason };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function filesBelow(folder: string, prefix = ""): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) Object.assign(files, await filesBelow(path, `${prefix}${name}/`));
    else files[prefix + name] = await Deno.readTextFile(path);
  }
  return files;
}

Deno.test("unpack() takes the wanted files alone, and says how many", async () => {
  const archive = zip({ "a/": "", "a/one": "1", "a/two": "2", "b/c/three": "3", "..four": "4" });
  const { files, count } = await unpacked(archive, (path) => path !== "a/two");
  deepEqual(files, {
    "in/target/a/one": "1",
    "in/target/b/c/three": "3",
    "in/target/..four": "4",
  });
  equal(count, 3);
  deepEqual(await unpacked(archive, () => false), { files: {}, count: 0 });
});

Deno.test("unpack() inflates a compressed file", async () => {
  const text = "sing, goddess ".repeat(5000);
  const archive = deflated("poem", new TextEncoder().encode(text));
  deepEqual((await unpacked(archive)).files, { "in/target/poem": text });
});

const ESCAPES = [
  "../evil",
  "a/../../evil",
  "..",
  "/evil",
  "C:/evil",
  "..\\evil",
  "a\\evil",
  "\\evil",
];
for (const name of ESCAPES) {
  Deno.test(`unpack() refuses an archive that names ${name}, wanted or not`, async () => {
    const archive = zip({ good: "good", [name]: "evil" });
    const { files, error } = await unpacked(archive);
    ok(error instanceof RangeError, String(error));
    match(error.message, /^Cannot unpack .*archive\.zip: .*(path|fileName)/);
    ok(Object.values(files).every((text) => text !== "evil"), JSON.stringify(files));
    ok((await unpacked(archive, (path) => path === "good")).error instanceof RangeError);
  });
}

Deno.test("unpack() refuses a damaged archive by name", async () => {
  const whole = zip({ a: "x".repeat(300), b: "y" });
  const deflatedPoem = deflated("poem", new TextEncoder().encode("sing, goddess ".repeat(5000)));
  const scratched = deflatedPoem.slice();
  scratched.fill(0xff, 50, 80);
  const damages: Record<string, Uint8Array> = {
    "nothing": new Uint8Array(),
    "no archive": new TextEncoder().encode("<html>not found</html>".repeat(20)),
    "cut in the directory": whole.subarray(0, whole.length - 30),
    "cut in a file": whole.subarray(0, 100),
    "scratched": scratched,
    "a local header that is none": whole.with(0, 0),
  };
  for (const [damage, bytes] of Object.entries(damages)) {
    const { error } = await unpacked(bytes);
    ok(error instanceof RangeError, `${damage}: ${error}`);
    match(error.message, /^Cannot unpack .*archive\.zip: ./, damage);
  }
});

Deno.test("unpack() refuses a file that stands where a folder is needed", async () => {
  const { error } = await unpacked(zip({ "a": "file", "a/b": "below" }));
  ok(error instanceof RangeError, String(error));
});

Deno.test("unpack() names an archive that is missing", async () => {
  const message = /^Cannot unpack no\/such\.whl: .*ENOENT/;
  await rejects(unpack("no/such.whl", ".", () => true), { name: "RangeError", message });
});

Deno.test("isNeeded() takes libraries and C headers, neither code nor data of the wheels", () => {
  const verdicts: Record<string, boolean> = {
    "tensorflow/libtensorflow_cc.so.2": true,
    "tensorflow/libtensorflow_framework.so.2": true,
    "tensorflow/include/tensorflow/c/eager/c_api.h": true,
    "tensorflow/include/xla/tsl/c/tsl_status.h": true,
    "tensorflow/include/tensorflow/core/platform/ctstring_internal.h": true,
    "tensorflow/include/tsl/platform/ctstring.h": true,
    "nvidia/cublas/lib/libcublas.so.12": true,
    "nvidia/cuda_nvcc/bin/ptxas": true,
    "nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc": true,
    "tensorflow/__init__.py": false,
    "tensorflow/python/_pywrap_tensorflow_internal.so": false,
    "tensorflow/include/tensorflow/core/framework/op.h": false,
    "nvidia/cublas/include/cublas.h": false,
    "nvidia/cuda_nvcc/bin/nvlink": false,
    "../tensorflow/libtensorflow_cc.so.2": false,
  };
  for (const [path, verdict] of Object.entries(verdicts)) equal(isNeeded(path), verdict, path);
});

/** An archive of one compressed file: a stored one whose body, method and sizes are replaced. */
function deflated(name: string, body: Uint8Array): Uint8Array {
  const packed = deflateRawSync(body);
  const stored = zip({ [name]: "?".repeat(packed.length) });
  const view = new DataView(stored.buffer);
  const directory = 30 + name.length + packed.length;
  stored.set(packed, 30 + name.length);
  for (const at of [8, directory + 10]) view.setUint16(at, 8, true); // method: deflate
  for (const at of [22, directory + 24]) view.setUint32(at, body.length, true); // size when inflated
  return stored;
}
