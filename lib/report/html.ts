/** HTML that cannot be broken by what it says: text is escaped unless it is HTML already, which the types know. */
import { escapeUTF8 } from "./entities.ts";

/** Finished HTML. */
export interface Html {
  /** The markup. */
  readonly html: string;
}

/** What may stand in a template. */
type Content = Html | string | number | readonly Content[] | undefined;

/**
 * Joins markup and contents; strings and numbers among the contents are escaped, `undefined` is nothing. It is not called
 * `html`, since Deno's formatter rewrites such templates, spaces within `<pre>` included.
 */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return {
    html: parts.map((part, i) => part + (i < contents.length ? render(contents[i]) : "")).join(""),
  };
}

/** Takes markup as it is: only for what this room made itself. */
export function trusted(html: string): Html {
  return { html };
}

function render(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string" || typeof content === "number") return escapeUTF8(`${content}`);
  return isHtml(content) ? content.html : content.map(render).join("");
}

function isHtml(content: Html | readonly Content[]): content is Html {
  return "html" in content;
}
