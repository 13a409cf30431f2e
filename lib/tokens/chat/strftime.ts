type Part = (date: Date) => string;

/** The directives of Python's `strftime` that make sense in UTC and English. */
const PARTS: Readonly<Record<string, Part>> = {
  "%": () => "%",
  Y: (date) => padded(date.getUTCFullYear(), 4),
  y: (date) => padded(date.getUTCFullYear() % 100),
  m: (date) => padded(date.getUTCMonth() + 1),
  d: (date) => padded(date.getUTCDate()),
  H: (date) => padded(date.getUTCHours()),
  I: (date) => padded((date.getUTCHours() + 11) % 12 + 1),
  M: (date) => padded(date.getUTCMinutes()),
  S: (date) => padded(date.getUTCSeconds()),
  p: (date) => date.getUTCHours() < 12 ? "AM" : "PM",
  B: (date) => named(date, { month: "long" }),
  b: (date) => named(date, { month: "short" }),
  A: (date) => named(date, { weekday: "long" }),
  a: (date) => named(date, { weekday: "short" }),
};

/**
 * Writes a time as Python's `strftime` does, in UTC.
 *
 * @param date The time.
 * @param format Text with directives such as `%d %B %Y`.
 * @throws {RangeError} If the format holds a directive that is not known here.
 */
export function strftime(date: Date, format: string): string {
  return format.replace(/%(.?)/gsu, (directive, letter: string) => {
    const part = Object.hasOwn(PARTS, letter) ? PARTS[letter] : undefined;
    if (part) return part(date);
    throw new RangeError(
      `Cannot write a date as its directives must be among ${
        Object.keys(PARTS).map((name) => `%${name}`).join(" ")
      }: current value is ${directive}`,
    );
  });
}

function padded(number: number, length = 2): string {
  return String(number).padStart(length, "0");
}

function named(date: Date, part: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-US", { ...part, timeZone: "UTC" }).format(date);
}
