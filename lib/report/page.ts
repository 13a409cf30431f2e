/** What every page of the project is made of. */
import { type Html, markup, trusted } from "./html.ts";
import { pageStyle } from "./page_style.ts";

/** A page that needs no other file. */
export function page(
  { title, lead }: { readonly title: string; readonly lead: readonly string[] },
  body: Html,
): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${trusted(pageStyle())}</style>
</head>
<body>
<main>
<header class="lead">
<h1>${title}</h1>
${lead.map((text) => markup`<p>${text}</p>\n`)}</header>
${body}</main>
</body>
</html>
`.html;
}

/** A picture for a page with others: an id that two of them share would lead to the first. */
export function withOwnIds(svg: string, name: string): string {
  return svg.replace(/(?<= id="|url\(#)/g, `${name}-`);
}
