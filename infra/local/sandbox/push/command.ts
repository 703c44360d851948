// `npm run sandbox -- push …`: converts the arguments to the body of POST /_sandbox/push.

import { manifests } from "../../../../lib/providers/manifests.ts";
import { createRefusal } from "../../command-refusal.ts";
import { ownSandboxes } from "../registry.ts";
import { standardArea } from "../standard/push-area.ts";
import type { ProviderName } from "../state.ts";
import type { Area, Fields } from "./area.ts";
import type { Delivery } from "./deliveries.ts";

/** All areas, each with the provider whose sandbox pushes its events. */
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

export const pushHelp = `  push <what> <event> ["text"]  make something happen and deliver its webhook; prints the receiver's answer
${areas.map(({ name, words }) => `    ${name.padEnd(9)} ${Object.keys(words).join(" | ")}`).join("\n")}
${areas.map(({ name, usage }) => `    ${name.padEnd(9)} ${usage}`).join("\n")}
    all       --times 5 (the same request, in parallel)  --forge <how> (a wrong value lists the choices)  --no-retry  --url <where to>
              --payload <json> (added to the event)`;

export interface PushCommand {
  readonly provider: ProviderName;
  readonly body: Fields;
  readonly whyUnheard: string;
}

/** @throws a refusal naming what can be pushed */
export function parsePushRequest(
  positionals: readonly string[],
  options: Readonly<Record<string, string | boolean | undefined>>,
): PushCommand {
  const [what = "", word = "", textArgument] = positionals;
  const area = areas.find(({ name }) => name === what);
  if (!area) throw createRefusal(`Push what? One of ${areas.map(({ name }) => name).join(", ")}.`);
  const fields = Object.hasOwn(area.words, word) ? area.words[word] : undefined;
  if (!fields) throw createRefusal(`Push which event of ${what}? One of ${Object.keys(area.words).join(", ")}.`);
  const textField = area.textByWord?.[word] ?? area.text;
  const given = Object.entries(options).flatMap(([name, value]) => toField(area, name, value));
  return {
    provider: area.provider,
    whyUnheard: area.whyUnheard,
    body: {
      ...fields,
      ...(textArgument === undefined ? {} : { [textField]: textArgument }),
      ...Object.fromEntries(given),
    },
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

/**
 * Formats one line for each attempt, and one that says why nobody listens.
 * @param isConnected whether anybody had granted the provider's application access when the event was sent
 */
export function formatPushReport(deliveries: readonly Delivery[], why: string, isConnected: boolean): string {
  const isHeard = isConnected && deliveries.length > 0 && !deliveries.some(({ isUnheard }) => isUnheard);
  return [formatDeliveries(deliveries), ...(isHeard ? [] : [`Nobody listens: ${why}`])].join("\n");
}

function formatDeliveries(deliveries: readonly Delivery[]): string {
  if (deliveries.length === 0) return "Nothing was delivered: no webhook or channel subscribes to this event.";
  return deliveries
    .flatMap(({ event, url, attempts }) =>
      attempts.map(
        ({ status, failure, ms, answer }, retry) =>
          `${retry === 0 ? event : `  retry ${retry}`} to ${url}: ${status ?? failure} ${answer} (${ms} ms)`,
      ),
    )
    .join("\n");
}
