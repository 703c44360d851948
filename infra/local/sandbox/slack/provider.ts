// The Slack sandbox: its own consent, tokens and rotation; messages, channels and users from the emulator.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { readRedirectCode } from "../emulator.ts";
import { createState, type Provider, type State, sandboxClient } from "../state.ts";
import { answerApi } from "./api.ts";
import { createSlackEvents } from "./events.ts";
import { answerUpload } from "./files.ts";
import { pushEvent } from "./push.ts";
import { accounts, workspaces } from "./seed.ts";
import { answerToken } from "./token.ts";
import { type RunningWorkspace, startWorkspace } from "./workspace.ts";

const codeLifetimeSeconds = 600;

export async function createSlack(origin: string): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  const running = await Promise.all(workspaces.map((workspace) => startWorkspace(workspace, origin)));
  const findWorkspace = (account: string) => {
    const name = accounts.find((one) => one.name === account)?.workspace;
    const found = running.find(({ workspace }) => workspace.name === name);
    if (!found) throw new Error(`No workspace for ${account}`);
    return found;
  };
  const screen = createConsentScreen(state, findWorkspace);
  const events = createSlackEvents(state, origin);
  const workspace = (name: string) => findWorkspace(accounts.find((one) => one.workspace === name)?.name ?? "");
  return {
    name: "slack",
    state,
    controls: { push: (body) => pushEvent({ state, events, workspace }, body) },
    async answer(exchange) {
      if (exchange.path === "/oauth/v2/authorize") return answerConsent(screen, exchange);
      if (exchange.path === "/api/oauth.v2.access") return answerToken(state, findWorkspace, exchange);
      if (exchange.path.startsWith("/api/")) return answerApi({ state, events, getWorkspace: findWorkspace }, exchange);
      if (exchange.path.startsWith("/upload/")) return answerUpload(running, exchange);
      return { status: 404 };
    },
    async reseed() {
      events.clear();
      await Promise.all(running.map((one) => one.reseed()));
    },
    async close() {
      await Promise.all(running.map((one) => one.emulator.close()));
    },
  };
}

function createConsentScreen(state: State, findWorkspace: (account: string) => RunningWorkspace): ConsentScreen {
  return {
    title: "Slack sandbox",
    clientId: sandboxClient("slack").id,
    accounts,
    state,
    async issueCode(approval) {
      const at = findWorkspace(approval.account);
      const person = accounts.find(({ name }) => name === approval.account)?.person ?? "";
      const answer = await at.emulator.post("/oauth/v2/authorize/callback", {
        user_id: at.identifiers().inside(person),
        client_id: approval.clientId,
        redirect_uri: approval.redirectUri,
        scope: approval.scopes.join(","),
        user_scope: approval.userScopes.join(","),
      });
      return readRedirectCode(answer);
    },
  };
}
