/** The domains of `reproduce cross-domain`. */
import type { Preset } from "../lib/experiments/mod.ts";
import type { Course, CrossValues } from "./_cross_domain_course.ts";
import { dialogueCourse } from "./_cross_domain_dialogues.ts";
import { rewardCourse } from "./_cross_domain_worlds.ts";

/** Loads what the domains are made of. */
export function courseOf(values: CrossValues, preset: Preset): Promise<Course> {
  return values.task === "hh" ? dialogueCourse(values, preset) : rewardCourse(values, preset);
}
