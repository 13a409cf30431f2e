import type { Part } from "./frame.ts";
import { heatOf } from "./heat.ts";
import { foundMarks, type Landscape } from "./landscape_marks.ts";
import type { Place } from "./landscape_places.ts";
import { hundredths, pixels, short } from "./pixels.ts";
import { INK, WIDTH } from "./theme.ts";

/** Side and height of the triangle, and room above and below it for names, in pixels. */
const SIDE = 460;
const TALL = SIDE * Math.sqrt(3) / 2;
const ROOM = 52;
/** A hexagon with its corner up; its circle has radius 1. */
const HEXAGON = "M0,-1L0.866,-0.5L0.866,0.5L0,1L-0.866,0.5L-0.866,-0.5Z";
/** Cells of a coarse grid do not meet, in pixels: a few weights tried say little about those between them. */
const LARGEST = 28;
/** So much larger cells leave no hair of paper between them. */
const OVERLAP = 1.03;

/** The loss over the weights of three domains, each corner one domain alone, as a part of a Vega-Lite specification. */
export function landscapeTriangle({ tried, found, domains, lossTitle }: Landscape): Part {
  const position = { x: pixels("x"), y: pixels("y") };
  // A place that was found lies anywhere between the others, and has a mark of its own.
  const grid = tried.filter((place) => place.found === null);
  const cells = grid.length > 0 ? grid : tried;
  const apart = spacing(cells.map(({ weights }) => weights)) * SIDE;
  const radius = Math.min(LARGEST, apart / Math.sqrt(3));
  const { scale } = heatOf(cells.map(({ loss }) => loss));
  return {
    width: WIDTH,
    height: Math.ceil(TALL) + 2 * ROOM,
    layer: [
      {
        data: { values: cells.map((place) => ({ ...at(place), loss: short(place.loss) })) },
        mark: {
          type: "point",
          filled: true,
          opacity: 1,
          shape: HEXAGON,
          size: hundredths((2 * radius * OVERLAP) ** 2),
        },
        encoding: {
          ...position,
          color: {
            field: "loss",
            type: "quantitative",
            scale,
            legend: {
              title: lossTitle,
              orient: "bottom",
              direction: "horizontal",
              gradientLength: 200,
            },
          },
        },
      },
      ...corners(domains, radius),
      ...foundMarks(found, at, position),
    ],
    resolve: { scale: { color: "independent", shape: "independent" } },
  };
}

/** Where a place stands, in pixels. */
function at({ weights }: Pick<Place, "weights">): { readonly x: number; readonly y: number } {
  const [, right, top] = weights;
  return {
    x: hundredths((WIDTH - SIDE) / 2 + SIDE * (right! + top! / 2)),
    y: hundredths(ROOM + TALL * (1 - top!)),
  };
}

/** Names at the corners. */
function corners(domains: readonly string[], radius: number): Part[] {
  const values = domains.map((domain, i) => {
    const { x, y } = at({ weights: domains.map((_, j) => Number(i === j)) });
    const away = radius + 12;
    return { domain: `λ of ${domain} = 1`, x, y: hundredths(y + (i === 2 ? -away : away)) };
  });
  return [{
    data: { values },
    mark: { type: "text", align: "center", baseline: "middle", color: INK },
    encoding: { x: pixels("x"), y: pixels("y"), text: { field: "domain", type: "nominal" } },
  }];
}

/** How far the nearest other place is, in sides of the triangle, for the middle one; a fifth where there is one alone. */
function spacing(weights: readonly (readonly number[])[]): number {
  const nearest = weights.map((a) => {
    // Along a side two weights change alike: the distance is √2 of that change.
    const distances = weights.map((b) => Math.hypot(...a.map((x, d) => x - b[d]!)) / Math.SQRT2);
    return Math.min(0.2, ...distances.filter((distance) => distance > 1e-3));
  }).sort((a, b) => a - b);
  return nearest[nearest.length >> 1]!;
}
