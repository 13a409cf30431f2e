import type { HubPlace } from "./types.ts";

/** An id as users write it, taken apart. */
export interface HubId extends HubPlace {
  /** A file in the repository, if one is named. */
  readonly file?: string;
}

const NAME = String.raw`[A-Za-z0-9][\w.-]*`;
const WRITTEN = new RegExp(
  String.raw`^(hf:)?(?!hf:)(${NAME}/${NAME}|${NAME})(?:@([\w.-]+(?:/[\w.-]+)*))?(?::([^:\\]+))?$`,
);

/**
 * Whether a text can be an id on the hub: it begins with `hf:`, or has the form `org/name` or `org/name@revision`. A
 * folder of that name goes first, which the caller finds out.
 *
 * @example
 * ```ts
 * import { isHubId } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const texts = ["HuggingFaceTB/SmolLM2-135M", "hf:gpt2", "org/name@v1.0", "runs/dpo/adapter", "./model", "demo"];
 * deepEqual(texts.map(isHubId), [true, true, true, false, false, false]);
 * ```
 */
export function isHubId(text: string): boolean {
  const [, prefix, name, , file] = WRITTEN.exec(text) ?? [];
  return text.startsWith("hf:") ||
    (prefix === undefined && name?.includes("/") === true && file === undefined);
}

/**
 * Takes an id apart: `[hf:]org/name[@revision][:file]`.
 *
 * @param text The id.
 * @param kind What the repository holds.
 * @throws {RangeError} If it has another form.
 *
 * @example
 * ```ts
 * import { parseHubId } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(parseHubId("hf:trl-lib/ultrafeedback@main:data/train.parquet", "dataset"), {
 *   kind: "dataset",
 *   name: "trl-lib/ultrafeedback",
 *   revision: "main",
 *   file: "data/train.parquet",
 * });
 * ```
 */
export function parseHubId(text: string, kind: HubPlace["kind"]): HubId {
  const [whole, , name, revision = "main", file] = WRITTEN.exec(text) ?? [];
  if (whole === undefined || /\.\.|(^|\/)\.(\/|$)/.test(`${name}/${revision}/${file ?? ""}`)) {
    throw new RangeError(
      `Cannot find ${text} on the hub as an id has the form hf:org/name[@revision]${
        kind === "dataset" ? "[:file]" : ""
      }`,
    );
  }
  if (file !== undefined && kind === "model") {
    throw new RangeError(
      `Cannot find ${text} on the hub as a model is named without a file: current value is "${file}"`,
    );
  }
  return { kind, name: name!, revision, ...(file !== undefined && { file }) };
}
