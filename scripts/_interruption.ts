/** Turns Ctrl-C into a request to stop: the first one is heeded at the next good moment, a second one ends the process. */
export function interruption(onFirst: () => void): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) Deno.exit(130);
    controller.abort();
    onFirst();
  };
  Deno.addSignalListener("SIGINT", listener);
  return {
    signal: controller.signal,
    stop: () => Deno.removeSignalListener("SIGINT", listener),
  };
}
