/**
 * Whether a package of JSR can be imported right now, without Deno printing or waiting.
 *
 * @module
 */

import { readEnv } from "./_environment.ts";

/**
 * Whether `url` was imported before on this machine (so Deno has it in its cache) or JSR answers in time.
 *
 * @param url such as `jsr:/@std/cli@1.0.23/parse-args`
 * @param options how long to wait for JSR, in milliseconds (`@default 500`)
 * @returns `false` also where the network may not be used
 */
export async function onJsr(
  url: string,
  { patience = 500 }: { readonly patience?: number } = {},
): Promise<boolean> {
  return isRemembered(url) || await answers(patience);
}

/** Notes that `url` is in Deno's cache. The note lives beside that cache, so both are cleaned together. */
export function rememberJsr(url: string): void {
  try {
    localStorage.setItem(url, "cached");
  } catch {
    /* a cache folder that cannot be written to: JSR is asked again next time */
  }
}

function isRemembered(url: string): boolean {
  try {
    return localStorage.getItem(url) === "cached";
  } catch {
    return false;
  }
}

async function answers(patience: number): Promise<boolean> {
  const url = new URL(
    "/@std/cli/meta.json",
    readEnv("JSR_URL") ?? "https://jsr.io",
  );
  const { state } = await Deno.permissions.query({
    name: "net",
    host: url.host,
  });
  if (state !== "granted") return false;
  try {
    const response = await fetch(url, {
      method: "HEAD",
      signal: AbortSignal.timeout(patience),
    });
    return response.ok;
  } catch {
    return false;
  }
}
