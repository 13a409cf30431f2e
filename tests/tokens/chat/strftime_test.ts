import { equal, throws } from "node:assert/strict";
import { strftime } from "../../../lib/tokens/chat/strftime.ts";

Deno.test("strftime() writes dates as Python does", () => {
  const at = (iso: string, format: string) => strftime(new Date(`${iso}Z`), format);
  equal(at("2024-07-06T00:07:09", "%d %b %Y"), "06 Jul 2024");
  equal(at("2024-07-06T00:07:09", "%A, %B %d, %y"), "Saturday, July 06, 24");
  equal(at("2024-07-06T00:07:09", "%a %m %H:%M:%S %I %p 100%%"), "Sat 07 00:07:09 12 AM 100%");
  equal(at("2024-07-06T12:00:00", "%I %p"), "12 PM");
  equal(at("2024-07-06T23:00:00", "%I %p"), "11 PM");
  equal(at("2024-07-06T00:00:00", "no date"), "no date");
});

Deno.test("strftime() refuses a directive that it does not know", () => {
  for (const directive of ["%Q", "%", "%toString"]) {
    throws(() => strftime(new Date(0), directive), {
      name: "RangeError",
      message: new RegExp(`^Cannot write a date as .* current value is ${directive.slice(0, 2)}$`),
    });
  }
});
