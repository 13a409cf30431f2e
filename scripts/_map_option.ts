/** The option `--map`: fields of the data that go by another name. */
import type { FieldMap } from "../lib/data/mod.ts";
import { defineOptions } from "./_arguments.ts";
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";

/** What may be called otherwise in a file. */
const FIELDS = [
  "prompt",
  "chosen",
  "rejected",
  "scores",
  "score_chosen",
  "score_rejected",
  "domain",
  "completion",
  "text",
  "messages",
];

/** The option that names the fields of the data. */
export const mapOption = defineOptions({
  map: {
    type: "list",
    pairs: true,
    placeholder: "field=name,…",
    help:
      "Fields that go by another name in the data, such as chosen=better,prompt=meta.question; dots lead into objects.",
  },
});

/**
 * What `--map` says.
 *
 * @throws {UsageError} If a part is no `field=name`, or the field is none that is read.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(fieldMap(["chosen=better"]), { chosen: "better" });
 * ```
 */
export function fieldMap(parts: readonly string[] | undefined): FieldMap {
  return Object.fromEntries((parts ?? []).map((part) => {
    const [, field, name] = /^\s*([^=\s]+)\s*=\s*(.*\S)\s*$/.exec(part) ?? [];
    if (field === undefined || name === undefined) {
      throw new UsageError(
        `Option --map must be a list of field=name: current value has ${JSON.stringify(part)}`,
      );
    }
    if (FIELDS.includes(field)) return [field, name];
    throw new UsageError(
      `Option --map knows the fields ${FIELDS.join(", ")}: current value has ${
        JSON.stringify(field)
      }${didYouMean(field, FIELDS)}`,
    );
  }));
}
