// Who plays in the fuzz test: users with an account at every provider, one who only ever leaves, and an administrator.
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { providerIds } from "../../../lib/provider-ids.ts";
import { asUser, type Browser, type Person, tokenFor } from "../../support/api.ts";
import { connectInBrowser } from "../../support/flow.ts";

export interface TestUsers {
  /** One of them, for reading what there is. */
  readonly user: Browser;
  /** The bearer token that a request goes with. */
  getToken(method: string, path: string): string;
}

/** So many share the requests: each may write 60 times a minute. */
const many = 3;

const ends = /^\/api\/integrations\/[^/?]*(\?|$)|\/disconnect(\?|$)/;
const ofAdministrators = /^\/api\/(admin\/|health\/deep|mcp\/cache)/;

export async function createTestUsers(): Promise<TestUsers> {
  const users = Array.from({ length: many }, () => ({ sub: `fuzz-${crypto.randomUUID()}`, org: "acme" }));
  await Promise.all(users.map(connectEverything));
  const [first = { sub: "nobody" }] = users;
  const tokens = await Promise.all(users.map((person) => tokenFor(person)));
  const leaver = await tokenFor({ sub: `leaver-${crypto.randomUUID()}`, org: "acme" });
  const admin = await tokenFor({ sub: `admin-${crypto.randomUUID()}`, org: "acme", role: "admin" });
  let turn = 0;
  return {
    user: await asUser(first),
    getToken(method, path) {
      if (ofAdministrators.test(path)) return admin;
      if (method === "DELETE" && ends.test(path)) return leaver;
      turn += 1;
      return tokens[turn % many] ?? leaver;
    },
  };
}

async function connectEverything(person: Person): Promise<void> {
  const user = await asUser(person);
  for (const provider of providerIds) await connectOne(user, provider);
}

async function connectOne(user: Browser, provider: ProviderId): Promise<void> {
  const { location } = await connectInBrowser(user, provider);
  if (location?.searchParams.get("status") !== "success") throw new Error(`${provider}: ${location}`);
}
