import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { fromFileUrl } from "../scripts/_run.ts";
import { join } from "node:path";
import {
  hashTokenizer,
  openReferenceCache,
  type ReferenceIdentity,
  referenceIdentity,
  textName,
} from "../../lib/train/mod.ts";
import { initAdapter } from "../../lib/adapter/mod.ts";
import { key } from "../../lib/base/mod.ts";
import { engine, namesIn } from "../_support.ts";
import { CONFIG, LORA, tinyModel } from "./_worlds.ts";

void engine;
const IDENTITY: ReferenceIdentity = {
  model: "a".repeat(64),
  adapter: null,
  tokenizer: "b".repeat(64),
  precision: "float32",
};
const NAMES = Array.from({ length: 5 }, (_, i) => textName(Int32Array.of(i), Int32Array.of(9)));
const VALUES = NAMES.map((_, i) => Float32Array.from({ length: i + 1 }, (_, t) => -t - i / 7));

/** A folder for a cache, removed at the end. */
async function withFolder(fn: (folder: string) => Promise<void>) {
  const root = await Deno.makeTempDir();
  try {
    await fn(join(root, "cache"));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** Adds the texts of some numbers. */
async function fill(folder: string, ...texts: readonly number[]) {
  const cache = await openReferenceCache(folder, IDENTITY);
  for (const i of texts) await cache.add(new Map([[NAMES[i]!, VALUES[i]!]]));
  cache.close();
}

/** The texts that a cache knows, each with the right values. */
async function known(folder: string): Promise<number[]> {
  const cache = await openReferenceCache(folder, IDENTITY);
  const texts = [...NAMES.keys()].filter((i) => cache.has(NAMES[i]!));
  deepEqual(await cache.read(texts.map((i) => NAMES[i]!)), texts.map((i) => VALUES[i]!));
  cache.close();
  return texts;
}

function edit(folder: string, file: string, change: (text: string) => string) {
  const path = join(folder, file);
  return Deno.writeTextFile(path, change(Deno.readTextFileSync(path)));
}

Deno.test("openReferenceCache() gives back, bit for bit, what was added in any order", async () => {
  await withFolder(async (folder) => {
    await fill(folder, 3, 0);
    await fill(folder, 1);
    deepEqual(await known(folder), [0, 1, 3]);
    const cache = await openReferenceCache(folder, IDENTITY);
    deepEqual(await cache.read([NAMES[1]!, NAMES[3]!, NAMES[1]!]), [
      VALUES[1],
      VALUES[3],
      VALUES[1],
    ]);
    cache.close();
  });
});

Deno.test("openReferenceCache() writes float32 little-endian, text after text, and an index of lines", async () => {
  await withFolder(async (folder) => {
    await fill(folder, 2, 0);
    deepEqual(await namesIn(folder), ["index.jsonl", "values.bin"]);
    const { buffer, byteLength } = await Deno.readFile(join(folder, "values.bin"));
    equal(byteLength, 4 * 4);
    const numbers = Array.from(
      { length: 4 },
      (_, i) => new DataView(buffer).getFloat32(4 * i, true),
    );
    deepEqual(numbers, [...VALUES[2]!, ...VALUES[0]!]);
    const lines = (await Deno.readTextFile(join(folder, "index.jsonl"))).trim().split("\n");
    const [header, ...rows] = lines.map((line) => JSON.parse(line));
    deepEqual(header, { format: 1, ...IDENTITY, columns: ["text", "offset", "tokens", "digest"] });
    deepEqual(rows.map((row) => row.slice(0, 3)), [[NAMES[2], 0, 3], [NAMES[0], 12, 1]]);
  });
});

Deno.test("openReferenceCache() reads on after a crash between values and index, or within either", async (t) => {
  const crashes: Record<string, (folder: string) => Promise<void>> = {
    "values without a line": (folder) =>
      Deno.writeFile(join(folder, "values.bin"), new Uint8Array(8), { append: true }),
    "half a value": (folder) =>
      Deno.writeFile(join(folder, "values.bin"), new Uint8Array(3), { append: true }),
    "half a line": (folder) => edit(folder, "index.jsonl", (text) => `${text}["${NAMES[4]}",12,`),
    "a line cut short, its values whole": (folder) =>
      edit(folder, "index.jsonl", (text) => text.slice(0, -1)),
  };
  for (const [name, crash] of Object.entries(crashes)) {
    await t.step(name, () =>
      withFolder(async (folder) => {
        await fill(folder, 0, 1);
        await crash(folder);
        const before = await known(folder);
        deepEqual(before, name.includes("cut short") ? [0] : [0, 1]);
        await fill(folder, 4, 2);
        deepEqual(await known(folder), [...before, 2, 4]);
      }));
  }
  await t.step("values.bin alone, empty", () =>
    withFolder(async (folder) => {
      await Deno.mkdir(folder);
      await Deno.writeFile(join(folder, "values.bin"), new Uint8Array());
      deepEqual(await known(folder), []);
    }));
});

Deno.test("openReferenceCache() refuses values of another model, adapter or tokenizer, with both hashes", async (t) => {
  const other = "c".repeat(64);
  for (const name of ["model", "adapter", "tokenizer"] as const) {
    await t.step(name, () =>
      withFolder(async (folder) => {
        await fill(folder, 0);
        const mine = IDENTITY[name] ?? "none";
        await rejects(openReferenceCache(folder, { ...IDENTITY, [name]: other }), {
          name: "RangeError",
          message:
            `Cannot use the reference cache in ${folder} as it was made with ${name} ${mine} where this run's is ${other}: choose another folder, or delete it`,
        });
        deepEqual(await known(folder), [0]);
      }));
  }
  await t.step("precision", () =>
    withFolder(async (folder) => {
      await fill(folder, 0);
      await rejects(
        openReferenceCache(folder, { ...IDENTITY, precision: "bfloat16" }),
        /made with precision float32 where this run's is bfloat16:/,
      );
    }));
  await t.step("several", () =>
    withFolder(async (folder) => {
      await fill(folder, 0);
      await rejects(
        openReferenceCache(folder, { ...IDENTITY, model: other, tokenizer: other }),
        /made with model a+ where this run's is c+, and with tokenizer b+ where this run's is c+:/,
      );
    }));
  await t.step("format", () =>
    withFolder(async (folder) => {
      await fill(folder, 0);
      await edit(folder, "index.jsonl", (text) => text.replace('"format":1', '"format":2'));
      await rejects(
        openReferenceCache(folder, IDENTITY),
        /made with format 2 where this version's is 1/,
      );
    }));
});

Deno.test("openReferenceCache() refuses damaged files and says what to do", async (t) => {
  const damages: Record<string, [(folder: string) => Promise<void>, RegExp]> = {
    "values too short": [
      (folder) => Deno.truncate(join(folder, "values.bin"), 7),
      /values\.bin has 7 bytes where index\.jsonl accounts for 12/,
    ],
    "no index": [
      (folder) => Deno.remove(join(folder, "index.jsonl")),
      /it has values but no index\.jsonl/,
    ],
    "an empty index": [
      (folder) => Deno.writeTextFile(join(folder, "index.jsonl"), ""),
      /does not begin with a header/,
    ],
    "a header of something else": [
      (folder) => edit(folder, "index.jsonl", (text) => text.replace(/^.*/, "[]")),
      /does not begin with a header/,
    ],
    "a line that is not JSON": [
      (folder) =>
        edit(folder, "index.jsonl", (text) => text.replace(`["${NAMES[0]}`, `[${NAMES[0]}`)),
      /line 2 of index\.jsonl is broken/,
    ],
    "a line lost": [
      (folder) => edit(folder, "index.jsonl", (text) => text.replace(/\n.*\n/, "\n")),
      /line 2 of index\.jsonl is broken/,
    ],
    "a number of tokens below 1": [
      (folder) => edit(folder, "index.jsonl", (text) => text.replace(",0,1,", ",0,-1,")),
      /line 2 of index\.jsonl is broken/,
    ],
  };
  for (const [name, [damage, why]] of Object.entries(damages)) {
    await t.step(name, () =>
      withFolder(async (folder) => {
        await fill(folder, 0, 1);
        await damage(folder);
        await rejects(openReferenceCache(folder, IDENTITY), (error: Error) => {
          match(error.message, why);
          match(error.message, /: delete the folder, and its values are computed anew$/);
          return error instanceof RangeError;
        });
        // The failure has let the folder go.
        await Deno.remove(folder, { recursive: true });
        await fill(folder, 0);
      }));
  }
});

Deno.test("a reference cache refuses values that are not those that were written", async () => {
  await withFolder(async (folder) => {
    await fill(folder, 0, 1);
    const path = join(folder, "values.bin");
    const bytes = await Deno.readFile(path);
    bytes[5]! ^= 1;
    await Deno.writeFile(path, bytes);
    const cache = await openReferenceCache(folder, IDENTITY);
    deepEqual(await cache.read([NAMES[0]!]), [VALUES[0]]);
    await rejects(cache.read([NAMES[1]!]), /values at byte 4 of values\.bin are not those/);
    cache.close();
  });
});

Deno.test("openReferenceCache() refuses a folder that another run writes to, until that ends", async () => {
  await withFolder(async (folder) => {
    const first = await openReferenceCache(folder, IDENTITY);
    await rejects(openReferenceCache(folder, IDENTITY), {
      name: "RangeError",
      message:
        `Cannot use the reference cache in ${folder} as another run is writing to it: wait for its end, or choose another folder`,
    });
    await first.add(new Map([[NAMES[2]!, VALUES[2]!]]));
    first.close();
    deepEqual(await known(folder), [2]);
  });
});

Deno.test("a reference cache whose process was killed can be opened at once", async () => {
  await withFolder(async (folder) => {
    await fill(folder, 1);
    const door = new URL("../../lib/train/mod.ts", import.meta.url).href;
    const script = `import { openReferenceCache } from ${JSON.stringify(door)};
      await openReferenceCache(Deno.args[0], JSON.parse(Deno.args[1]));
      console.log("open");
      setInterval(() => {}, 1000);`;
    const file = join(folder, "../hold.ts");
    await Deno.writeTextFile(file, script);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "-q", "--no-check", file, folder, JSON.stringify(IDENTITY)],
      cwd: fromFileUrl(new URL("../../", import.meta.url).href),
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    ok(new TextDecoder().decode((await reader.read()).value).includes("open"));
    await rejects(openReferenceCache(folder, IDENTITY), /another run is writing to it/);
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    deepEqual(await known(folder), [1]);
  });
});

Deno.test("openReferenceCache() says where it may not write", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(folder, "a file");
    await rejects(openReferenceCache(folder, IDENTITY), /Cannot write .*cache/);
  });
});

Deno.test("textName() tells texts apart by tokens and by where the answer begins", () => {
  const texts: [number[], number[]][] = [[[1], [2, 3]], [[1, 2], [3]], [[1], [2, 4]], [[2], [
    2,
    3,
  ]]];
  const names = texts.map(([prompt, answer]) =>
    textName(Int32Array.from(prompt), Int32Array.from(answer))
  );
  equal(new Set(names).size, 4);
  // Tokens at an offset of a larger buffer count alone.
  equal(textName(Int32Array.of(0, 1).subarray(1), Int32Array.of(2, 3)), names[0]);
});

Deno.test("referenceIdentity() changes with weights, architecture, adapter and tokenizer", async () => {
  const model = tinyModel();
  const plain = await referenceIdentity(model, "t");
  deepEqual(await referenceIdentity(tinyModel(), "t"), plain);
  equal(plain.adapter, null);
  notEqual((await referenceIdentity(tinyModel(2), "t")).model, plain.model);
  const heads = { ...model, config: { ...CONFIG, heads: 4 } };
  notEqual((await referenceIdentity(heads, "t")).model, plain.model);
  const adapters = [0, 1].map((seed) => initAdapter(CONFIG, LORA, key(seed)));
  const [first, second] = await Promise.all(
    adapters.map((a) => referenceIdentity(model, "t", { adapter: a })),
  );
  match(first!.adapter!, /^[0-9a-f]{64}$/);
  notEqual(first!.adapter, second!.adapter);
  const scaled = { ...adapters[0]!, config: { ...LORA, alpha: 8 } };
  notEqual((await referenceIdentity(model, "t", { adapter: scaled })).adapter, first!.adapter);
});

Deno.test("hashTokenizer() hashes the bytes of the tokenizer's files", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(folder);
    await rejects(hashTokenizer(folder), /tokenizer\.json/);
    await Deno.writeTextFile(join(folder, "tokenizer.json"), "{}");
    const alone = await hashTokenizer(folder);
    match(alone, /^[0-9a-f]{64}$/);
    await Deno.writeTextFile(join(folder, "tokenizer_config.json"), "{}");
    const both = await hashTokenizer(folder);
    notEqual(both, alone);
    await Deno.writeTextFile(join(folder, "tokenizer.json"), "{ }");
    notEqual(await hashTokenizer(folder), both);
  });
});
