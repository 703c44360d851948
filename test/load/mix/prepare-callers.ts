// Users of a local stack with their accounts, and a service that looks customers up: those in whose name the mix asks.
import type { LocalCloud } from "../../../infra/local/cloud.ts";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { type Browser, createBrowser, type Person, type TokenOptions, tokenFor } from "../../support/api.ts";
import { connectInBrowser } from "../../support/flow.ts";
import type { Caller } from "./requests.ts";

type Addresses = Pick<LocalCloud, "origin" | "issuer">;

/** A number that HubSpot's sandbox has a contact for. */
const knownPhone = "+14155551212";
const serviceTenant = "load";

/**
 * Connects users with Slack, Gmail and Calendar, and a tenant with HubSpot.
 * @param count of users, half of them in each of the demo database's organizations
 * @throws Error when a connection is not made
 */
export async function prepareCallers(cloud: Addresses, count: number): Promise<Caller[]> {
  const customers = await prepareCustomers(cloud);
  const callers: Caller[] = [];
  for (let at = 0; at < count; at++) {
    const token = await requestToken(cloud, { sub: `load-${at}`, org: at % 2 === 0 ? "acme" : "globex" });
    const user = openBrowser(cloud, token);
    for (const provider of ["slack", "gmail", "calendar"] as const) await connect(user, provider);
    callers.push({ token, ...(at === 0 && { customers }) });
  }
  return callers;
}

async function prepareCustomers(cloud: Addresses): Promise<NonNullable<Caller["customers"]>> {
  const person = { sub: "load-admin", org: serviceTenant, role: "admin" };
  const admin = openBrowser(cloud, await requestToken(cloud, person));
  await connect(admin, "hubspot");
  const connector = { provider: "hubspot", baseUrl: "https://api.hubapi.com" };
  const made = await admin.post("/api/crm/connectors", connector);
  // Where a run before has made it, it stays.
  if (![200, 201, 409].includes(made.status))
    throw new Error(`The connector was answered ${made.status}: ${made.text}`);
  const claims = { client_id: "call-center", scope: "integrations/tokens" };
  const token = await requestToken(cloud, { sub: "call-center" }, { claims });
  return { token, tenant: serviceTenant, phone: knownPhone };
}

const requestToken = ({ issuer }: Addresses, person: Person, options: TokenOptions = {}) =>
  tokenFor(person, options, issuer);

const openBrowser = ({ origin }: Addresses, token: string): Browser => createBrowser(token, undefined, () => origin);

async function connect(user: Browser, provider: ProviderId): Promise<void> {
  const { status, text, location } = await connectInBrowser(user, provider);
  if (location?.searchParams.get("status") === "success") return;
  throw new Error(`Connecting ${provider} was answered ${status}: ${location?.href ?? text}`);
}
