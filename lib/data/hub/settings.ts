import { join } from "node:path";
import type { HubSettings } from "./types.ts";

/** Reads a variable of the environment; undefined where it is not set. */
export type ReadVariable = (name: string) => string | undefined;

/**
 * Where the hub is and what is kept of it, from the variables that Hugging Face's own libraries heed.
 *
 * `HF_ENDPOINT` is its address; `HF_HUB_CACHE`, `HF_HOME` or `XDG_CACHE_HOME` say where the cache is, without them
 * `~/.cache/huggingface/hub`; the token is `HF_TOKEN`, else what stands in the file `HF_TOKEN_PATH` or `HF_HOME/token`;
 * `HF_HUB_OFFLINE=1` keeps to the cache.
 *
 * @param read Reads a variable.
 * @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
 *
 * @example
 * ```ts
 * import { hubSettings } from "@fastslow/fastslow/data";
 * import { equal } from "node:assert/strict";
 *
 * const variables: Record<string, string> = { HF_HOME: "/models", HF_TOKEN: "hf_abc", HF_HUB_OFFLINE: "1" };
 * const { cache, token, offline, endpoint } = hubSettings((name) => variables[name]);
 *
 * equal(cache, "/models/hub");
 * equal(token, "hf_abc");
 * equal(offline, true);
 * equal(endpoint, "https://huggingface.co");
 * ```
 */
export function hubSettings(read: ReadVariable = variable): HubSettings {
  const at = (name: string) => untilded(read(name)?.trim() || undefined, read);
  const caches = at("XDG_CACHE_HOME") ?? join(homeOf(read), ".cache");
  const home = at("HF_HOME") ?? join(caches, "huggingface");
  const token = inOneLine(read("HF_TOKEN")) ||
    inOneLine(storedIn(at("HF_TOKEN_PATH") ?? join(home, "token")));
  return {
    endpoint: (read("HF_ENDPOINT")?.trim() || "https://huggingface.co").replace(/\/+$/, ""),
    cache: at("HF_HUB_CACHE") ?? at("HUGGINGFACE_HUB_CACHE") ?? join(home, "hub"),
    offline: /^(1|on|yes|true)$/i.test(read("HF_HUB_OFFLINE")?.trim() ?? ""),
    ...(token && { token }),
  };
}

/** A program that may not read a variable is one in which it is not set. */
function variable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

function homeOf(read: ReadVariable): string {
  return read("HOME") ?? read("USERPROFILE") ?? ".";
}

function untilded(path: string | undefined, read: ReadVariable): string | undefined {
  return path?.replace(/^~(?=$|[\\/])/, () => homeOf(read));
}

/** The token that was stored when somebody logged in; whoever did not has none. */
function storedIn(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

/** A token without the line ends that came along when it was copied, which Python leaves out too. */
function inOneLine(token: string | undefined): string | undefined {
  return token?.replaceAll(/[\r\n]/g, "").trim();
}
