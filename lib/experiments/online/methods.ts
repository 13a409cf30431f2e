/** Offline, online and between: names to methods, in one table. */
import { inDomainMethod } from "../in_domain/methods.ts";
import { filtered } from "./filtered.ts";
import { following } from "./following.ts";
import { offline } from "./offline.ts";
import { online } from "./on_policy.ts";
import type { Course, OnlineMethod } from "./types.ts";

/** Rounds that the policy of semi-online DPO is sampled in. */
export const STALE = 10;
/** Rounds between syncs of TR-DPO's reference; the paper's 512 steps are more than the stream has. */
export const SYNC_EVERY = 20;
/** Share of the policy in TR-DPO's new reference. */
export const MIX = 0.6;

/** Every method by its name, in the order of reports; offline DPO is called what it is called elsewhere. */
export const ONLINE_METHODS: Readonly<Record<string, OnlineMethod>> = {
  "dpo": learnt("DPO on the reference's answers (offline)", "dpo", offline),
  "online-dpo": learnt("DPO on the policy's own answers (online)", "dpo", online(1)),
  "ofs-dpo": learnt("OFS-DPO on the reference's answers (offline)", "ofs-dpo", offline),
  "online-ofs-dpo": learnt(
    "OFS-DPO on the own answers of the module in role F (online)",
    "ofs-dpo",
    online(1),
  ),
  "stale-dpo": learnt(
    `DPO on answers of a policy that is renewed every ${STALE} rounds (semi-online)`,
    "dpo",
    online(STALE),
  ),
  "fdpo": learnt(
    "DPO on those of the reference's answers that the policy does not better yet (fDPO)",
    "dpo",
    filtered,
  ),
  "tr-dpo": learnt(
    `DPO on the reference's answers, with a reference that takes ${MIX} of the policy every ${SYNC_EVERY} rounds (TR-DPO)`,
    "dpo",
    following(SYNC_EVERY, MIX),
  ),
};

/**
 * A method by its name.
 *
 * @throws {RangeError} If the name is unknown.
 */
export function onlineMethod(name: string): OnlineMethod {
  if (Object.hasOwn(ONLINE_METHODS, name)) return ONLINE_METHODS[name]!;
  throw new RangeError(
    `Cannot run the method "${name}": the methods are ${Object.keys(ONLINE_METHODS).join(", ")}`,
  );
}

/** A method of the in-domain experiment on a course. */
function learnt(title: string, settingsOf: string, course: Course): OnlineMethod {
  const { recipe } = inDomainMethod(settingsOf);
  return { title, settingsOf, course, recipe };
}
