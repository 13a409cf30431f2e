/** One clear line for whatever the hub, or the way to it, answers. */
import type { HubPlace, HubSettings } from "./types.ts";

/** The hub could not be asked at all, so what is in the cache may stand in for it. */
export class HubUnreachable extends RangeError {
  /** Its name in stacks. */
  override readonly name = "HubUnreachable";
}

/** Said of whom, and with what. */
export type Asked = HubPlace & Pick<HubSettings, "endpoint" | "token">;

/** The error for an answer that is no success. */
export function answerProblem(response: Response, asked: Asked): RangeError {
  const { status, headers } = response;
  const text = `Cannot fetch ${asked.name} as ${
    reasonOf(status, headers.get("X-Error-Code") ?? "", asked)
  }`;
  return status >= 500 ? new HubUnreachable(text) : new RangeError(text);
}

function reasonOf(status: number, code: string, asked: Asked): string {
  const { kind, name, revision, endpoint, token } = asked;
  if (code === "GatedRepo") {
    const page = `${endpoint}/${kind === "dataset" ? "datasets/" : ""}${name}`;
    return `its access is gated: accept its conditions on ${page}, and set HF_TOKEN to a token of that account`;
  }
  if (code === "RevisionNotFound") {
    return `it has no revision ${revision}: name a branch, a tag or a commit of it`;
  }
  if (status === 401 && token === undefined) {
    return `there is no such ${kind}, or it asks for a login: check the name, or set HF_TOKEN (${endpoint}/settings/tokens)`;
  }
  if (status === 401) return `the hub refused the token: set HF_TOKEN to one that is valid`;
  if (status === 403) {
    return `the token may not read it: set HF_TOKEN to one with read access to this ${kind}`;
  }
  if (status === 404) return `the hub has no such ${kind}: check the name`;
  if (status === 429) {
    return token === undefined
      ? "the hub is asked too often from here: wait a while, or set HF_TOKEN"
      : "the hub is asked too often from here: wait a while";
  }
  return `${endpoint} answers with status ${status}: try again later`;
}

/** The error for a request that got no answer. */
export function connectionProblem(cause: unknown, { name, endpoint }: Asked): RangeError {
  const host = URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
  if (cause instanceof Deno.errors.NotCapable) {
    return new RangeError(
      `Cannot fetch ${name} as Deno may not reach ${host}: run with --allow-net`,
      { cause },
    );
  }
  return new HubUnreachable(
    `Cannot fetch ${name} as ${host} cannot be reached: check the connection, or name a folder`,
    { cause },
  );
}
