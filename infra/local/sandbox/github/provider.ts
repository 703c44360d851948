// The GitHub sandbox: its own consent, tokens and revocation; repositories and the rest from the emulator.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { readRedirectCode, startEmulator } from "../emulator.ts";
import { createState, type Provider, sandboxClient } from "../state.ts";
import { answerApi } from "./api.ts";
import { answerApplications } from "./applications.ts";
import { createGithubEvents } from "./events.ts";
import { createHooks } from "./hooks.ts";
import { createLargeRepository } from "./large-repository.ts";
import { createLimits } from "./limits.ts";
import { pushEvent } from "./push.ts";
import { accounts, buildEmulatorSeed } from "./seed.ts";
import { answerToken } from "./token.ts";

const codeLifetimeSeconds = 600;

export async function createGithub(origin: string): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  const emulator = await startEmulator("github", origin, buildEmulatorSeed());
  const hooks = createHooks();
  const events = createGithubEvents(state, hooks, origin);
  const limits = createLimits();
  const largeRepository = createLargeRepository(emulator);
  const api = { state, emulator, hooks, events, origin, limits, largeRepository };
  const screen: ConsentScreen = {
    title: "GitHub sandbox",
    clientId: sandboxClient("github").id,
    accounts,
    hint: "login",
    state,
    issueCode: async ({ account, clientId, redirectUri, scopes }) =>
      readRedirectCode(
        await emulator.post("/login/oauth/callback", {
          login: account,
          client_id: clientId,
          redirect_uri: redirectUri,
          scope: scopes.join(" "),
        }),
      ),
  };
  return {
    name: "github",
    controls: { push: (body) => pushEvent({ state, emulator, events }, body) },
    state,
    async answer(exchange) {
      if (exchange.path === "/login/oauth/authorize") return answerConsent(screen, exchange);
      if (exchange.path === "/login/oauth/access_token") return answerToken(state, emulator, exchange);
      return answerApplications(state, exchange) ?? answerApi(api, exchange);
    },
    async reseed() {
      hooks.clear();
      limits.clear();
      largeRepository.clear();
      emulator.reset();
    },
    close: () => emulator.close(),
  };
}
