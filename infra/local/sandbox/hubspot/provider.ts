// The HubSpot sandbox: OAuth of 2026-03, contacts and calls.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { createToken } from "../grants.ts";
import { createState, type Provider, sandboxClient } from "../state.ts";
import { answerApi } from "./api.ts";
import { pushEvent } from "./push.ts";
import { createRecords } from "./records.ts";
import { users } from "./seed.ts";
import { answerOAuth } from "./token.ts";

const codeLifetimeSeconds = 600;

export async function createHubspot(origin: string): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  const records = createRecords();
  const screen: ConsentScreen = {
    title: "HubSpot sandbox",
    clientId: sandboxClient("hubspot").id,
    accounts: Object.entries(users).map(([name, { email, portal }]) => ({ name, label: `${email} (${portal.id})` })),
    state,
    issueCode: async () => createToken("na1-"),
  };
  return {
    name: "hubspot",
    state,
    controls: { push: (body) => pushEvent({ state, records, origin }, body), records: () => records.list() },
    async answer(exchange) {
      if (exchange.path === "/oauth/authorize") return answerConsent(screen, exchange);
      if (exchange.method === "POST" && exchange.path.startsWith("/oauth/2026-03/token"))
        return answerOAuth(state, exchange);
      return answerApi({ state, records, origin }, exchange);
    },
    async reseed() {
      records.reseed();
    },
    async close() {},
  };
}
