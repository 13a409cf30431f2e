import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import {
  fetchAdapter,
  fetchConfig,
  fetchData,
  fetchModel,
  fetchTokenizer,
} from "../../../lib/data/mod.ts";
import { namesIn } from "../../_support.ts";
import { digest, FIRST, MODEL, startHub, WEIGHTS } from "../_hub.ts";

Deno.test("fetchTokenizer() and fetchConfig() leave the weights where they are", async () => {
  await using hub = await startHub(MODEL);
  deepEqual(await namesIn((await fetchTokenizer("org/name", hub)).path), ["tokenizer.json"]);
  const { path } = await fetchConfig("hf:org/name", hub);
  deepEqual(await namesIn(path), ["config.json", "tokenizer.json"]);
  await fetchModel("org/name", hub);
  ok((await namesIn(path)).includes("model.safetensors"));
});

Deno.test("fetchModel() takes an index with all of its shards", async () => {
  const shards = Object.fromEntries(
    [1, 2].map((n) => [`model-0000${n}-of-00002.safetensors`, WEIGHTS.slice(n)]),
  );
  const index = { "model.safetensors.index.json": "{}" };
  const beside = { "config.json": "{}", "consolidated.safetensors": WEIGHTS };
  await using hub = await startHub({ ...beside, ...index, ...shards });
  const { path } = await fetchModel("org/name", hub);
  deepEqual(await namesIn(path), [
    "config.json",
    ...Object.keys(shards),
    "model.safetensors.index.json",
  ]);
  const [first] = Object.keys(shards);
  await Deno.remove(join(path, first!));
  await fetchModel(`org/name@${FIRST}`, hub);
  ok((await namesIn(path)).includes(first!));
  await using lacking = await startHub({ ...beside, ...index, [first!]: WEIGHTS });
  await rejects(fetchModel("org/name", lacking), /has no model\.safetensors, only config\.json/);
});

Deno.test("pickles are refused, of a model and of an adapter", async () => {
  await using hub = await startHub({
    "config.json": "{}",
    "pytorch_model.bin": "x",
    "adapter_config.json": "{}",
    "adapter_model.bin": "x",
  });
  await rejects(
    fetchModel("org/name", hub),
    /Cannot use org\/name as its weights are a pickle \(pytorch_model\.bin\), which runs code/,
  );
  await rejects(fetchAdapter("org/name", hub), /weights are a pickle/);
  ok(!hub.asked.some((line) => line.includes("/resolve/")));
});

Deno.test("fetchAdapter() takes config and factors", async () => {
  await using hub = await startHub({
    "adapter_config.json": "{}",
    "adapter_model.safetensors": WEIGHTS,
    "optimizer.pt": "x",
  });
  const { path } = await fetchAdapter("org/name", hub);
  deepEqual(await namesIn(path), ["adapter_config.json", "adapter_model.safetensors"]);
});

Deno.test("fetchData() takes the file that is named, or the only one, and else lists them", async () => {
  const files = { "data/test.jsonl": "{}\n", "data/train.parquet": WEIGHTS, "README.md": "x" };
  await using hub = await startHub(files);
  await rejects(
    fetchData("hf:org/name", hub),
    /not one file of data but data\/test\.jsonl, data\/train\.parquet: name one, as in hf:org\/name:data\/test\.jsonl$/,
  );
  await rejects(fetchData("hf:org/name:train", hub), /no file train but data\/test\.jsonl/);
  const { path, commit } = await fetchData("hf:org/name:data/train.parquet", hub);
  equal(path, join(hub.cache, `datasets--org--name/snapshots/${FIRST}/data/train.parquet`));
  deepEqual(await Deno.readFile(path), WEIGHTS);
  equal(await Deno.readLink(path), `../../../blobs/${digest("x.parquet", WEIGHTS)}`);
  hub.asked.length = 0;
  await fetchData(`hf:org/name@${commit}:data/train.parquet`, hub);
  deepEqual([...hub.asked], []);
  await using one = await startHub({ "prefs.jsonl": "{}\n", "dataset_infos.json": "{}" });
  match((await fetchData("hf:org/name", one)).path, /prefs\.jsonl$/);
  await using none = await startHub({ "README.md": "x" });
  await rejects(fetchData("hf:org/name", none), /no \.jsonl, \.json, \.parquet or \.arrow/);
});

Deno.test("files that would leave the cache's folder are not taken", async () => {
  await using hub = await startHub({ "../../evil.jsonl": "x", "a\\b.jsonl": "x" });
  await rejects(fetchData("hf:org/name", hub), /no \.jsonl, \.json, \.parquet or \.arrow/);
  await rejects(fetchData("hf:org/name:../../evil.jsonl", hub), /an id has the form/);
});
