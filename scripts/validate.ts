/** Says what is in a file of preferences, and what training would make of it. */
import { join } from "node:path";
import {
  countLengths,
  fetchConfig,
  fetchTokenizer,
  readJson,
  readPairs,
  type SourcedPair,
  surveyPairs,
} from "../lib/data/mod.ts";
import { parseConfig } from "../lib/model/config.ts";
import { loadTokenizer } from "../lib/tokens/mod.ts";
import { main, readArguments } from "./_arguments.ts";
import { chatRender } from "./_chat_options.ts";
import { drawLengths } from "./_draw_lengths.ts";
import { readEnv } from "./_environment.ts";
import { modelFolder } from "./_load.ts";
import { locateData } from "./_locate.ts";
import { fieldMap } from "./_map_option.ts";
import { BRACKETS, COLOURS, maskedRow } from "./_masked_row.ts";
import { progress } from "./_progress.ts";
import { requireRows } from "./_require_rows.ts";
import { say } from "./_say.ts";
import { surveyTokens } from "./_survey_tokens.ts";
import { requireHeeded, validateOptions, type ValidateValues } from "./_validate_options.ts";
import { type Validation, validationLines } from "./_validate_text.ts";
import { writeText } from "./_write.ts";

/** Errors of a row or of the file as a whole, once the file is found. */
const MALFORMED = /^Cannot read pairs as | as it has 0 rows: /;

await main(async () => {
  const { values, given } = readArguments(validateOptions, Deno.args, {
    task: "validate",
    summary:
      "Says what is in a file of preferences and, with a model, what task train would make of it. Findings are warnings; a row that cannot be read, or none at all, ends it with exit code 1.",
    examples: [
      "--data prefs.jsonl",
      "--data prefs.parquet --map chosen=better,rejected=worse --model demo --chart lengths.svg",
    ],
  });
  requireHeeded(values, given);
  const reader = values.model === undefined ? undefined : await readerOf(values, values.model);
  const [pairs, letters] = [surveyPairs(), countLengths()];
  const tokens = reader && surveyTokens(reader.tokenizer, reader.maxLength);
  const bar = progress({ label: "validate", unit: "rows" });
  await eachPair(values, reader?.render ?? {}, (pair) => {
    pairs.add(pair);
    letters.add(lettersOf(pair));
    tokens?.add(pair);
    bar.update(pair.row + 1);
  });
  bar.done();
  const counter = tokens?.lengths ?? letters;
  const found: Validation = {
    data: values.data,
    pairs: pairs.survey(),
    tokens: tokens?.survey(),
    lengths: {
      unit: tokens ? "tokens" : "characters",
      longest: counter.longest(),
      bins: counter.bins(),
    },
  };
  if (values.chart !== undefined) await drawLengths(values.chart, found);
  writeText(Deno.stdout, values.json ? `${JSON.stringify(asJson(found))}\n` : inWords(found));

  function inWords(found: Validation): string {
    const marks = Deno.stdout.isTerminal() && !readEnv("NO_COLOR") ? COLOURS : BRACKETS;
    const shown = (found.tokens?.samples ?? []).flatMap((
      pair,
    ) => ["", ...maskedRow(pair, reader!.tokenizer, marks)]);
    return [...validationLines(found), ...shown].map((line) => `${line}\n`).join("");
  }
});

/** The tokenizer and the chat template of a model, whose weights are not needed. */
async function readerOf(values: ValidateValues, model: string) {
  const folder = await modelFolder(model, "model", fetchTokenizer);
  await modelFolder(model, "model", fetchConfig);
  const tokenizer = await loadTokenizer(folder);
  const config = await readJson(join(folder, "config.json")) as Record<string, unknown>;
  return {
    tokenizer,
    maxLength: Math.min(values.maxLength, parseConfig(config).context),
    render: await chatRender(values, { folder, tokenizer }),
  };
}

/** Reads the rows one by one; a row that cannot be read ends the process. */
async function eachPair(
  { data, map, maxRows = Infinity }: ValidateValues,
  render: Awaited<ReturnType<typeof chatRender>>,
  take: (pair: SourcedPair) => void,
): Promise<void> {
  const { path } = await locateData(data);
  let count = 0;
  try {
    for await (const pair of readPairs(path, { map: fieldMap(map), ...render })) {
      take(pair);
      count++;
      if (pair.row + 1 >= maxRows) break;
    }
    requireRows(count, data);
  } catch (error) {
    if (!(error instanceof Error && MALFORMED.test(error.message))) throw error;
    say(`error: ${error.message}`);
    Deno.exit(1);
  }
}

function lettersOf({ prompt, chosen, rejected }: SourcedPair): number {
  return prompt.length + Math.max(chosen.length, ...[rejected].flat().map(({ length }) => length));
}

/** The report as JSON; rows are counted from 0 there, as `task score` counts them. */
function asJson({ tokens, ...rest }: Validation) {
  if (!tokens) return rest;
  const { samples: _, ...counts } = tokens;
  return { ...rest, tokens: counts };
}
