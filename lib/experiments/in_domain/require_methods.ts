/**
 * Refuses methods that cannot run.
 *
 * @param methods Names, as they were asked for.
 * @param settings Settings by the name of the method that they were tuned for.
 * @param methodOf A method by its name; throws where there is none.
 * @throws {RangeError} If a method is named twice, or has no settings.
 */
export function requireMethods(
  methods: readonly string[],
  settings: Readonly<Record<string, unknown>>,
  methodOf: (name: string) => { readonly settingsOf: string },
): void {
  for (const [at, name] of methods.entries()) {
    const { settingsOf } = methodOf(name);
    if (methods.indexOf(name) !== at) {
      throw new RangeError(`Cannot run "${name}" twice: name each method once`);
    }
    if (settings[settingsOf]) continue;
    throw new RangeError(
      `Cannot run "${name}" as there are no settings for "${settingsOf}": tune it, or give some`,
    );
  }
}
