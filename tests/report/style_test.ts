import { deepEqual, equal, ok } from "node:assert/strict";
import { IN_DOMAIN_METHODS } from "../../lib/experiments/in_domain/methods.ts";
import { methodStyle, STYLES } from "../../lib/report/method_style.ts";
import { pageStyle } from "../../lib/report/page_style.ts";
import { PAPER } from "../../lib/report/theme.ts";

Deno.test("no two methods of the in-domain experiment look alike", () => {
  const names = ["reference", ...Object.keys(IN_DOMAIN_METHODS)];
  const looks = names.map((name) => JSON.stringify(methodStyle(name)));
  equal(new Set(looks).size, names.length);
  ok(
    names.every((name) => methodStyle(name).shape !== "triangle-left"),
    "a method has no own style",
  );
});

Deno.test("a method looks the same whatever its company, also an unknown one", () => {
  deepEqual(methodStyle("ofs-new"), methodStyle("ofs-new"));
  ok(STYLES.some(({ colour }) => colour === methodStyle("simpo").colour));
});

Deno.test("every colour can be read as text: contrast of 3 at least, on light and on dark paper", () => {
  for (const { colour, dark } of STYLES) {
    ok(contrast(colour, PAPER) >= 3, `${colour}: ${contrast(colour, PAPER)}`);
    ok(contrast(dark, "#161b22") >= 3, `${dark}: ${contrast(dark, "#161b22")}`);
  }
});

Deno.test("DPO and OFS-DPO differ in lightness or hue under every kind of colour vision", () => {
  const [dpo, ofs] = [methodStyle("dpo").colour, methodStyle("ofs-dpo").colour];
  for (const [kind, matrix] of Object.entries(DICHROMACY)) {
    const [a, b] = [dpo, ofs].map((colour) => through(matrix, linear(colour)));
    const distance = Math.hypot(...a!.map((x, i) => x ** (1 / 2.2) - b![i]! ** (1 / 2.2)));
    ok(distance > 0.3, `${kind}: ${distance}`);
  }
});

Deno.test("the page knows a dark colour for each colour of the charts", () => {
  const css = pageStyle();
  for (const { colour, dark } of STYLES) {
    ok(css.includes(`svg [stroke="${colour}"] { stroke: ${dark} }`));
  }
});

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
// deno-fmt-ignore
const DICHROMACY: Readonly<Record<string, readonly (readonly number[])[]>> = {
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function through(matrix: readonly (readonly number[])[], colour: readonly number[]): number[] {
  return matrix.map((line) =>
    Math.min(1, Math.max(0, line.reduce((sum, weight, i) => sum + weight * colour[i]!, 0)))
  );
}

function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map((colour) => {
    const [red, green, blue] = linear(colour);
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  }).sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}
