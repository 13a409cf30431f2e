import type { Objective } from "../base/mod.ts";

/** Refuses a bare loss, which has no modules: types do not hold in JavaScript. */
export function requireObjective(objective: Objective): void {
  if (typeof objective !== "function") return;
  throw new TypeError(
    "Cannot train by a loss alone as it does not say which modules learn: wrap it as preferenceObjective(name, loss), or as fastSlow({ base: loss })",
  );
}
