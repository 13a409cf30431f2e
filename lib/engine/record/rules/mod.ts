/** What each op gives: the shape rules of every op that a step may use. */
import type { Rule } from "../values.ts";
import { ELEMENTWISE } from "./elementwise.ts";
import { INDEXING } from "./indexing.ts";
import { LAYOUT } from "./layout.ts";
import { PRODUCTS } from "./products.ts";
import { REDUCTIONS } from "./reductions.ts";
import { SOURCES } from "./sources.ts";

/** Rules by op. */
export const RULES: ReadonlyMap<string, Rule> = new Map(
  [ELEMENTWISE, REDUCTIONS, PRODUCTS, LAYOUT, INDEXING, SOURCES]
    .flatMap((rules) => Object.entries(rules)),
);

/**
 * The rule of an op.
 *
 * @throws {RangeError} If the op has none.
 */
export function ruleOf(op: string): Rule {
  const rule = RULES.get(op);
  if (rule) return rule;
  throw new RangeError(
    `Cannot record the step as it uses the op ${op}, whose shapes are not known: add a rule for it to lib/engine/record/rules`,
  );
}
