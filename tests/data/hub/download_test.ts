import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { fetchModel } from "../../../lib/data/mod.ts";
import { namesIn } from "../../_support.ts";
import { digest, FIRST, type Hub, MODEL, startHub, WEIGHTS } from "../_hub.ts";

/** Fetches the model in a process of its own. */
function fetchElsewhere({ settings, cache }: Hub, permissions: readonly string[]) {
  const script = join(import.meta.dirname!, "../_fetch.ts");
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-check", ...permissions, script, "org/name"],
    env: { HF_ENDPOINT: settings.endpoint, HF_HUB_CACHE: cache, HF_HUB_OFFLINE: "0" },
  }).output();
}

Deno.test("a download that breaks off goes on where it ended, in this call and in the next one", async () => {
  await using hub = await startHub(MODEL);
  hub.manners.cutAt = 50_000;
  hub.manners.cuts = 1;
  const broken = fetchModel("org/name", { ...hub, patience: [] });
  await rejects(broken, /broke off: try again, which goes on where it ended/);
  const blob = join(hub.cache, "models--org--name/blobs", digest("model.safetensors", WEIGHTS));
  equal((await Deno.stat(`${blob}.incomplete`)).size, 50_000);
  await rejects(Deno.stat(blob));
  hub.asked.length = 0;
  hub.manners.cuts = 2;
  const { path } = await fetchModel("org/name", { ...hub, patience: [1] });
  deepEqual(await Deno.readFile(join(path, "model.safetensors")), WEIGHTS);
  deepEqual(
    hub.asked.filter((line) => line.includes("model.safetensors")).map((line) =>
      line.split(" ")[2]
    ),
    ["bytes=50000-", "bytes=100000-", "bytes=150000-"],
  );
  await rejects(Deno.stat(`${blob}.incomplete`));
});

Deno.test("a server without ranges sends a file anew", async () => {
  await using hub = await startHub(MODEL);
  Object.assign(hub.manners, { cutAt: 50_000, cuts: 1, rangeless: true });
  const { path } = await fetchModel("org/name", { ...hub, patience: [1] });
  deepEqual(await Deno.readFile(join(path, "model.safetensors")), WEIGHTS);
});

Deno.test("a file that is not what the hub announced leaves nothing behind", async () => {
  for (const name of ["model.safetensors", "config.json"] as const) {
    await using hub = await startHub(MODEL);
    await fetchModel("org/name", hub);
    const root = join(hub.cache, "models--org--name");
    const blob = digest(name, MODEL[name]);
    await Deno.remove(join(root, "blobs", blob));
    hub.manners.alters = true;
    await rejects(
      fetchModel("org/name", hub),
      new RegExp(`Cannot fetch ${name} as it hashes to .* announced ${blob}: try again`),
    );
    ok(!(await namesIn(join(root, "blobs"))).some((each) => each.startsWith(blob)));
  }
});

Deno.test("two processes that fetch the same model at once download it once", async () => {
  await using hub = await startHub(MODEL);
  hub.manners.slowness = 100;
  const both = [fetchElsewhere(hub, ["-A"]), fetchElsewhere(hub, ["-A"])];
  for (const { success } of await Promise.all(both)) ok(success);
  equal(hub.asked.filter((line) => line.endsWith("model.safetensors")).length, 1);
  const root = join(hub.cache, "models--org--name");
  ok((await namesIn(join(root, "blobs"))).every((name) => /^[0-9a-f]+$/.test(name)));
  deepEqual(await Deno.readFile(join(root, "snapshots", FIRST, "model.safetensors")), WEIGHTS);
});

Deno.test("where links are not allowed, a commit's files are copies", async () => {
  await using hub = await startHub(MODEL);
  await Deno.mkdir(hub.cache);
  const { success, stderr } = await fetchElsewhere(hub, [
    "--allow-read",
    "--allow-env",
    "--allow-sys",
    "--allow-net",
    `--allow-write=${hub.cache}`,
  ]);
  ok(success, new TextDecoder().decode(stderr));
  const path = join(hub.cache, "models--org--name/snapshots", FIRST, "model.safetensors");
  equal((await Deno.lstat(path)).isSymlink, false);
  deepEqual(await Deno.readFile(path), WEIGHTS);
});

Deno.test("two calls that fetch the same model at once download it once", async () => {
  await using hub = await startHub(MODEL);
  hub.manners.slowness = 20;
  const both = await Promise.all([fetchModel("org/name", hub), fetchModel("org/name", hub)]);
  equal(both[0].path, both[1].path);
  const fetched = hub.asked.filter((line) => line.endsWith("model.safetensors"));
  equal(fetched.length, 1);
  deepEqual(await Deno.readFile(join(both[0].path, "model.safetensors")), WEIGHTS);
});
