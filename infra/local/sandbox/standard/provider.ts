// A sandbox built from a provider's manifest: OAuth by RFC 6749, 7009 and 7636; its API is a service of `emulate`, if there is one.
import { manifests } from "../../../../lib/providers/manifests.ts";
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { type Emulator, startEmulator } from "../emulator.ts";
import { type Answer, type Exchange, jsonAnswer, readBearer } from "../exchange.ts";
import { createToken } from "../grants.ts";
import { createState, type Provider, type State, sandboxClient } from "../state.ts";
import { push } from "./push.ts";
import { answerToken, revoke } from "./token.ts";

const codeLifetimeSeconds = 600;

const accounts = ["ada@example.com", "ben@example.com"].map((name) => ({ name, label: name }));

/** @throws Error when no manifest names the application */
export async function createStandard(application: string, origin: string): Promise<Provider> {
  const manifest = manifests.find((one) => one.application === application);
  if (!manifest) throw new Error(`No provider has the application ${application}.`);
  const { endpoints, emulator: service } = manifest.sandbox;
  const state = createState(codeLifetimeSeconds);
  const emulator = service && (await startEmulator(service.service, origin, {}));
  const screen: ConsentScreen = {
    title: `${manifest.displayName} sandbox`,
    clientId: sandboxClient(application).id,
    accounts,
    state,
    issueCode: async () => createToken("code-"),
  };
  return {
    name: application,
    state,
    controls: { push: (body) => push({ state, manifest, origin }, body) },
    async answer(exchange) {
      const { method, path } = exchange;
      if (path === endpoints.authorize) return answerConsent(screen, exchange);
      if (method === "POST" && (path === endpoints.token || path === endpoints.refresh)) {
        return answerToken(state, sandboxClient(application), exchange);
      }
      if (method === "POST" && path === endpoints.revoke) return revoke(state, exchange);
      return answerApi(state, exchange, { userinfo: endpoints.userinfo, emulator, token: service?.token });
    },
    async reseed() {
      emulator?.reset();
    },
    close: async () => emulator?.close(),
  };
}

interface Api {
  readonly userinfo: string | undefined;
  readonly emulator: Emulator | undefined;
  readonly token: string | undefined;
}

/** Checks the caller's token here, and calls the emulator with the one token of its seed. */
async function answerApi({ grants }: State, exchange: Exchange, { userinfo, emulator, token }: Api): Promise<Answer> {
  const { tokenState, grant } = grants.checkToken(readBearer(exchange) ?? "");
  if (tokenState !== "valid" || !grant) return jsonAnswer({ error: "invalid_token" }, 401);
  const { account } = grant;
  if (exchange.path === userinfo) return jsonAnswer({ sub: `sandbox-${account}`, email: account, name: account });
  if (!emulator) return jsonAnswer({ error: "not_found" }, 404);
  return emulator.forward(exchange, { headers: { authorization: `Bearer ${token}` } });
}
