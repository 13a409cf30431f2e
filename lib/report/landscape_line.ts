import { linearScale } from "./axis_scale.ts";
import type { Part } from "./frame.ts";
import { foundMarks, type Landscape } from "./landscape_marks.ts";
import type { Place } from "./landscape_places.ts";
import { domainStyle } from "./domain_style.ts";
import { short } from "./pixels.ts";
import { HEIGHT, WIDTH } from "./theme.ts";

const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** The loss over the weight of the first of two domains, as a part of a Vega-Lite specification. */
export function landscapeLine({ tried, found, domains, lossTitle }: Landscape): Part {
  const [first, second] = domains;
  const scale = linearScale()(tried.map(({ loss }) => loss));
  const x = {
    field: "weight",
    type: "quantitative",
    scale: { domain: [0, 1], nice: false },
    axis: {
      title: `λ of ${first}; the rest is λ of ${second}`,
      format: ".1f",
      values: TICKS,
      labelFlush: false,
    },
  };
  const y = {
    field: "loss",
    type: "quantitative",
    scale: scale.scale,
    axis: { title: lossTitle, ...scale.axis },
  };
  const at = ({ weights, loss }: Place) => ({ weight: short(weights[0]!), loss: short(loss) });
  const along = [...tried].sort((a, b) => a.weights[0]! - b.weights[0]!).map(at);
  const { colour } = domainStyle(2);
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: { values: along },
        mark: { type: "line", color: colour, point: { filled: true, size: 24, color: colour } },
        encoding: { x, y },
      },
      ...foundMarks(found, at, { x, y }),
    ],
  };
}
