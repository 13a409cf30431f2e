/** The options of `task train` that one loss or another takes; each loss has its own default. */
import type { Options } from "./_options.ts";

const group = "Losses";

/** Specs of the options. */
export const lossOptions = {
  epsilon: {
    type: "number",
    min: 0,
    exclusiveMax: 0.5,
    group,
    help:
      "cdpo, robust-dpo, exo, aot: share ε of labels believed to be flipped. Without this option 0.1; 0.001 for exo, 0 for aot.",
  },
  gamma: {
    type: "number",
    group,
    default: 1,
    help: "simpo: margin γ that rewards are asked for.",
  },
  offset: {
    type: "string",
    choices: ["log-gap", "gap", "ratio"],
    default: "log-gap",
    group,
    help:
      "odpo: what the scores of both answers become: log(s_w - s_l), which takes no ties and asks for less " +
      "than DPO where scores differ by less than 1; s_w - s_l; or log(s_w/s_l), which takes positive scores alone.",
  },
  offsetWeight: {
    type: "number",
    min: 0,
    default: 1,
    group,
    help: "odpo: weight α of the offset.",
  },
  dispersion: {
    type: "number",
    exclusiveMin: 0,
    default: 0.29,
    group,
    help: "mallows-…: scale φ* of the dispersion.",
  },
  nllWeight: {
    type: "number",
    min: 0,
    default: 1,
    group,
    help: "cpo, rpo: weight α of the chosen answer's negative log-probability per token.",
  },
  lengthWeight: {
    type: "number",
    min: 0,
    default: 0.05,
    group,
    help: "rdpo: weight α of a token of difference in length.",
  },
  fallWeight: {
    type: "number",
    min: 0,
    default: 50,
    group,
    help: "dpop: weight λ of a fall of the chosen answer's log-probability.",
  },
  desirable: {
    type: "number",
    min: 0,
    default: 1,
    group,
    help: "kto: weight of chosen answers.",
  },
  undesirable: {
    type: "number",
    min: 0,
    default: 1,
    group,
    help: "kto: weight of rejected answers.",
  },
  rewardShift: {
    type: "number",
    default: 0,
    group,
    help: "bco: shift δ of the rewards.",
  },
  blendTau: {
    type: "number",
    exclusiveMin: 0,
    max: 1,
    default: 0.05,
    group,
    help: "discopop: temperature τ of the blend.",
  },
} as const satisfies Options;
