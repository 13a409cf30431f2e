import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { fetchModel, localPath } from "../../../lib/data/mod.ts";
import { requestOf } from "../../../lib/data/hub/request.ts";
import { namesIn } from "../../_support.ts";
import { digest, FIRST, MODEL, SECOND, startHub, WEIGHTS } from "../_hub.ts";

Deno.test("fetchModel() downloads what a model needs and nothing else, into the layout of Hugging Face", async () => {
  await using hub = await startHub(MODEL);
  const seen: number[][] = [];
  const onProgress = (done: number, total: number) => void seen.push([done, total]);
  const { path, commit, id } = await fetchModel("org/name", { ...hub, onProgress });
  equal(commit, FIRST);
  equal(id, "org/name");
  const root = join(hub.cache, "models--org--name");
  equal(path, join(root, "snapshots", FIRST));
  deepEqual(await namesIn(path), ["config.json", "model.safetensors", "tokenizer.json"]);
  deepEqual(await Deno.readFile(join(path, "model.safetensors")), WEIGHTS);
  const blobs = ["config.json", "tokenizer.json", "model.safetensors"] as const;
  deepEqual(
    await namesIn(join(root, "blobs")),
    blobs.map((name) => digest(name, MODEL[name])).sort(),
  );
  equal(
    await Deno.readLink(join(path, "model.safetensors")),
    `../../blobs/${digest("model.safetensors", WEIGHTS)}`,
  );
  equal(await Deno.readTextFile(join(root, "refs/main")), FIRST);
  ok((await namesIn(join(root, ".no_exist", FIRST))).includes("chat_template.jinja"));
  const total = WEIGHTS.length + 24;
  deepEqual(seen.at(-1), [total, total]);
});

Deno.test("fetchModel() asks nothing of a commit that is here, and of a branch only where it stands", async () => {
  await using hub = await startHub(MODEL, { second: { ...MODEL, "config.json": "[]" } });
  await fetchModel("org/name", hub);
  hub.asked.length = 0;
  await fetchModel(`org/name@${FIRST}`, hub);
  deepEqual([...hub.asked], []);
  await fetchModel("org/name", hub);
  deepEqual([...hub.asked], ["GET /api/models/org/name/revision/main"]);
  hub.manners.main = SECOND;
  hub.asked.length = 0;
  const moved = await fetchModel("hf:org/name", hub);
  equal(moved.commit, SECOND);
  equal(await Deno.readTextFile(join(moved.path, "config.json")), "[]");
  const fetched = hub.asked.filter((line) => line.includes("/resolve/"));
  deepEqual(fetched, [`GET /org/name/resolve/${SECOND}/config.json`]);
  equal((await fetchModel(`org/name@${FIRST}`, hub)).commit, FIRST);
});

Deno.test("fetchModel() shows the token to the hub, and not to the host that files lie on", async () => {
  await using hub = await startHub(MODEL, { token: "hf_secret" });
  const settings = { ...hub.settings, token: "hf_secret" };
  await rejects(fetchModel("org/name", hub), /asks for a login: check the name, or set HF_TOKEN/);
  await rejects(
    fetchModel("org/name", { settings: { ...settings, token: "hf_wrong" } }),
    /refused the token/,
  );
  hub.shown.hub.length = 0;
  await fetchModel("org/name", { settings });
  deepEqual(new Set(hub.shown.hub), new Set(["Bearer hf_secret"]));
  deepEqual(hub.shown.store, [""]);
});

Deno.test("the token is not shown to another host, whatever the hub's answers name", async () => {
  await using hub = await startHub(MODEL);
  await using other = await startHub(MODEL);
  const place = { kind: "model", name: "org/name", revision: "main" } as const;
  const request = requestOf({ ...place, ...hub.settings, token: "hf_secret" });
  for (const { settings } of [hub, other]) {
    await (await request(`${settings.endpoint}/api/models/org/name/revision/main`)).text();
  }
  deepEqual([hub.shown.hub, other.shown.hub], [["Bearer hf_secret"], [""]]);
});

Deno.test("fetchModel() takes what Python left in the cache, which remembers less", async () => {
  await using hub = await startHub(MODEL);
  const { path } = await fetchModel("org/name", hub);
  await Deno.remove(join(hub.cache, "models--org--name/.no_exist"), { recursive: true });
  hub.asked.length = 0;
  equal((await fetchModel(`org/name@${FIRST}`, hub)).path, path);
  deepEqual([...hub.asked], [`GET /api/models/org/name/tree/${FIRST}`]);
});

Deno.test("fetchModel() says in one line what the hub's refusal means", async (t) => {
  await using hub = await startHub(MODEL);
  const cases: [number, string | undefined, RegExp][] = [
    [404, undefined, /the hub has no such model: check the name$/],
    [401, undefined, /no such model, or it asks for a login/],
    [403, "GatedRepo", /gated: accept its conditions on http:.*\/org\/name, and set HF_TOKEN/],
    [403, undefined, /the token may not read it/],
    [429, undefined, /asked too often from here/],
    [503, undefined, /answers with status 503: try again later$/],
  ];
  for (const [status, code, why] of cases) {
    await t.step(`${status} ${code ?? ""}`, async () => {
      Object.assign(hub.manners, { status, code });
      await rejects(fetchModel("org/name", hub), (error) => {
        ok(error instanceof RangeError);
        match(error.message, why);
        match(error.message, /^Cannot fetch org\/name as [^\n]+$/);
        return true;
      });
    });
  }
  await t.step("an address that is none", async () => {
    const settings = { ...hub.settings, endpoint: "nonsense" };
    await rejects(fetchModel("org/name", { settings }), /HF_ENDPOINT must be an address/);
  });
  await t.step("a token that is none, which is not shown", async () => {
    const settings = { ...hub.settings, token: "hf_se cret" };
    await rejects(fetchModel("org/name", { settings }), (error: Error) => {
      ok(!error.message.includes("cret"));
      return /HF_TOKEN has characters that no token has: copy it again$/.test(error.message);
    });
  });
  await t.step("a revision", async () => {
    Object.assign(hub.manners, { status: undefined });
    await rejects(fetchModel("org/name@v9", hub), /it has no revision v9/);
  });
});

Deno.test("fetchModel() says that what answers is no hub", async () => {
  for (const answer of ["<!doctype html>", "{}", "null"]) {
    await using page = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      () => new Response(answer),
    );
    await using hub = await startHub(MODEL);
    const settings = { ...hub.settings, endpoint: `http://127.0.0.1:${page.addr.port}` };
    for (const id of ["org/name", `org/name@${FIRST}`]) {
      await rejects(fetchModel(id, { settings }), {
        name: "TypeError",
        message: /^Cannot read org\/name as .*: check HF_ENDPOINT/,
      });
    }
  }
});

Deno.test("the cache stands in for a hub that is out of reach or that must not be asked", async () => {
  await using hub = await startHub(MODEL);
  const offline = { settings: { ...hub.settings, offline: true } };
  await rejects(
    fetchModel("org/name", offline),
    /HF_HUB_OFFLINE is set and .* does not have it: fetch it once without/,
  );
  const { path } = await fetchModel("org/name", hub);
  hub.asked.length = 0;
  equal((await fetchModel("org/name", offline)).path, path);
  deepEqual([...hub.asked], []);
  const said: string[] = [];
  const nowhere = { ...hub.settings, endpoint: "http://127.0.0.1:1" };
  const kept = await fetchModel("org/name", {
    settings: nowhere,
    say: (line) => void said.push(line),
  });
  equal(kept.path, path);
  deepEqual(said, ["hub: out of reach; org/name at 1111111 is taken from the cache"]);
  const other = fetchModel("org/other", { settings: nowhere });
  await rejects(other, /127\.0\.0\.1:1 cannot be reached: check the connection, or name a folder/);
  await Deno.remove(join(path, "model.safetensors"));
  await rejects(fetchModel("org/name", offline), /HF_HUB_OFFLINE is set/);
});

Deno.test("localPath() leaves paths alone and fetches what begins with hf:", async () => {
  await using hub = await startHub(MODEL);
  const fetchIt = (id: string) => fetchModel(id, hub);
  equal(await localPath("org/name", fetchIt), "org/name");
  deepEqual([...hub.asked], []);
  equal(
    await localPath("hf:org/name", fetchIt),
    join(hub.cache, "models--org--name/snapshots", FIRST),
  );
});
