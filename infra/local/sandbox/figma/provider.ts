// The Figma sandbox. It uses no emulator, because none exists for Figma.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { readBearer } from "../exchange.ts";
import { createToken } from "../grants.ts";
import { createState, type Provider, sandboxClient } from "../state.ts";
import { answerApi } from "./api.ts";
import { createComments } from "./comments.ts";
import { answerPicture } from "./pictures.ts";
import { createPlan } from "./plan.ts";
import { pushEvent } from "./push.ts";
import { users } from "./seed.ts";
import { exchangeCode, refreshToken } from "./token.ts";
import { createWebhooks } from "./webhooks.ts";

const codeLifetimeSeconds = 30;

export async function createFigma(origin: string): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  const [webhooks, comments, plan] = [createWebhooks(state), createComments(), createPlan()];
  const screen: ConsentScreen = {
    title: "Figma sandbox",
    clientId: sandboxClient("figma").id,
    accounts: Object.entries(users).map(([name, { email }]) => ({ name, label: email })),
    state,
    issueCode: async () => createToken("figc_"),
  };
  return {
    name: "figma",
    controls: {
      push: (body) => pushEvent({ state, webhooks, comments, origin }, body),
      plan: (change) => plan.change(change),
      load: () => plan.load(),
    },
    state,
    async answer(exchange) {
      if (exchange.path === "/oauth") return answerConsent(screen, exchange);
      if (exchange.method === "POST" && exchange.path === "/v1/oauth/token") return exchangeCode(state, exchange);
      if (exchange.method === "POST" && exchange.path === "/v1/oauth/refresh") return refreshToken(state, exchange);
      const picture = answerPicture(exchange.path);
      if (picture) return picture;
      return plan.pass(readBearer(exchange) ?? "", () =>
        answerApi({ state, webhooks, comments, plan, origin }, exchange),
      );
    },
    async reseed() {
      webhooks.clear();
      comments.clear();
      plan.clear();
    },
    async close() {},
  };
}
