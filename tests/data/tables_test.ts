import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readAll, readCompletions, readPairs, readRows, readTexts } from "../../lib/data/mod.ts";
import type { ColumnBatch } from "../../lib/data/column_batch.ts";
import { requireSound } from "../../lib/data/require_sound.ts";
import { fixture, fixturePath } from "../_support.ts";
import { withFile } from "./_files.ts";

type Rows = readonly Record<string, unknown>[];

const { rows, chats } = await fixture<{ rows: Rows; chats: Rows }>("tables/rows.json");

const path = (name: string) => fixturePath(`tables/${name}`);
const valuesOf = async (name: string) =>
  (await readAll(readRows(path(name)))).map(({ value }) => value);

const TABLES = [
  ...["none", "snappy", "gzip", "brotli", "zstd", "lz4", "plain-v2"].map((it) => `${it}.parquet`),
  ...["uncompressed", "lz4", "zstd"].map((it) => `${it}.feather`),
  ...["stream", "dictionary", "large"].map((it) => `${it}.arrow`),
];

for (const name of TABLES) {
  Deno.test(`readRows() gives the rows of ${name} as JSON has them`, async () => {
    deepEqual(await valuesOf(name), rows);
  });
}

Deno.test("readRows() counts the rows of a table through, and names the file", async () => {
  for (const name of ["snappy.parquet", "stream.arrow"]) {
    const found = await readAll(readRows(path(name)));
    deepEqual(found.map(({ row }) => row), [0, 1, 2, 3, 4]);
    equal(found[4]!.place, `row 5 of ${path(name)}`);
  }
});

Deno.test("readRows() refuses a spreadsheet and names what it reads", async () => {
  for (const name of ["a.csv", "a.TSV", "a.csv.gz"]) {
    await withFile(name, "prompt,chosen,rejected\n", async (path) => {
      await rejects(
        async () => await readAll(readRows(path)),
        /^RangeError: .* files are not read: convert it to \.jsonl, \.json, \.parquet or/,
      );
    });
  }
});

Deno.test("readPairs() reads pairs of tables as it reads those of JSONL", async () => {
  await withFile("a.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"), async (jsonl) => {
    const expected = await readAll(readPairs(jsonl));
    equal(expected.length, 5);
    for (const name of ["zstd.parquet", "lz4.feather"]) {
      deepEqual(await readAll(readPairs(path(name))), expected);
    }
  });
});

Deno.test("readRows() reads columns of other types beside those of preferences", async () => {
  const [day, hour] = ["2024-01-02T00:00:00.000Z", "2024-01-02T03:00:00.000Z"];
  const always = { price: 1.25, day, span: [1, 2, 3], nothing: null };
  const [first, second, third] = await valuesOf("types.feather");
  const before = { flag: true, bytes: [97, 98, 99], view: [97, 98], pair: [1, 2], map: [["a", 1]] };
  deepEqual(first, { ...always, ...before, hour, key: "x", big: 2 ** 62 });
  const absent = { flag: null, bytes: null, view: null, pair: null, map: null };
  deepEqual(second, { ...always, ...absent, hour: null, key: null, big: 0 });
  const view = [...new TextEncoder().encode("longer than twelve")];
  const after = { flag: false, bytes: [100, 101, 102], view, pair: [3, 4], map: [] };
  deepEqual(third, { ...always, ...after, hour, key: "y", big: -1 });
});

Deno.test("readRows() takes a dictionary that replaces the one before", async () => {
  deepEqual(
    await valuesOf("replaced.arrow"),
    rows.map(({ prompt, chosen }) => ({ prompt, chosen })),
  );
});

Deno.test("readRows() unpacks LZ4 whose blocks point into those before", async () => {
  const text = Array.from({ length: 40_000 }, (_, i) => i % 1000).join(" ");
  ok(text.length > 2 * 65_536);
  deepEqual(await valuesOf("long.feather"), [{ text }]);
  deepEqual(await readAll(readTexts(path("long.feather"))), [text]);
});

Deno.test("readRows() reads messages of tables, and a file without rows", async () => {
  deepEqual(await valuesOf("chats.parquet"), chats);
  deepEqual(await valuesOf("chats.feather"), chats);
  deepEqual(await valuesOf("empty.parquet"), []);
});

Deno.test("readRows() reads an Arrow stream that is gzipped", async () => {
  const bytes = await Deno.readFile(path("stream.arrow"));
  await withFile("a.arrow.gz", bytes, async (zipped) => {
    deepEqual((await readAll(readRows(zipped))).map(({ value }) => value), rows);
  });
});

Deno.test("readPairs() of a table stops early and closes the file", async () => {
  for (const name of ["snappy.parquet", "stream.arrow"]) {
    equal((await readAll(readPairs(path(name)), { limit: 3 })).length, 3);
  }
});

Deno.test("readRows() says which rows of a table are not sound", async () => {
  const what = /^Cannot read completions as rows 1 to 1 of .*not-utf8\.parquet is no sound Parquet/;
  await rejects(readAll(readCompletions(path("not-utf8.parquet"))), {
    name: "SyntaxError",
    message: what,
  });
  const bytes = await Deno.readFile(path("uncompressed.feather"));
  await withFile("cut.feather", bytes.subarray(0, bytes.length / 2), async (cut) => {
    await rejects(readAll(readPairs(cut)), {
      name: "SyntaxError",
      message:
        /^Cannot read pairs as row [35] and on of .*cut\.feather is no sound Arrow \(it is cut off\)/,
    });
  });
});

Deno.test("readRows() refuses tables that are none, in one line", async () => {
  const [text, nothing] = [new TextEncoder().encode('{"a": 1}\n'.repeat(9)), new Uint8Array(0)];
  const parquet = await Deno.readFile(path("snappy.parquet"));
  const cut = parquet.slice(0, parquet.length - 20);
  const contents: [string, Uint8Array][] = [
    ["a.parquet", text],
    ["a.parquet", nothing],
    ["a.parquet", cut],
    ["a.arrow", text],
    ["a.arrow", nothing],
    ["a.feather", parquet],
  ];
  for (const [name, content] of contents) {
    await withFile(name, content, async (file) => {
      await rejects(readAll(readRows(file)), (error: Error) => {
        equal(error.name, "SyntaxError");
        ok(!error.message.includes("\n"), error.message);
        return /^Cannot read rows as .*a\.\w+ is no sound (Parquet|Arrow) \(.+\): write/.test(
          error.message,
        );
      });
    });
  }
});

Deno.test("readRows() survives any byte of a Parquet file that is broken", async () => {
  const bytes = await Deno.readFile(path("snappy.parquet"));
  for (let at = 0; at < bytes.length; at += 61) {
    const broken = bytes.slice();
    broken[at]! ^= 0xff;
    await withFile("a.parquet", broken, async (file) => {
      const found = await readAll(readRows(file)).catch((error: Error) => {
        equal(error.name, "SyntaxError", `byte ${at}: ${error.stack}`);
      });
      if (found) equal(found.length, 5, `byte ${at}`);
    });
  }
});

for (const [name, count, step] of [["replaced.arrow", 5, 1], ["chats.feather", 3, 5]] as const) {
  Deno.test(`readRows() survives bytes of ${name} that are broken`, async () => {
    const bytes = await Deno.readFile(path(name));
    await withFile(name, bytes, async (file) => {
      for (let at = 0; at < bytes.length; at += step) {
        const broken = bytes.slice();
        broken[at]! ^= 0xff;
        await Deno.writeFile(file, broken);
        const found = await readAll(readRows(file)).catch((error: Error) => {
          equal(error.name, "SyntaxError", `byte ${at}: ${error.stack}`);
          ok(!error.message.includes("\n"));
        });
        if (found) equal(found.length, count, `byte ${at}`);
      }
    });
  });
}

Deno.test("readRows() survives Arrow that is cut off anywhere", async () => {
  const bytes = await Deno.readFile(path("dictionary.arrow"));
  for (let size = 0; size < bytes.length - 1500; size += 61) {
    await withFile("a.arrow", bytes.subarray(0, size), async (file) => {
      await readAll(readRows(file)).catch((error: Error) => {
        equal(error.name, "SyntaxError", `${size} bytes: ${error.stack}`);
      });
    });
  }
});

Deno.test("readRows() refuses LZ4 that says more than it can hold", async () => {
  const bytes = await Deno.readFile(path("lz4.feather"));
  const frame = bytes.findIndex((_, i) =>
    [4, 0x22, 0x4d, 0x18].every((byte, k) => bytes[i + k] === byte)
  );
  for (const at of [frame - 5, frame + 9]) {
    const broken = bytes.slice();
    broken[at] = 0xff;
    await withFile("a.feather", broken, async (file) => {
      await rejects(readAll(readRows(file)), /no sound Arrow \(.*LZ4/);
    });
  }
});

Deno.test("requireSound() refuses columns that reach beyond their data", () => {
  const offsets = Int32Array.of(0, 1, 2 ** 30);
  const numbers = { length: 3, type: { typeId: 3 }, values: [1, 2, 3] };
  const list = { length: 2, type: { typeId: 12 }, offsets, children: [numbers] };
  const bytes = new TextEncoder().encode("été");
  const text = { length: 2, type: { typeId: 5 }, values: bytes };
  const columns: [ColumnBatch, RegExp][] = [
    [list, /a list reaches from 1 to 1073741824 of 3 values/],
    [{ length: 2 ** 40, type: { typeId: 1 } }, /a column of 1099511627776 values has data for/],
    [{ ...numbers, length: 4 }, /a column of 4 values has data for 3/],
    [{ length: 17, type: { typeId: 6 }, values: [0, 0] }, /17 values has data for 16/],
    [
      { length: 2, type: { typeId: 7, bitWidth: 128 }, values: [1, 2, 3] },
      /2 values has data for 1/,
    ],
    [{ length: 2, type: { typeId: 15, stride: 2 }, values: bytes.subarray(2) }, /has data for 1/],
    [{ length: 2, type: { typeId: 16, stride: 2 }, children: [numbers] }, /has data for 1.5/],
    [{ length: 2 ** 30, type: { typeId: 16, stride: 0 }, children: [numbers] }, /has data for/],
    [{ ...numbers, nullCount: 1, validity: Uint8Array.of() }, /3 values names nulls among 0/],
    [{ ...text, offsets: [0, 3, 9] }, /a list reaches from 3 to 9 of 5 values/],
    [{ ...text, offsets: [0, 1, 5] }, /a text is not UTF-8/],
    [{ ...text, values: bytes.map((it) => it | 0x80), offsets: [0, 3, 5] }, /a text is not UTF-8/],
    [{ ...numbers, type: { typeId: -1 }, cache: ["a", "b", "c"] }, /key 3 of a dictionary of 3/],
    [{ length: 1, type: { typeId: 24 }, values: new Uint8Array(16).fill(99) }, /beyond its data/],
    [{ length: 0, type: { typeId: 14 } }, /a column of unions or runs is not read/],
  ];
  for (const [column, why] of columns) throws(() => requireSound(column), why);
  requireSound({ ...text, offsets: [0, 2, 5] });
  requireSound({ ...list, length: 0, offsets: [] });
});

Deno.test("readRows() says that a table is missing, or is a folder", async () => {
  for (const name of ["none.parquet", "none.arrow", "none.json"]) {
    const missing = `/nowhere/${name}`;
    await rejects(readAll(readRows(missing)), {
      name: "RangeError",
      message: `Cannot read ${missing} as no such file exists: check the path`,
    });
  }
  const folder = await Deno.makeTempDir({ suffix: ".parquet" });
  await rejects(readAll(readRows(folder)), /it is a folder: name a file in it/);
  await Deno.remove(folder);
});

Deno.test("readRows() reads a JSON array, whatever stands between its elements and in its texts", async () => {
  const texts = ['a "quoted\\" ]', "}{[,", "\u2028☕", ""];
  const values = texts.map((text, i) => ({ text, more: [[i], { a: [] }] }));
  const bare = JSON.stringify(values);
  for (const content of [bare, `\ufeff \n${JSON.stringify(values, null, 2)}\n`, gzipSync(bare)]) {
    const name = typeof content === "string" ? "a.json" : "b.json.gz";
    const write = typeof content === "string" ? content : bare;
    await withFile(name, write, async (file) => {
      const found = await readAll(readRows(file));
      deepEqual(found.map(({ value }) => value), values);
      equal(found[3]!.place, `row 4 of ${file}`);
    });
  }
});

Deno.test("readRows() reads a JSON array longer than a chunk, an empty one, and JSONL by the name of .json", async () => {
  const values = Array.from({ length: 30_000 }, (_, i) => ({ i, text: `☕ ${i}, [` }));
  await withFile("a.json", JSON.stringify(values), async (file) => {
    deepEqual((await readAll(readRows(file))).map(({ value }) => value), values);
  });
  for (const empty of ["[]", " [\n]\n", ""]) {
    await withFile("a.json", empty, async (file) => deepEqual(await readAll(readRows(file)), []));
  }
  await withFile("a.json", '{"a": 1}\n{"a": 2}\n', async (file) => {
    const found = await readAll(readRows(file));
    deepEqual(found.map(({ value }) => value), [{ a: 1 }, { a: 2 }]);
    equal(found[1]!.place, `line 2 of ${file}`);
  });
});

const ARRAYS: Record<string, [string | Uint8Array, RegExp]> = {
  "that is cut off": ['[{"a": 1}, {"a"', /as row 2 of .*a\.json is cut off: write the array again/],
  "that goes on": ['[{"a": 1}] [2]', /as something follows the array of .*a\.json: give one array/],
  "with an element that is no object": ['[{"a": 1}, 2]', /as row 2 of .* is not a JSON object/],
  "with a brace for its bracket": ['[{"a": 1}}', /as row 1 of .* is not JSON/],
  "with a comma too many": ['[{"a": 1},]', /as row 2 of .* is not JSON/],
  "with a word that is not JSON": ['[{"a": 1}, {a: 2}]', /as row 2 of .* is not JSON/],
  "that is not UTF-8": [Uint8Array.of(91, 34, 0xff, 34, 93), /as row 1 of .* is not UTF-8/],
  "with an element that is too long": [
    `["${"a".repeat(70)}"]`,
    /as row 1 of .* is longer than 64 bytes: split it$/,
  ],
};

for (const [kind, [content, why]] of Object.entries(ARRAYS)) {
  Deno.test(`readRows() refuses a JSON array ${kind}`, async () => {
    await withFile("a.json", content, async (file) => {
      await rejects(readAll(readRows(file, { maxLineBytes: 64 })), why);
    });
  });
}
