import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  fileExists,
  readAll,
  readBytes,
  readJson,
  readPairs,
  readText,
} from "../../lib/data/mod.ts";
import { withFile } from "./_files.ts";

const READERS: Record<string, (path: string) => Promise<unknown>> = {
  readBytes,
  readText,
  readJson,
  readPairs: (path) => readAll(readPairs(path)),
};

for (const [name, read] of Object.entries(READERS)) {
  for (const ending of ["", ".gz"]) {
    Deno.test(`${name}() says that a file${ending} is missing`, async () => {
      await rejects(read(`nowhere/data.jsonl${ending}`), {
        name: "RangeError",
        message: `Cannot read nowhere/data.jsonl${ending} as no such file exists: check the path`,
      });
    });

    Deno.test(`${name}() says that the path${ending} is a folder`, async () => {
      const folder = await Deno.makeTempDir({ suffix: ending });
      await rejects(read(folder), {
        name: "RangeError",
        message: `Cannot read ${folder} as it is a folder: name a file in it`,
      });
      await Deno.remove(folder);
    });
  }

  Deno.test(`${name}() says that a path through a file leads nowhere`, async () => {
    await withFile("a", "", async (path) => {
      await rejects(
        read(`${path}/b`),
        /as no such file exists: check the path/,
      );
    });
  });

  Deno.test({
    name: `${name}() says that reading is not permitted`,
    permissions: { read: false },
    fn: () =>
      rejects(read("deno.json"), {
        name: "RangeError",
        message: "Cannot read deno.json as Deno may not read it: run with --allow-read",
      }),
  });
}

Deno.test({
  name: "readText() says that the access rights are missing",
  ignore: Deno.build.os === "windows" || Deno.uid() === 0,
  fn: () =>
    withFile("a.txt", "", async (path) => {
      await Deno.chmod(path, 0);
      await rejects(
        readText(path),
        /is not permitted: check its access rights/,
      );
    }),
});

Deno.test("readBytes() gives the bytes as they are, unzipped where the name says so", async () => {
  const bytes = new Uint8Array(300_000).map((_, i) => i * 7);
  for (const name of ["a.bin", "a.bin.gz"]) {
    await withFile(name, bytes, async (path) => {
      deepEqual(await readBytes(path), bytes);
    });
  }
});

Deno.test("readText() refuses what is not UTF-8", async () => {
  await withFile("a.txt", Uint8Array.of(0xc3), async (path) => {
    await rejects(readText(path), {
      name: "SyntaxError",
      message: `Cannot read ${path} as it is not UTF-8: convert the file to UTF-8`,
    });
  });
});

Deno.test("readJson() reads a value of any type", async () => {
  await withFile("a.json.gz", `\ufeff[1, {"a": null}]`, async (path) => {
    deepEqual(await readJson(path), [1, { a: null }]);
  });
});

Deno.test("readJson() says why a file is not JSON", async () => {
  for (
    const [content, why] of [["", /end of JSON/], ["{'a': 1}", /property/]]
  ) {
    await withFile("a.json", content as string, async (path) => {
      await rejects(readJson(path), (error: Error) => {
        equal(error.name, "SyntaxError");
        equal(
          error.message.startsWith(`Cannot read ${path} as it is not JSON: `),
          true,
        );
        return (why as RegExp).test(error.message);
      });
    });
  }
});

Deno.test("fileExists() is true for a file alone", async () => {
  await withFile("a", "", async (path) => {
    equal(await fileExists(path), true);
    equal(await fileExists(`${path}/b`), false);
    equal(await fileExists(path + "b"), false);
    equal(await fileExists(path.slice(0, -2)), false);
  });
});
