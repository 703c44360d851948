// What administrators see of the counts.
import * as z from "zod";
import { providerIds } from "../provider-ids.ts";
import type { StandingByProvider } from "../store/standing.ts";
import { addUpCounts, type UsageRow } from "../store/usage.ts";

const number = () => z.number().int().nonnegative();
const ratio = (about: string) => z.number().min(0).max(1).nullable().describe(`${about} Null if nothing was counted.`);

/** Schema of `summarizeProviders`. */
export const providerSummarySchema = () =>
  z
    .object({
      provider: z.enum(providerIds),
      active: number().describe("Connections that work, as counted within the last day."),
      new: number().describe("Connections that were made, or made again."),
      meanIdleSeconds: number().nullable().describe("Since the last use of an active connection, on average."),
      conversion: ratio("Connections made, of the flows that were started."),
      refreshSuccess: ratio("Refreshes of tokens that succeeded."),
      errors: z
        .array(z.object({ class: z.string(), count: number() }))
        .describe("Failed calls, by what to do about them."),
      webhooks: z
        .array(
          z.object({
            type: z.string(),
            count: number().describe("Events that arrived."),
            processed: number(),
            failed: number().describe("Attempts that failed; each is repeated."),
          }),
        )
        .describe("The most frequent first; events that nothing is done with are `other`."),
      cacheHitRate: ratio("Lists and files that were answered from what is kept."),
    })
    .meta({ id: "ProviderAnalytics" });

type ProviderSummary = z.output<ReturnType<typeof providerSummarySchema>>;

/** Sums up the days of each provider. */
export function summarizeProviders(rows: readonly UsageRow[], standing: StandingByProvider): ProviderSummary[] {
  const byProvider = Map.groupBy(rows, ({ provider }) => provider);
  return providerIds.map((provider) => summarize(provider, byProvider.get(provider) ?? [], standing[provider]));
}

function summarize(
  provider: ProviderSummary["provider"],
  rows: readonly UsageRow[],
  standing: StandingByProvider[string] | undefined,
): ProviderSummary {
  const counts = addUpCounts(rows);
  const get = (name: string) => counts.get(name) ?? 0;
  const { active = 0, idleSeconds = 0 } = standing ?? {};
  return {
    provider,
    active,
    new: get("connected") + get("imported"),
    meanIdleSeconds: active === 0 ? null : Math.round(idleSeconds / active),
    conversion: divide(get("connected"), get("started")),
    refreshSuccess: divide(get("refreshed"), get("refreshed") + get("refreshFailed")),
    errors: listNamed(counts, "error").map(([name, count]) => ({ class: name, count })),
    webhooks: listWebhooks(counts),
    cacheHitRate: divide(get("hit"), get("hit") + get("miss")),
  };
}

/** A flow may end a day after it began, and counts of containers can be lost: a share is never above one. */
const divide = (part: number, whole: number): number | null => (whole === 0 ? null : Math.min(1, part / whole));

/** The counts of one kind, whose names are `<kind>#<name>`, the highest first. */
function listNamed(counts: ReadonlyMap<string, number>, kind: string): [string, number][] {
  const prefix = `${kind}#`;
  const found = [...counts].filter(([name]) => name.startsWith(prefix));
  return found
    .map(([name, number]): [string, number] => [name.slice(prefix.length), number])
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

function listWebhooks(counts: ReadonlyMap<string, number>): ProviderSummary["webhooks"] {
  // What arrived before the first of the days may have been processed on it.
  const types = new Set(
    ["arrived", "processed", "failed"].flatMap((kind) => listNamed(counts, kind)).map(([type]) => type),
  );
  return [...types].map((type) => ({
    type,
    count: counts.get(`arrived#${type}`) ?? 0,
    processed: counts.get(`processed#${type}`) ?? 0,
    failed: counts.get(`failed#${type}`) ?? 0,
  }));
}
