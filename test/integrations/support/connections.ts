import { z } from "zod";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import type { Answer, Browser } from "../../support/api.ts";
import { type Consent, connectInBrowser } from "../../support/flow.ts";

const item = z.looseObject({
  provider: z.string(),
  connected: z.boolean(),
  connectedAt: z.string(),
  id: z.string(),
  accountName: z.string(),
  status: z.string(),
  missingScopes: z.array(z.string()),
  metadata: z.unknown().optional(),
  reconnectUrl: z.string().optional(),
});
export type ListItem = z.output<typeof item>;

/** Connects an account, for a test of what comes after. @throws when the flow does not succeed */
export async function connectAccount(user: Browser, provider: ProviderId, by: Consent = {}): Promise<void> {
  const { location } = await connectInBrowser(user, provider, by);
  if (location?.searchParams.get("status") !== "success") throw new Error(`The flow ended at ${location?.href}`);
}

/** A user's connections, as surface A lists them. */
export async function listConnections(user: Browser): Promise<ListItem[]> {
  const { json } = await user.get("/api/integrations");
  return z.object({ integrations: z.array(item) }).parse(json).integrations;
}

/** The id of the connection to an account, by its name. */
export async function getConnectionId(user: Browser, accountName: string): Promise<string> {
  const found = (await listConnections(user)).find((connection) => connection.accountName === accountName);
  if (found === undefined) throw new Error(`${accountName} is not in the list`);
  return found.id;
}

/** What every problem answer must contain. */
export const problemAnswer = (status: number, code: string) => ({ status, json: { status, code, success: false } });

/** Everything in an answer but its request id, to compare two answers. */
export function comparableParts({ status, json, location }: Answer): unknown {
  const body = typeof json === "object" && json !== null ? { ...json, requestId: undefined } : json;
  return { status, body, location: location?.href };
}
