import type { Part } from "./frame.ts";
import { methodStyle } from "./method_style.ts";
import type { Reign } from "./role_swaps.ts";
import { SHADE, WIDTH } from "./theme.ts";

/** Height of a seed's row, in pixels. */
const ROW = 16;

/** A strip that tells, seed by seed and over the updates up to `last`, which module played F. */
export function roleStrip(stretches: readonly Reign[], last: number): Part {
  const players = ["fast-rate module", "slow-rate module"];
  const seeds = [...new Set(stretches.map(({ seed }) => seed))];
  return {
    width: WIDTH,
    height: ROW * seeds.length,
    data: {
      values: stretches.map(({ seed, from, to, role }) => ({
        seed,
        from,
        to: Math.min(to, last),
        player: players[role] ?? String(role),
      })),
    },
    mark: { type: "rect", clip: true, opacity: 0.7 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        scale: { domain: [0, last], nice: false },
        axis: null,
      },
      x2: { field: "to" },
      y: {
        field: "seed",
        type: "nominal",
        scale: { domain: seeds, paddingInner: 0.2 },
        axis: { title: "Seed" },
      },
      color: {
        field: "player",
        type: "nominal",
        scale: { domain: players, range: [SHADE, methodStyle("ofs-dpo").colour] },
        legend: {
          title: "Role F is played by the",
          orient: "bottom",
          titleOrient: "left",
          titlePadding: 12,
        },
      },
    },
  };
}
