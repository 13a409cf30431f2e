/** Figures as they stand in sentences. */

/** `+1.5 nats`. */
export function nats(value: number): string {
  return `${signed(value)} nats`;
}

/** A number in three digits, with its sign. */
export function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${plain(value)}`;
}

/** A number in three digits. */
export function plain(value: number): string {
  return Number(value.toPrecision(3)).toString().replace("-", "−");
}

/** A share as `62.5 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
