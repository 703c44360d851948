// `npm run sandbox -- push …`: what a person types becomes the body of POST /_sandbox/push.

import { manifests } from "../../../../lib/providers/manifests.ts";
import { createRefusal } from "../../command-refusal.ts";
import { ownSandboxes } from "../registry.ts";
import { standardArea } from "../standard/push-area.ts";
import type { ProviderName } from "../state.ts";
import type { Area, Fields } from "./area.ts";
import type { Delivery } from "./deliveries.ts";

/** Each with the sandbox that plays it. */
const areas = manifests.flatMap(({ application }, index) =>
  manifests.findIndex((other) => other.application === application) === index
    ? (ownSandboxes[application]?.areas ?? [standardArea(application)]).map((area) => ({
        ...area,
        provider: application,
      }))
    : [],
);

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** The options of `push`, for parseArgs. */
export const pushOptions = {
  ...{ times: text, forge: text, url: text, "no-retry": flag, payload: text },
  ...Object.fromEntries(areas.flatMap(({ options }) => options.map((name) => [name, text] as const))),
};

export const pushHelp = `  push <what> <event> ["text"]  something happens, and the webhook is delivered; prints what the receiver answered
${areas.map(({ name, words }) => `    ${name.padEnd(9)} ${Object.keys(words).join(" | ")}`).join("\n")}
${areas.map(({ name, usage }) => `    ${name.padEnd(9)} ${usage}`).join("\n")}
    all       --times 5 (the very same, in parallel)  --forge <how> (a wrong one lists them)  --no-retry  --url <where to>
              --payload <json> (added to the event)`;

/** @throws a refusal naming what can be pushed */
export function parsePushRequest(
  positionals: readonly string[],
  options: Readonly<Record<string, string | boolean | undefined>>,
): { readonly provider: ProviderName; readonly body: Fields } {
  const [what = "", word = "", said] = positionals;
  const area = areas.find(({ name }) => name === what);
  if (!area) throw createRefusal(`Push what? One of ${areas.map(({ name }) => name).join(", ")}.`);
  const fields = Object.hasOwn(area.words, word) ? area.words[word] : undefined;
  if (!fields) throw createRefusal(`Push which event of ${what}? One of ${Object.keys(area.words).join(", ")}.`);
  const named = area.textOf?.[word] ?? area.text;
  const given = Object.entries(options).flatMap(([name, value]) => toField(area, name, value));
  return {
    provider: area.provider,
    body: { ...fields, ...(said === undefined ? {} : { [named]: said }), ...Object.fromEntries(given) },
  };
}

function toField(
  { renamed, numbers = [] }: Area,
  name: string,
  value: string | boolean | undefined,
): [string, unknown][] {
  if (value === undefined) return [];
  if (name === "no-retry") return [["retry", false]];
  if (name === "payload") return [["payload", parsePayload(String(value))]];
  return [[renamed?.[name] ?? name, name === "times" || numbers.includes(name) ? Number(value) : value]];
}

function parsePayload(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    throw createRefusal("--payload is not JSON");
  }
}

/** One line for each attempt. */
export function formatPushReport(deliveries: readonly Delivery[]): string {
  if (deliveries.length === 0) return "Nobody is told of it: no channel watches.";
  return deliveries
    .flatMap(({ event, url, attempts }) =>
      attempts.map(
        ({ status, failure, ms, answer }, retry) =>
          `${retry === 0 ? event : `  retry ${retry}`} to ${url}: ${status ?? failure} ${answer} (${ms} ms)`,
      ),
    )
    .join("\n");
}
