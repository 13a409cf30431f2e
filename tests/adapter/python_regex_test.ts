import { deepEqual, throws } from "node:assert/strict";
import { pythonRegex } from "../../lib/adapter/mod.ts";
import { byPattern } from "../../lib/adapter/by_pattern.ts";
import { fixture } from "../_support.ts";

interface Known {
  readonly paths: readonly string[];
  readonly expressions: readonly {
    readonly expression: string;
    readonly matches: readonly boolean[];
  }[];
  readonly keys: readonly {
    readonly keys: readonly string[];
    readonly found: readonly (string | null)[];
  }[];
}

const { paths, expressions, keys } = await fixture<Known>("adapters.json");

for (const { expression, matches } of expressions) {
  Deno.test(`pythonRegex() matches by ${JSON.stringify(expression)} what Python's re.fullmatch does`, () => {
    const whole = new RegExp(`^(?:${pythonRegex(expression)})$`, "u");
    deepEqual(paths.map((path) => whole.test(path)), matches);
  });
}

for (const { keys: asked, found } of keys) {
  Deno.test(`byPattern() takes of ${JSON.stringify(asked)} the key that PEFT takes`, () => {
    const valueOf = byPattern(Object.fromEntries(asked.map((key, i) => [key, i])), -1);
    deepEqual(paths.map(valueOf), found.map((key) => key === null ? -1 : asked.indexOf(key)));
  });
}

Deno.test("byPattern() gives every map the other value where there is no pattern", () => {
  deepEqual(paths.map(byPattern(undefined, 7)), paths.map(() => 7));
});

// Python takes the first six; the others it refuses, or takes for something else.
const UNSHARED = String.raw`\A.* .*\Z (?i)x (?P<a>x) (?>x) x++ (?#x)x x{,2} (a)\1`.split(" ")
  .concat(String.raw`(?<a>x) \p{L} \ca [] [^] \u{41} ( a{`.split(" "));

for (const pattern of UNSHARED) {
  Deno.test(`pythonRegex() refuses ${pattern}`, () => {
    throws(() => pythonRegex(pattern), {
      name: "RangeError",
      message:
        /^Cannot match by ".*" as .*: write it in the syntax that both languages share, or list names$/,
    });
  });
}

Deno.test("pythonRegex() takes an escaped backslash for no escape", () => {
  deepEqual(pythonRegex(String.raw`\\A`), String.raw`\\A`);
});
