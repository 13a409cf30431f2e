/**
 * What loading a sharded model takes at its peak, beside the model itself.
 *
 * Usage: `deno run -A scripts/bench/loading.ts [LAYERS]` writes a Llama of that many layers in bfloat16 shards into a temporary
 * folder, and for each way to hold it loads it in a process of its own, computes one row of logits and prints a line of
 * JSON, in MiB.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEngine, type Precision, PRECISIONS } from "../../lib/engine/mod.ts";
import { generateIds, linearMaps, parameterShapes, parseConfig } from "../../lib/model/mod.ts";
import { loadModel, peakMemory, weightBytes } from "../../lib/train/mod.ts";
import { writeText } from "../_write.ts";

const MIB = 2 ** 20;
const SHARD = 256 * MIB;

function configOf(layers: number) {
  return {
    model_type: "llama",
    hidden_size: 1024,
    intermediate_size: 4096,
    num_attention_heads: 16,
    num_key_value_heads: 4,
    num_hidden_layers: layers,
    max_position_embeddings: 2048,
    vocab_size: 32000,
    torch_dtype: "bfloat16",
  };
}

/** Parameters as files have them, in shards of nearly one size. */
function shardsOf(layers: number): Map<string, readonly number[]>[] {
  const config = parseConfig(configOf(layers));
  const maps = linearMaps(config);
  const shards = [new Map<string, readonly number[]>()];
  let filled = 0;
  for (const [name, shape] of Object.entries(parameterShapes(config))) {
    const stored = name.replace(/\.weight$/, "") in maps ? [...shape].reverse() : shape;
    if (filled > SHARD) shards.push(new Map());
    filled = (filled > SHARD ? 0 : filled) + bytesOf(stored);
    shards.at(-1)!.set(name, stored);
  }
  return shards;
}

function bytesOf(shape: readonly number[]): number {
  return 2 * shape.reduce((size, length) => size * length, 1);
}

async function write(folder: string, layers: number) {
  const shards = shardsOf(layers);
  const map: Record<string, string> = {};
  for (const [i, shard] of shards.entries()) {
    const file = `model-${i + 1}-of-${shards.length}.safetensors`;
    const header: Record<string, unknown> = {};
    let end = 0;
    for (const [name, shape] of shard) {
      map[name] = file;
      header[name] = { dtype: "BF16", shape, data_offsets: [end, end += bytesOf(shape)] };
    }
    const head = new TextEncoder().encode(JSON.stringify(header));
    using out = await Deno.create(join(folder, file));
    const length = new DataView(new ArrayBuffer(8));
    length.setBigUint64(0, BigInt(head.length), true);
    for (const bytes of [new Uint8Array(length.buffer), head]) await out.write(bytes);
    const noise = crypto.getRandomValues(new Uint8Array(65536)).map((byte, i) =>
      i % 2 ? 0x3c : byte
    );
    for (let at = 0; at < end; at += noise.length) {
      await out.write(noise.subarray(0, Math.min(noise.length, end - at)));
    }
  }
  await Deno.writeTextFile(join(folder, "config.json"), JSON.stringify(configOf(layers)));
  await Deno.writeTextFile(
    join(folder, "model.safetensors.index.json"),
    JSON.stringify({ weight_map: map }),
  );
}

async function load(folder: string, held: Precision) {
  await ensureEngine({ say: () => {} });
  const before = peakMemory();
  const started = performance.now();
  const model = await loadModel(folder, { held });
  const seconds = (performance.now() - started) / 1000;
  const loaded = peakMemory();
  await generateIds(model, [Int32Array.of(1, 2, 3)], { maxTokens: 1 });
  const line = {
    held,
    before: Math.round(before),
    model: Math.round(weightBytes(model.config, held) / MIB),
    loaded: Math.round(loaded),
    peak: Math.round(peakMemory()),
    seconds: Number(seconds.toFixed(1)),
  };
  writeText(Deno.stdout, `${JSON.stringify(line)}\n`);
}

async function measure(layers: number) {
  const folder = await Deno.makeTempDir();
  await write(folder, layers);
  for (const held of PRECISIONS) {
    const args = ["run", "-A", fileURLToPath(import.meta.url), "load", folder, held];
    await new Deno.Command(Deno.execPath(), { args }).spawn().status;
  }
  await Deno.remove(folder, { recursive: true });
}

const [first = "16", folder, held] = Deno.args;
await (first === "load" ? load(folder!, held as Precision) : measure(Number(first)));
