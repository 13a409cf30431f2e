import assert from "node:assert/strict";
import { formatDuration, formatRate, progress } from "../../scripts/_progress.ts";

/** A stream that keeps what is written, and a clock that is moved by hand. */
function fake(
  { isTerminal, columns = 80 }: { isTerminal: boolean; columns?: number },
) {
  const written: string[] = [];
  let time = 0;
  return {
    written,
    pass: (seconds: number) => time += seconds * 1000,
    world: {
      stream: {
        isTerminal: () => isTerminal,
        writeSync(bytes: Uint8Array) {
          written.push(new TextDecoder().decode(bytes));
          return bytes.length;
        },
      },
      now: () => time,
      columns: () => columns,
    },
  };
}

Deno.test("progress() redraws one line of a terminal in place", () => {
  const { written, pass, world } = fake({ isTerminal: true });
  const bar = progress({ label: "train", total: 100, unit: "pairs", ...world });
  pass(10);
  bar.update(25, { note: "loss 0.69" });
  pass(30);
  bar.update(100);
  bar.done();
  assert.deepEqual(written, [
    "\rtrain  25%  ████░░░░░░░░░░░░░  25/100  2.5 pairs/s  10 s (30 s left)  loss 0.69\x1b[K",
    "\rtrain 100%  ████████████████████████  100/100  2.5 pairs/s  40 s\x1b[K",
    "\rtrain 100%  ████████████████████████  100/100  2.5 pairs/s  40 s\x1b[K\n",
  ]);
});

Deno.test("progress() never fills a terminal's line, however narrow", () => {
  for (let columns = 1; columns < 140; columns++) {
    const { written, pass, world } = fake({ isTerminal: true, columns });
    const bar = progress({ label: "train", total: 9, ...world });
    pass(7);
    bar.update(4, { note: "a note that goes on for rather long" });
    bar.done();
    for (const text of written) {
      const line = text.replace("\r", "").replace("\x1b[K", "").trimEnd();
      assert.ok(
        [...line].length <= Math.max(1, columns - 1),
        `${columns}: ${line}`,
      );
    }
  }
});

Deno.test("progress() redraws at most ten times a second", () => {
  const { written, pass, world } = fake({ isTerminal: true });
  const bar = progress({ label: "train", total: 1000, ...world });
  for (let done = 1; done <= 1000; done++) {
    pass(0.001);
    bar.update(done);
  }
  bar.done();
  assert.ok(written.length <= 12, `${written.length} redraws`);
  assert.match(written.at(-1)!, /1000\/1000.*\n$/);
});

Deno.test("progress() writes a plain line every tenth elsewhere, and the last one once", () => {
  const { written, pass, world } = fake({ isTerminal: false });
  const bar = progress({ label: "train", total: 1000, ...world });
  for (let done = 1; done <= 1000; done++) {
    pass(0.001);
    bar.update(done);
  }
  bar.done();
  assert.equal(written.length, 10);
  assert.equal(written[0], "train  10%  100/1000  1000/s  0 s (1 s left)\n");
  assert.equal(written[9], "train 100%  1000/1000  1000/s  1 s\n");
});

Deno.test("progress() writes a plain line every five seconds in a slow run", () => {
  const { written, pass, world } = fake({ isTerminal: false });
  const bar = progress({ label: "train", total: 10_000, ...world });
  for (let done = 1; done <= 12; done++) {
    pass(1);
    bar.update(done);
  }
  bar.done();
  assert.deepEqual(written.map((line) => line.split("  ")[2]), [
    "5/10000",
    "10/10000",
    "12/10000",
  ]);
});

Deno.test("progress() counts where nobody knows the total", () => {
  const { written, pass, world } = fake({ isTerminal: true });
  const bar = progress({ label: "read", unit: "rows", ...world });
  pass(2);
  bar.update(50);
  assert.deepEqual(written, ["\rread  50  25.0 rows/s  2 s\x1b[K"]);
});

Deno.test("progress() rates a resumed run by what it did itself", () => {
  const { written, pass, world } = fake({ isTerminal: false });
  const bar = progress({ label: "train", total: 100, from: 80, ...world });
  pass(10);
  bar.update(90);
  assert.deepEqual(written, ["train  90%  90/100  1.0/s  10 s (10 s left)\n"]);
});

Deno.test("progress() says something even of a run that did nothing", () => {
  const { written, world } = fake({ isTerminal: false });
  progress({ label: "train", total: 0, ...world }).done();
  assert.deepEqual(written, ["train  0  0 s\n"]);
});

Deno.test("progress() writes all of a line to a stream that takes it in parts", () => {
  let text = "";
  const stream = {
    isTerminal: () => false,
    writeSync(bytes: Uint8Array) {
      text += new TextDecoder().decode(bytes.subarray(0, 3));
      return Math.min(3, bytes.length);
    },
  };
  progress({ label: "train", total: 0, stream, now: () => 0 }).done();
  assert.equal(text, "train  0  0 s\n");
});

Deno.test("formatDuration() rounds before it chooses a form", () => {
  const table: [number, string][] = [
    [0, "0 s"],
    [0.4, "0 s"],
    [45, "45 s"],
    [59.7, "1:00"],
    [125, "2:05"],
    [3599.6, "1:00:00"],
    [3723, "1:02:03"],
    [90_000, "25:00:00"],
    [Infinity, "–"],
    [NaN, "–"],
    [-1, "–"],
  ];
  for (const [seconds, text] of table) {
    assert.equal(formatDuration(seconds), text);
  }
});

Deno.test("formatRate() picks the unit of time in which the rate is at least one", () => {
  const table: [number, string][] = [
    [12_345, "12.3k pairs/s"],
    [2.5e6, "2.5M pairs/s"],
    [123.4, "123 pairs/s"],
    [99.97, "100 pairs/s"],
    [12.34, "12.3 pairs/s"],
    [0.5, "30.0 pairs/min"],
    [0.001, "3.6 pairs/h"],
    [0, "–"],
    [Infinity, "–"],
  ];
  for (const [rate, text] of table) {
    assert.equal(formatRate(rate, "pairs"), text);
  }
  assert.equal(formatRate(2), "2.0/s");
});
