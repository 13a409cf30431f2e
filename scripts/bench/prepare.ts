/** Makes what ours and a peer are measured on: random models, fresh adapters, rows that both take whole. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { initAdapter } from "../../lib/adapter/mod.ts";
import { type EncodedPair, fold, key } from "../../lib/base/mod.ts";
import { readAll, readJson, readPairs } from "../../lib/data/mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { initModel, parameterShapes, parseConfig } from "../../lib/model/mod.ts";
import { encodePairs, type Tokenizer, tokenizerFromJson } from "../../lib/tokens/mod.ts";
import { loadModel, saveModel, writeAdapter } from "../../lib/train/mod.ts";
import { modelFolder } from "../_load.ts";
import { randomPairs, writeRows } from "./rows.ts";
import type {
  Case,
  GptSpec,
  ModelSpec,
  Prepared,
  RowsSpec,
  SampleCase,
  TrainCase,
} from "./types.ts";
import { LORA, workOf } from "./work.ts";

/** What is to be made. */
export interface PrepareRequest {
  readonly task: "prepare";
  readonly cases: readonly Case[];
  /** Folder for all of it. */
  readonly work: string;
  /** File of preferences, or a folder with `hh/` and `tokenizers/`, for dialogues; without it they are made up. */
  readonly data?: string;
  /** A tokenizer.json, for the data. */
  readonly tokenizer?: string;
}

/** What was made. */
export interface PrepareResult {
  /** Engine in use, by name, and what it computes on. */
  readonly engine: string;
  readonly device: string;
  readonly line: string;
  /** One a case. */
  readonly prepared: readonly Prepared[];
  /** Lines that say what the rows are. */
  readonly notes: readonly string[];
}

/** Where the parts of a tree of real data lie. */
const HELPFUL = "hh/helpful-base.test.jsonl.gz";
const GPT2_TOKENIZER = "tokenizers/gpt2_tokenizer.json";

/** Makes each model and each set of rows once. */
export async function prepare(request: PrepareRequest, engine: Engine): Promise<PrepareResult> {
  const notes: string[] = [];
  const models = remembering((spec: ModelSpec) => prepareModel(request.work, spec));
  const rows = remembering(async (asked: RowsRequest) => {
    const { pairs, note } = await pairsOf(asked, request);
    if (asked.rows.kind === "dialogues") notes.push(note);
    const path = join(request.work, "rows", `${crypto.randomUUID()}.jsonl`);
    await writeRows(path, pairs);
    return { path, pairs };
  });
  const prepared: Prepared[] = [];
  for (const each of request.cases) {
    const made = await models(each.model);
    if (each.kind === "sample") {
      const path = await promptsFor(request.work, each, made.config.vocab);
      prepared.push({ ...made, rows: path });
    } else {
      const { path, pairs } = await rows(rowsRequest(each, made));
      prepared.push({ ...made, rows: path, work: workOf(each, made.config, pairs) });
    }
  }
  return { engine: engine.name, device: engine.device, line: engine.line, prepared, notes };
}

interface RowsRequest {
  readonly rows: RowsSpec;
  readonly vocab: number;
  readonly folder?: string;
}

function rowsRequest({ rows, model }: TrainCase, made: Omit<Prepared, "rows">): RowsRequest {
  const spec = rows.kind === "dialogues"
    ? { ...rows, maxLength: Math.min(rows.maxLength, made.config.context) }
    : rows;
  return {
    rows: spec,
    vocab: made.config.vocab,
    ...("folder" in model && { folder: made.model }),
  };
}

/** Makes what is asked for once for each different argument. */
function remembering<A, B>(make: (argument: A) => Promise<B>): (argument: A) => Promise<B> {
  const made = new Map<string, Promise<B>>();
  return (argument) => {
    const name = JSON.stringify(argument);
    if (!made.has(name)) made.set(name, make(argument));
    return made.get(name)!;
  };
}

async function prepareModel(work: string, spec: ModelSpec): Promise<Omit<Prepared, "rows">> {
  const id = crypto.randomUUID();
  const { config, folder } = "folder" in spec
    ? await givenModel(spec.folder)
    : await randomModel(spec, join(work, "models", id));
  const start = join(work, "starts", id);
  const adapter = initAdapter(config, LORA, fold(key(0), 1));
  await writeAdapter(start, adapter);
  const sizes = Object.values(parameterShapes(config)).map((shape) =>
    shape.reduce((a, b) => a * b, 1)
  );
  return { config, parameters: sizes.reduce((a, b) => a + b, 0), model: folder, start };
}

async function givenModel(name: string) {
  const folder = await modelFolder(name);
  const model = await loadModel(folder);
  return { config: model.config, folder };
}

async function randomModel({ layers, width, heads, vocab, context }: GptSpec, folder: string) {
  const config = parseConfig({
    model_type: "gpt2",
    n_layer: layers,
    n_embd: width,
    n_head: heads,
    n_positions: context,
    vocab_size: vocab,
  });
  await saveModel(folder, initModel(config, fold(key(0), 0)));
  return { config, folder };
}

/** Rows of one kind, and a line that says what they are. */
async function pairsOf(
  { rows: spec, vocab, folder }: RowsRequest,
  { data, tokenizer }: PrepareRequest,
): Promise<{ readonly pairs: readonly EncodedPair[]; readonly note: string }> {
  if (spec.kind === "equal" || data === undefined) {
    const pairs = randomPairs(spec, vocab, fold(key(0), 2));
    return {
      pairs,
      note: `rows: ${pairs.length} made up, with lengths as in HH helpful-base (${means(pairs)})`,
    };
  }
  const { file, known } = await sourceOf(data, tokenizer, folder);
  requireVocabulary(known, vocab);
  const encoded = encodePairs(await readAll(readPairs(file)), known, { maxLength: 1 << 20 });
  const whole = encoded.pairs.filter(({ prompt, chosen, rejected }) =>
    rejected.length === 1 &&
    prompt.length + Math.max(chosen.length, rejected[0]!.length) <= spec.maxLength
  );
  if (whole.length === 0) {
    throw new RangeError(
      `Cannot measure on ${file} as no row of it has at most ${spec.maxLength} tokens`,
    );
  }
  const pairs = whole.slice(0, spec.count);
  return {
    pairs,
    note: `rows: the first ${pairs.length} of ${whole.length} in ${file} with at most ` +
      `${spec.maxLength} tokens (${means(pairs)})`,
  };
}

/** The file of preferences and the tokenizer that belongs to it. */
async function sourceOf(data: string, tokenizer: string | undefined, folder: string | undefined) {
  const isTree = (await stat(data)).isDirectory();
  const path = tokenizer ??
    (folder !== undefined
      ? join(folder, "tokenizer.json")
      : isTree
      ? join(data, GPT2_TOKENIZER)
      : undefined);
  if (path === undefined) {
    throw new RangeError(
      `Cannot encode ${data} as no tokenizer is named: add --tokenizer FILE, or give --data a folder with ${GPT2_TOKENIZER}`,
    );
  }
  return {
    file: isTree ? join(data, HELPFUL) : data,
    known: tokenizerFromJson(await readJson(path)),
  };
}

function requireVocabulary({ size }: Tokenizer, vocab: number) {
  if (size <= vocab) return;
  throw new RangeError(
    `Cannot use the tokenizer as it has ${size} tokens and the model knows ${vocab}`,
  );
}

function means(pairs: readonly EncodedPair[]): string {
  const mean = (lengths: readonly number[]) =>
    Math.round(lengths.reduce((a, b) => a + b, 0) / lengths.length);
  const prompts = mean(pairs.map(({ prompt }) => prompt.length));
  const answers = mean(
    pairs.flatMap(({ chosen, rejected }) => [chosen.length, rejected[0]!.length]),
  );
  return `${prompts} prompt and ${answers} answer tokens on average`;
}

/** Prompts of random tokens, which cost what others cost. */
async function promptsFor(
  work: string,
  { prompts, promptTokens }: SampleCase,
  vocab: number,
): Promise<string> {
  const path = join(work, "rows", `${crypto.randomUUID()}.jsonl`);
  const spec = { kind: "equal", count: prompts, prompt: promptTokens, answer: 1 } as const;
  await writeRows(path, randomPairs(spec, vocab, fold(key(0), 3)));
  return path;
}
