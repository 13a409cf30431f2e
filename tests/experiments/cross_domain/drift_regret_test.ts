import { equal } from "node:assert/strict";
import { driftRegret } from "../../../lib/experiments/cross_domain/drift_regret.ts";
import { assertClose } from "../../_support.ts";

Deno.test("driftRegret() by hand, per round", () => {
  const { static_regret, dynamic_regret } = driftRegret([0.6, 0.5], {
    whole: [0.4, 0.5],
    moving: [0.3, 0.3],
  });
  assertClose([static_regret, dynamic_regret], [0.1, 0.25], 1e-12);
});

Deno.test("driftRegret() compares with the reference where the fitted module pays more", () => {
  const { static_regret } = driftRegret([Math.LN2], { whole: [5], moving: [0] });
  equal(static_regret, 0);
});
