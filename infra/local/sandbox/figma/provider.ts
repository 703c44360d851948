// Figma, wholly our own: no emulator of it exists.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { freshToken } from "../grants.ts";
import { createState, type Provider, sandboxClient } from "../state.ts";
import { answerApi } from "./api.ts";
import { createComments } from "./comments.ts";
import { push } from "./push.ts";
import { users } from "./seed.ts";
import { exchangeCode, refresh } from "./token.ts";
import { createWebhooks } from "./webhooks.ts";

const codeLifetimeSeconds = 30;

export async function createFigma(origin: string): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  const [webhooks, comments] = [createWebhooks(state), createComments()];
  const screen: ConsentScreen = {
    title: "Figma sandbox",
    clientId: sandboxClient("figma").id,
    accounts: Object.entries(users).map(([name, { email }]) => ({ name, label: email })),
    state,
    issueCode: async () => freshToken("figc_"),
  };
  return {
    name: "figma",
    controls: { push: (body) => push({ state, webhooks, comments, origin }, body) },
    state,
    async answer(exchange) {
      if (exchange.path === "/oauth") return answerConsent(screen, exchange);
      if (exchange.method === "POST" && exchange.path === "/v1/oauth/token") return exchangeCode(state, exchange);
      if (exchange.method === "POST" && exchange.path === "/v1/oauth/refresh") return refresh(state, exchange);
      return answerApi({ state, webhooks, comments }, exchange);
    },
    async reseed() {
      webhooks.clear();
      comments.clear();
    },
    async close() {},
  };
}
