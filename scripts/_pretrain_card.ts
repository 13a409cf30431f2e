/** The card of a pretrained model: every figure is of the run that wrote it. */
import { join } from "node:path";
import { fold, key, tf } from "../lib/base/mod.ts";
import { readRows } from "../lib/data/mod.ts";
import { type Corpus, IN_DOMAIN_SAMPLING } from "../lib/experiments/mod.ts";
import { generateIds, type Model } from "../lib/model/mod.ts";
import { encodeStream, type Tokenizer } from "../lib/tokens/mod.ts";
import { languageModelLoss } from "../lib/train/mod.ts";

const SAMPLES = 20;
const SAMPLE_TOKENS = 64;

/** What the card is written from. */
export interface CardInput {
  readonly model: Model;
  readonly tokenizer: Tokenizer;
  /** What it was trained on. */
  readonly corpus: Corpus;
  /** Name of that. */
  readonly name: string;
  /** Folder of the data. */
  readonly data: string;
  /** Training tokens. */
  readonly tokens: Uint16Array;
  /** Folder of the run. */
  readonly run: string;
  readonly values: {
    readonly steps: number;
    readonly rows: number;
    readonly lr: number;
    readonly decayShare: number;
    readonly seed: number;
  };
}

/** Measures the model and writes its card. */
export async function modelCard(input: CardInput): Promise<string> {
  const { model: { config, weights }, tokens, values, corpus, name } = input;
  const heldOut = await measure(input);
  const seen = values.steps * values.rows * config.context;
  const hours = await secondsOf(input.run, values.rows * config.context) / 3600;
  const parameters = Object.values(weights).reduce((sum, w) => sum + w.size, 0);
  const lines = [
    `# ${name}`,
    "",
    `A GPT-2 of ${config.layers} layers × ${config.width}, ${config.heads} heads, context ${config.context}, vocabulary ${config.vocab} (${
      (parameters / 1e6).toFixed(2)
    } M parameters, float32), trained from nothing on ${corpus.texts}.${
      name === "reviews" ? " The base of \`task reproduce in-domain\`." : ""
    }`,
    "",
    "| | |",
    "| --- | --- |",
    `| held-out bits per byte | ${heldOut.bitsPerByte.toFixed(3)} |`,
    `| held-out nats per token | ${heldOut.natsPerToken.toFixed(3)} (${heldOut.texts} texts, ${
      heldOut.tokens.toLocaleString("en")
    } tokens, windows of ${config.context} begun anew) |`,
    `| tokens seen | ${(seen / 1e6).toFixed(1)} M (${
      (seen / tokens.length).toFixed(2)
    } passes over ${(tokens.length / 1e6).toFixed(1)} M) |`,
    `| wall time of the steps | ${hours.toFixed(2)} h on ${navigator.hardwareConcurrency} cores |`,
    `| steps | ${values.steps} of ${values.rows} × ${config.context} tokens, AdamW (.9, .95), rate ${values.lr}, falling to 0 over the last ${
      Math.round(100 * values.decayShare)
    } %, clipping 1, seed ${values.seed} |`,
    "",
    `Data: ${corpus.source}. Made by \`deno task pretrain --data DATA${
      name === "reviews" ? "" : ` --corpus ${name}`
    }\`.`,
    `It writes what ${corpus.texts} sound like; it knows nothing and must not be asked.`,
    "",
    `## ${SAMPLES} samples`,
    "",
    `Unselected, seed 0, at most ${SAMPLE_TOKENS} tokens from the start of a text; the in-domain experiment samples at temperature ${IN_DOMAIN_SAMPLING}.`,
    "",
  ];
  for (const temperature of [IN_DOMAIN_SAMPLING, 1]) {
    lines.push(`### Temperature ${temperature}`, "");
    for (const text of await samples(input, temperature)) lines.push(`- ${quoted(text)}`);
    lines.push("");
  }
  return lines.join("\n");
}

async function measure({ model, tokenizer, corpus, data }: CardInput) {
  const texts = await Array.fromAsync(corpus.heldOut(data));
  const stream = await encodeStream(texts, tokenizer);
  const bytes = texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
  const time = model.config.context;
  const rows = 32;
  let nats = 0;
  let tokens = 0;
  for (let start = 0; start + rows * time < stream.length; start += rows * time) {
    const loss = tf.tidy(() => {
      const at = (from: number) =>
        tf.tensor2d(
          Int32Array.from(stream.subarray(from, from + rows * time)),
          [rows, time],
          "int32",
        );
      return languageModelLoss(model, at(start), at(start + 1));
    });
    nats += (await loss.data())[0]! * rows * time;
    tokens += rows * time;
    loss.dispose();
  }
  if (tokens === 0) {
    throw new RangeError(
      `Cannot measure the model as the held-out texts of ${data} are shorter than ${rows} windows`,
    );
  }
  const natsPerToken = nats / tokens;
  const bitsPerByte = natsPerToken * stream.length / bytes / Math.LN2;
  return { natsPerToken, bitsPerByte, tokens, texts: texts.length };
}

async function samples({ model, tokenizer }: CardInput, temperature: number): Promise<string[]> {
  const prompts = Array.from({ length: SAMPLES }, () => Int32Array.of(tokenizer.eos));
  const ids = await generateIds(model, prompts, {
    maxTokens: SAMPLE_TOKENS,
    stop: tokenizer.eos,
    key: fold(key(0), 0),
    temperature,
  });
  return ids.map((row) => tokenizer.decode(row, { skipSpecial: true }));
}

/** Time of all steps, from the rates that they reported. */
async function secondsOf(run: string, tokensPerStep: number): Promise<number> {
  let seconds = 0;
  for await (const { value } of readRows(join(run, "metrics.jsonl"), { what: "metrics" })) {
    seconds += tokensPerStep / Number((value as { tokens_per_s: number }).tokens_per_s);
  }
  return seconds;
}

function quoted(text: string): string {
  return text.replaceAll("\n", " / ").replaceAll(/[`*_|<]/g, (c) => `\\${c}`);
}
