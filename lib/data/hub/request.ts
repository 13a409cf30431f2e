import { answerProblem, type Asked, connectionProblem } from "./problem.ts";

/** Milliseconds after which a hub that is silent counts as out of reach. */
export const SILENCE = 30_000;

/**
 * A `fetch` that shows the token to the hub alone, and throws one clear line where there is no success.
 *
 * A redirection to another host, as to where large files lie, drops the token.
 *
 * @throws {RangeError} If the hub's address is none, or the token could not be one.
 */
export function requestOf(asked: Asked): typeof fetch {
  if (!/^https?:/.test(asked.endpoint) || !URL.canParse(asked.endpoint)) {
    throw new RangeError(
      `Cannot fetch ${asked.name} as HF_ENDPOINT must be an address: current value is "${asked.endpoint}"`,
    );
  }
  // Refused here, since the error of `Headers` would show it.
  if (/[^\x21-\x7e]/.test(asked.token ?? "")) {
    throw new RangeError(
      `Cannot fetch ${asked.name} as HF_TOKEN has characters that no token has: copy it again`,
    );
  }
  const { origin } = new URL(asked.endpoint);
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : `${input}`;
    const headers = new Headers(init.headers);
    headers.set("User-Agent", "fastslow");
    if (asked.token !== undefined && new URL(url).origin === origin) {
      headers.set("Authorization", `Bearer ${asked.token}`);
    }
    const response = await answered(url, { ...init, headers }, asked);
    if (response.ok) return response;
    await response.body?.cancel();
    throw answerProblem(response, asked);
  };
}

/** Waits for the beginning of an answer, though not for ever. */
async function answered(url: string, init: RequestInit, asked: Asked): Promise<Response> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE);
  const signals = init.signal ? [init.signal, silence.signal] : [silence.signal];
  try {
    return await fetch(url, { ...init, signal: AbortSignal.any(signals) });
  } catch (cause) {
    throw connectionProblem(cause, asked);
  } finally {
    clearTimeout(timer);
  }
}
