/** What an adapter was trained with, so far as it says how its pairs are to be looked at. */
import { dirname, join } from "node:path";
import { fileExists, readJson } from "../lib/data/mod.ts";
import { baseLossOf, type MethodOptions } from "../lib/train/mod.ts";
import { flagOf } from "./_options.ts";
import { say } from "./_say.ts";

/** Options of `task train` that another script may take over. */
export interface TrainedWith {
  /** Inverse temperature. */
  readonly beta: number;
  /** Longest prompt and answer, in tokens. */
  readonly maxLength: number;
  /** File that rendered messages. */
  readonly chatTemplate: string | undefined;
  /** The day that the template took for today. */
  readonly chatDate: string | undefined;
}

type Settings = Partial<Omit<TrainedWith, "beta">> & MethodOptions & { readonly method?: string };

type Given = { readonly [Name in keyof TrainedWith]: TrainedWith[Name] | undefined };

/** Where nothing is known of the run. */
const DEFAULTS = { beta: 0.1, maxLength: 1024, chatTemplate: undefined, chatDate: undefined };

/**
 * What `given` says, else the `run.json` that `task train` leaves beside the adapter; says what it takes from there.
 */
export async function trainedWith(
  adapter: string,
  { beta, maxLength, chatTemplate, chatDate }: Given,
): Promise<TrainedWith> {
  const given: Given = { beta, maxLength, chatTemplate, chatDate };
  const file = join(dirname(adapter.replace(/[/\\]+$/, "")), "run.json");
  const run = await fileExists(file) ? await settingsIn(file) : undefined;
  const { method, ...settings } = run ?? {};
  const trained = {
    ...(method !== undefined && beta === undefined && { beta: baseLossOf(method, settings).beta }),
    ...(settings.maxLength !== undefined && { maxLength: settings.maxLength }),
    ...await templateOf(settings.chatTemplate, chatTemplate),
    ...(settings.chatDate !== undefined && { chatDate: settings.chatDate }),
  };
  const missing = Object.entries(trained).filter(([name]) =>
    given[name as keyof TrainedWith] === undefined
  );
  const told = missing.map(([name, value]) =>
    name === "beta" ? `β = ${value}` : `${flagOf(name)} ${value}`
  );
  if (told.length > 0) say(`diagnose: ${told.join(", ")}, as ${method ?? "the run"} was trained`);
  if (method === undefined && beta === undefined) {
    const why = run
      ? "run.json beside the adapter does not say"
      : "no run.json lies beside the adapter";
    say(`diagnose: β is taken to be ${DEFAULTS.beta}, as ${why}; see --beta`);
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...trained, ...Object.fromEntries(known) };
}

async function settingsIn(file: string): Promise<Settings> {
  return (await readJson(file) as { readonly settings?: Settings }).settings ?? {};
}

/** The run's template, if it is still there; data of texts need none. */
async function templateOf(chatTemplate: string | undefined, given: string | undefined) {
  if (chatTemplate === undefined || given !== undefined) return {};
  if (await fileExists(chatTemplate)) return { chatTemplate };
  say(
    `diagnose: the run's template ${chatTemplate} is not there; where data hold messages, give it by --chat-template`,
  );
  return {};
}
