/** Folds an adapter into its model. */
import { loraBank, loraScales, mergeAdapter } from "../lib/adapter/mod.ts";
import { disposeTree } from "../lib/base/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { logitsOf } from "../lib/model/mod.ts";
import { loadModel, readAdapter } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { largestChange, sampleRows } from "./_compare_logits.ts";
import { requireEmpty } from "./_empty_folder.ts";
import { engineOption } from "./_engine_option.ts";
import { loadModelAndTokenizer } from "./_load.ts";
import { locateAdapter } from "./_locate.ts";
import { modelOption } from "./_model_option.ts";
import { saveMerged } from "./_save_merged.ts";
import { say } from "./_say.ts";
import { wholeFolder } from "./_whole_folder.ts";
import { writeText } from "./_write.ts";

const spec = defineOptions({
  ...modelOption,
  adapter: {
    type: "string",
    required: true,
    placeholder: "folder|id",
    help: "PEFT folder, or id on the hub, of the adapter to fold in.",
  },
  out: {
    type: "string",
    required: true,
    placeholder: "folder",
    help: "Folder of the merged model; it must be absent or empty.",
  },
  ...engineOption,
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "merge",
    summary:
      "Writes a model with an adapter folded in, as a Hugging Face folder; prints {rows, tokens, change, change_from_base, out}: the largest change of a logit on some texts, once from the adapter beside its base to the folder that was written, once from the base alone.",
    examples: ["--model reviews --adapter runs/dpo/adapter --out runs/dpo/merged"],
  });
  await requireEmpty(values.out);
  await ensureEngine({ engine: values.engine, say });
  const { model, tokenizer, folder } = await loadModelAndTokenizer(values.model);
  const adapter = await readAdapter((await locateAdapter(values.adapter)).path, model.config);
  const rows = sampleRows(tokenizer, model.config.context);
  const beside = loraBank([adapter.weights], loraScales(adapter.config));
  const [base, adapted] = [
    await logitsOf(model, rows),
    await logitsOf(model, rows, { linear: beside }),
  ];
  const merged = mergeAdapter(model, adapter);
  disposeTree(model.weights);

  const changes = await wholeFolder(values.out, async (partial) => {
    await saveMerged(partial, merged, folder);
    disposeTree(merged.weights);
    const written = await logitsOf(await loadModel(partial), rows);
    const change = largestChange(written, adapted);
    if (Number.isFinite(change)) return { change, change_from_base: largestChange(written, base) };
    throw new RangeError(
      `Cannot merge ${values.adapter} into ${values.model} as every logit must be finite: current change is ${change}`,
    );
  });

  const tokens = rows.reduce((sum, { length }) => sum + length, 0);
  writeText(
    Deno.stdout,
    `${JSON.stringify({ rows: rows.length, tokens, ...changes, out: values.out })}\n`,
  );
});
