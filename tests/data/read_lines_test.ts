import { deepEqual, equal, rejects } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readAll, readLines } from "../../lib/data/mod.ts";
import { withFile } from "./_files.ts";

async function linesOf(path: string): Promise<string[]> {
  return (await readAll(readLines(path))).map(({ text }) => text);
}

Deno.test("readLines() ends lines at LF and CRLF, and lets the last one lack its end", async () => {
  for (const name of ["a.txt", "a.txt.gz"]) {
    await withFile(name, "one\r\ntwo\n\nfour", async (path) => {
      deepEqual(await linesOf(path), ["one", "two", "", "four"]);
    });
  }
});

Deno.test("readLines() numbers lines from 1", async () => {
  await withFile("a.txt", "one\ntwo\n", async (path) => {
    deepEqual(await readAll(readLines(path)), [
      { text: "one", line: 1 },
      { text: "two", line: 2 },
    ]);
  });
});

Deno.test("readLines() ends no line at a lone CR or at U+2028", async () => {
  await withFile("a.txt", "a\rb\u2028c\n", async (path) => {
    deepEqual(await linesOf(path), ["a\rb\u2028c"]);
  });
});

Deno.test("readLines() keeps characters whole that straddle chunks", async () => {
  for (const shift of ["", "x", "xx", "xxx"]) {
    const long = shift + "🐈".repeat(100_000);
    await withFile("a.txt", `${long}\nß\n${long}`, async (path) => {
      deepEqual(await linesOf(path), [long, "ß", long]);
    });
  }
});

Deno.test("readLines() takes a byte order mark off", async () => {
  await withFile("a.txt", "\ufeffone\n", async (path) => {
    deepEqual(await linesOf(path), ["one"]);
  });
});

Deno.test("readLines() gives nothing for an empty file", async () => {
  await withFile("a.txt", "", async (path) => {
    deepEqual(await linesOf(path), []);
  });
});

Deno.test("readLines() names the line that is not UTF-8", async () => {
  const bytes = Uint8Array.of(0x61, 10, 0x62, 0xff, 10);
  await withFile("a.txt", bytes, async (path) => {
    await rejects(linesOf(path), {
      name: "SyntaxError",
      message: /^Cannot read lines as line 2 of .*a\.txt is not UTF-8: convert/,
    });
  });
});

Deno.test("readLines() accepts a line of maxLineBytes and refuses a longer one", async () => {
  await withFile("a.txt", "12345\n123456\n", async (path) => {
    const lines = readLines(path, { maxLineBytes: 5 });
    deepEqual((await lines.next()).value, { text: "12345", line: 1 });
    await rejects(lines.next(), {
      name: "RangeError",
      message: /as line 2 of .*a\.txt is longer than 5 bytes: write one record/,
    });
  });
});

Deno.test("readLines() refuses a line over 16 MiB without reading the rest", async () => {
  await withFile("a.txt", new Uint8Array(17 * 2 ** 20), async (path) => {
    await rejects(linesOf(path), { name: "RangeError", message: /line 1 of/ });
  });
});

Deno.test("readLines() reads an archive of several members", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/a.gz`;
  await Deno.writeFile(path, gzipSync("one\ntw"));
  await Deno.writeFile(path, gzipSync("o\n"), { append: true });
  deepEqual(await linesOf(path), ["one", "two"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("readLines() says that gzip data is cut off or no gzip at all", async () => {
  const zipped = gzipSync("one\n".repeat(1000));
  const folder = await Deno.makeTempDir();
  for (const bytes of [zipped.subarray(0, 20), new TextEncoder().encode("a")]) {
    const path = `${folder}/a.gz`;
    await Deno.writeFile(path, bytes);
    await rejects(linesOf(path), {
      name: "SyntaxError",
      message: /^Cannot read .*a\.gz as it is not sound gzip \(.+\): download/,
    });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("readLines() closes the file when the reader stops early", async () => {
  for (const name of ["a.txt", "a.txt.gz"]) {
    await withFile(name, "one\n".repeat(100_000), async (path) => {
      equal((await readAll(readLines(path), { limit: 2 })).length, 2);
    });
  }
});
