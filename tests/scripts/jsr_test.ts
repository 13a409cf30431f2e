import assert from "node:assert/strict";
import { fromFileUrl, run } from "./_run.ts";

const CLI = import.meta.resolve("../../scripts/_cli.ts");
const CODE = `import { parseArgs, parser } from ${JSON.stringify(CLI)};
console.log(parser, JSON.stringify(parseArgs(["--lr", "-1"], { string: ["lr"] })));
Deno.exit();`;

/** Runs `CODE` with an empty cache of Deno and, as JSR, what listens at `url`. */
async function withJsr(url: string, folder: string) {
  const config = `${folder}/deno.json`;
  const imports = { "@std/cli": "jsr:@std/cli@1.0.23" };
  await Deno.writeTextFile(config, JSON.stringify({ imports }));
  await Deno.writeTextFile(`${folder}/main.ts`, CODE);
  const args = ["run", "-A", "--no-lock", "--config", config];
  const start = performance.now();
  const result = await run([...args, `${folder}/main.ts`], {
    JSR_URL: url,
    DENO_DIR: `${folder}/cache`,
  });
  return { ...result, milliseconds: performance.now() - start };
}

async function inFolder(body: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "fastslow-jsr-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A registry with one package, whose `parseArgs` answers with what it was given. */
async function registry(): Promise<(request: Request) => Response> {
  const source = "export const parseArgs = (args) => ({ _: args });";
  const bytes = new TextEncoder().encode(source);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const checksum = `sha256-${hash.toHex()}`;
  const meta = {
    scope: "std",
    name: "cli",
    latest: "1.0.23",
    versions: { "1.0.23": {} },
  };
  const files: Record<string, string> = {
    "/@std/cli/meta.json": JSON.stringify(meta),
    "/@std/cli/1.0.23_meta.json": JSON.stringify({
      manifest: { "/parse_args.js": { size: bytes.length, checksum } },
      exports: { "./parse-args": "./parse_args.js" },
    }),
    "/@std/cli/1.0.23/parse_args.js": source,
  };
  return ({ url, method }) => {
    const path = new URL(url).pathname;
    const headers = {
      "content-type": path.endsWith(".js") ? "text/javascript" : "application/json",
    };
    const body = files[path];
    if (body === undefined) return new Response(null, { status: 404 });
    return new Response(method === "HEAD" ? null : body, { headers });
  };
}

Deno.test("_cli takes @std/cli from JSR where JSR answers, and from the cache afterwards", async () => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    await registry(),
  );
  await inFolder(async (folder) => {
    const url = `http://127.0.0.1:${server.addr.port}`;
    const expected = '@std/cli {"_":["--lr=-1"]}\n';
    const first = await withJsr(url, folder);
    assert.equal(first.stdout, expected, first.stderr);
    await server.shutdown();
    const second = await withJsr(url, folder);
    assert.equal(second.stdout, expected, second.stderr);
    assert.equal(second.stderr, "");
  });
});

Deno.test("_cli falls back without a word where nothing listens", async () => {
  await inFolder(async (folder) => {
    const { stdout, stderr } = await withJsr("http://127.0.0.1:9", folder);
    assert.equal(stdout, 'offline {"_":[],"lr":"-1"}\n');
    assert.equal(stderr, "");
  });
});

Deno.test("_cli falls back within seconds where JSR never answers", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const held: Deno.Conn[] = [];
  const accept = (async () => {
    for await (const connection of listener) held.push(connection);
  })();
  await inFolder(async (folder) => {
    const url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
    const { stdout, stderr, milliseconds } = await withJsr(url, folder);
    assert.equal(stdout, 'offline {"_":[],"lr":"-1"}\n');
    assert.equal(stderr, "");
    assert.ok(milliseconds < 10_000, `took ${milliseconds} ms`);
  });
  listener.close();
  for (const connection of held) connection.close();
  await accept;
});

Deno.test("_cli runs without any permission, and does not prompt", async () => {
  const { code, stdout, stderr } = await run([
    "run",
    "--no-lock",
    "--no-prompt",
    fromFileUrl(CLI),
  ]);
  assert.deepEqual({ code, stdout, stderr }, {
    code: 0,
    stdout: "",
    stderr: "",
  });
});
