/**
 * One environment variable, without a prompt and without a crash where the environment may not be read.
 *
 * @param name such as `FASTSLOW_DEBUG`
 * @returns `undefined` where it is not set or may not be read
 */
export function readEnv(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}
