// Callers of the fuzz test: users with an account at every provider that has endpoints for them, one for deletions, an administrator,
// and a backend service.
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { providerIds } from "../../../lib/provider-ids.ts";
import { dataCalls } from "../../connections/support/calls.ts";
import { asUser, type Browser, type Person, tokenFor } from "../../support/api.ts";
import { connectInBrowser } from "../../support/flow.ts";

export interface TestUsers {
  /** One of the users, to read existing data. */
  readonly user: Browser;
  /** The bearer token for a request. */
  getToken(method: string, path: string): string;
}

/** Several users share the requests, since each may write 60 times a minute. */
const many = 3;

const ends = /^\/api\/integrations\/[^/?]*(\?|$)|\/disconnect(\?|$)/;
const ofAdministrators = /^\/api\/(admin\/|health\/deep|mcp\/cache|crm\/connectors|ehr\/servers)/;
const ofServices =
  /^\/api\/(oauth\/(token|client-credentials)|crm\/[^/]+\/(customers|call-summaries)|ehr\/[^/]+\/patients)/;

export async function createTestUsers(): Promise<TestUsers> {
  const users = Array.from({ length: many }, () => ({ sub: `fuzz-${crypto.randomUUID()}`, org: "acme" }));
  await Promise.all(users.map(connectEverything));
  const [first = { sub: "nobody" }] = users;
  const tokens = await Promise.all(users.map((person) => tokenFor(person)));
  const leaver = await tokenFor({ sub: `leaver-${crypto.randomUUID()}`, org: "acme" });
  const admin = await tokenFor({ sub: `admin-${crypto.randomUUID()}`, org: "acme", role: "admin" });
  const claims = { client_id: "voice-agents", scope: "integrations/tokens" };
  const service = await tokenFor({ sub: "voice-agents" }, { claims });
  let turn = 0;
  return {
    user: await asUser(first),
    getToken(method, path) {
      if (ofAdministrators.test(path)) return admin;
      if (ofServices.test(path)) return service;
      if (method === "DELETE" && ends.test(path)) return leaver;
      turn += 1;
      return tokens[turn % many] ?? leaver;
    },
  };
}

async function connectEverything(person: Person): Promise<void> {
  const user = await asUser(person);
  for (const provider of providerIds.filter((id) => dataCalls[id].on !== "")) await connectOne(user, provider);
}

async function connectOne(user: Browser, provider: ProviderId): Promise<void> {
  const { location } = await connectInBrowser(user, provider);
  if (location?.searchParams.get("status") !== "success") throw new Error(`${provider}: ${location}`);
}
