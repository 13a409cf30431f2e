import type { Frame, Part } from "./frame.ts";
import type { Line } from "./line.ts";
import { hundredths, pixels } from "./pixels.ts";
import { spread } from "./spread.ts";
import { HEIGHT, TYPE_SIZE, WIDTH } from "./theme.ts";

/** Least distance of two labels, in pixels. */
const GAP = TYPE_SIZE + 3;
/** Where the thread from a line to its label ends, and where the label begins, in pixels right of the plot. */
const THREAD = 16;
const LABEL = 20;

/** The name of each line, beside its end, and a thread between them; names never cover each other. */
export function endLabels(lines: readonly Line[], frame: Frame): Part[] {
  const values = placed(lines, frame);
  return [
    {
      data: { values },
      mark: { type: "rule", opacity: 0.55, strokeWidth: 1 },
      encoding: {
        x: pixels("endX"),
        y: pixels("endY"),
        x2: { field: "threadX" },
        y2: { field: "labelY" },
        color: frame.colour,
      },
    },
    ...[true, false].map((bold) => label(values, bold, frame)),
  ];
}

function label(values: readonly Part[], bold: boolean, { colour }: Frame): Part {
  return {
    data: { values: values.filter((value) => value.bold === bold) },
    mark: { type: "text", align: "left", baseline: "middle", fontWeight: bold ? "bold" : "normal" },
    encoding: {
      x: pixels("labelX"),
      y: pixels("labelY"),
      text: { field: "line", type: "nominal" },
      color: colour,
    },
  };
}

/** Where lines end and labels stand, in pixels from the upper left corner of the plot. */
function placed(lines: readonly Line[], { last, axis }: Frame): Part[] {
  const ends = lines.map(({ points }) => {
    const { step, mean } = points.at(-1)!;
    const place = Math.min(1, Math.max(0, axis.place(mean)));
    return { x: points.length === 1 ? WIDTH : WIDTH * step / last, y: HEIGHT * (1 - place) };
  });
  const heights = spread(ends.map(({ y }) => y), GAP, HEIGHT);
  return lines.map(({ name, bold }, i) => ({
    line: name,
    bold,
    endX: hundredths(ends[i]!.x),
    endY: hundredths(ends[i]!.y),
    threadX: WIDTH + THREAD,
    labelX: WIDTH + LABEL,
    labelY: hundredths(heights[i]!),
  }));
}
