import { deepEqual, equal, throws } from "node:assert/strict";
import { type Scalar, tf } from "../../lib/base/mod.ts";
import {
  assignRoles,
  fastSlow,
  initRoles,
  nextRoles,
  ratesFollowRoles,
  ratesStay,
  type Roles,
} from "../../lib/chase/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import { assertClose, engine, take } from "../_support.ts";

void engine;

/** Roles after each of these steps' losses of the fast-rate and the slow-rate module. */
async function follow(losses: readonly (readonly [number, number])[], every: number) {
  let roles: Roles = initRoles();
  const seen: number[] = [];
  for (const step of losses) {
    roles = nextRoles(roles, tf.tensor1d([...step]), every);
    seen.push((await roles.role.data())[0]!);
  }
  return { seen, swaps: (await roles.swaps.data())[0], roles };
}

Deno.test("at the end of a window the module with the lower mean loss takes role F", async () => {
  // The slow-rate module loses the last step of the window and wins its mean.
  const { seen, swaps } = await follow([[3, 1], [3, 1], [1, 2], [1, 9], [1, 9], [1, 9]], 3);
  deepEqual(seen, [0, 0, 1, 1, 1, 0]);
  equal(swaps, 2);
});

Deno.test("a tie goes to the fast-rate module", async () => {
  const { seen } = await follow([[2, 1], [1, 1]], 1);
  deepEqual(seen, [1, 0]);
});

Deno.test("each window counts its own steps alone", async () => {
  const { seen, roles } = await follow([[9, 1], [9, 1], [1, 2], [1, 2]], 2);
  deepEqual(seen, [0, 1, 1, 0]);
  deepEqual([...await roles.sums.data()], [0, 0]);
  equal((await roles.seen.data())[0], 0);
});

Deno.test("assignRoles() gives F to the fast-rate module in role 0, to the other in role 1", async () => {
  const fast = logps({ chosen: [-1], rejected: [-2] });
  const slow = logps({ chosen: [-3], rejected: [-4] });
  for (const [role, [first, second]] of [[0, [-1, -3]], [1, [-3, -1]]] as const) {
    const { F, S } = assignRoles(fast, slow, tf.scalar(role));
    deepEqual([...await take(F.chosen), ...await take(S.chosen)], [first, second]);
  }
});

Deno.test("rates stay with the modules, or follow the roles", async () => {
  const speeds = async (rates: typeof ratesStay, role: number) =>
    (await Promise.all(rates(tf.scalar(role) as Scalar, 0.3).map(take))).map(([x]) => x!);
  assertClose(await speeds(ratesStay, 0), [1, 0.3], 1e-7);
  assertClose(await speeds(ratesStay, 1), [1, 0.3], 1e-7);
  assertClose(await speeds(ratesFollowRoles, 0), [1, 0.3], 1e-7);
  assertClose(await speeds(ratesFollowRoles, 1), [0.3, 1], 1e-7);
});

Deno.test("fastSlow() reports the slopes, the floor and the swaps, F's rewards and S's", async () => {
  const objective = fastSlow({ alpha: 0.5, every: 1 });
  const zeros = logps({ chosen: [0], rejected: [0] });
  const state = objective.init();
  const { metrics, state: next } = objective.observe(
    [logps({ chosen: [0], rejected: [0] }), logps({ chosen: [20], rejected: [0] })],
    zeros,
    state,
  );
  const value = async (name: string) => (await metrics[name]!.data())[0]!;
  assertClose([await value("chase/floor")], [0.025], 1e-7);
  // F at h = 0, S at h = 20: σ(−β h_F) = ½, σ(−β(h_F − h_S)) = σ(2).
  const s2 = 1 / (1 + Math.exp(-2));
  assertClose([await value("chase/slope_F")], [0.1 * 0.5 + 0.05 * s2], 1e-6);
  assertClose([await value("chase/slope_S")], [0.1 * (1 - s2) + 0.05 * s2], 1e-6);
  assertClose([await value("chase/gap")], [-2], 1e-6);
  assertClose([await value("S/rewards/margins")], [2], 1e-6);
  equal(await value("rewards/margins"), 0);
  equal(await value("chase/role"), 0);
  equal((await (next as Roles).role.data())[0], 1);
  equal((await objective.played(next).data())[0], 1);
});

Deno.test("fastSlow() refuses options out of range", () => {
  throws(() => fastSlow({ every: 0 }), /every must be a whole number ≥ 1/);
  throws(() => fastSlow({ slowRatio: 0 }), /slowRatio must be in \(0, 1\]/);
  throws(() => fastSlow({ slowRatio: 1.1 }), /slowRatio must be in \(0, 1\]/);
});
