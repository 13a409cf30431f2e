import { deepEqual, equal, match, ok } from "node:assert/strict";
import { markup } from "../../lib/report/html.ts";
import { markdownBlock, markdownLine, markdownText } from "../../lib/report/markdown.ts";
import { tableHtml, tableMarkdown } from "../../lib/report/mod.ts";

/** What samples and names may hold. */
const NASTY = '<br /><script>alert("1")</script> a|b `code` **bold** & \' \\ \n\n# next';

Deno.test("markup`` escapes texts and numbers, and leaves markup alone", () => {
  const inner = [markup`<b>${1 / 3}</b>`, NASTY];
  const { html } = markup`<p title="${NASTY}">${inner}${undefined}</p>`;
  ok(!html.includes("<script") && !html.includes("<br"));
  match(html, /^<p title="&lt;br \/&gt;&lt;script&gt;alert\(&quot;1&quot;\)/);
  match(html, /<b>0\.333/);
  ok(html.endsWith("# next</p>"));
});

Deno.test("tableHtml() escapes cells and headings", () => {
  const page = tableHtml([{ [NASTY]: NASTY }]);
  deepEqual(page.match(/<\/?[a-z]+/g), [
    ..."<table <thead <tr <th </th </tr </thead <tbody <tr <td </td </tr </tbody </table".split(
      " ",
    ),
  ]);
});

Deno.test("tableMarkdown() keeps a cell in its cell", () => {
  const lines = tableMarkdown([{ text: NASTY, n: 1 }]).split("\n");
  equal(lines.length, 4);
  equal(lines[2]!.replaceAll("\\|", "").split("|").length, 4);
  ok(!lines[2]!.includes("<"));
});

Deno.test("markdownText() leaves nothing that is markup, and figures and names as they are", () => {
  equal(
    markdownText("0.71 [0.65, 0.77], dpo-decay, margin_F"),
    "0.71 [0.65, 0.77], dpo-decay, margin_F",
  );
  equal(markdownText("[a](b) ![c][d] _e_ ~f~ $g$"), "[a\\](b) ![c\\][d] \\_e\\_ \\~f\\~ \\$g\\$");
  equal(markdownText("a\r\n\r\nb"), "a b");
});

Deno.test("markdownLine() begins no heading, list or rule", () => {
  deepEqual(["# a", "- b", "1. c", "+ d", "=== e", "12) f", "> g"].map(markdownLine), [
    "\\# a",
    "\\- b",
    "1\\. c",
    "\\+ d",
    "\\=== e",
    "12\\) f",
    "&gt; g",
  ]);
});

Deno.test("markdownBlock() has a fence that its text does not", () => {
  equal(markdownBlock("a\r\nb"), "```text\na\nb\n```");
  equal(markdownBlock("```\n````"), "`````text\n```\n````\n`````");
});
