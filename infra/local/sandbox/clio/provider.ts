// The Clio sandbox: one server for all regions, each below its host.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { type Answer, type Exchange, jsonAnswer, readBearer } from "../exchange.ts";
import { createToken } from "../grants.ts";
import { createState, type Provider, type State, sandboxClient } from "../state.ts";
import { answerApi } from "./api.ts";
import { createOffice, type Office, users } from "./office.ts";
import { pushEvent } from "./push.ts";
import { answerToken, belongsToRegion } from "./token.ts";

const codeLifetimeSeconds = 600;

const regionHosts = ["app.clio.com", "eu.app.clio.com", "ca.app.clio.com", "au.app.clio.com"];

const paths = /^\/([a-z.]+)\/(oauth\/\w+|api\/v4\/.*)$/;

export async function createClio(origin: string): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  const office = createOffice();
  return {
    name: "clio",
    state,
    controls: { push: (body) => pushEvent({ state, office }, body), office: () => office.list() },
    async answer(exchange) {
      const [, host = "", path = ""] = paths.exec(exchange.path) ?? [];
      const isRegion = regionHosts.includes(host);
      return isRegion ? answerRegion({ state, office, host, path, origin }, exchange) : { status: 404 };
    },
    reseed: async () => office.clear(),
    async close() {},
  };
}

interface RegionRequest {
  readonly state: State;
  readonly office: Office;
  readonly host: string;
  readonly path: string;
  readonly origin: string;
}

async function answerRegion(request: RegionRequest, exchange: Exchange): Promise<Answer> {
  const { state, office, host, path, origin } = request;
  const isPost = exchange.method === "POST";
  if (path === "oauth/authorize") return answerConsent(createScreen(state, host), exchange);
  if (isPost && path === "oauth/token") return answerToken(state, host, exchange);
  const { tokenState, grant } = state.grants.checkToken(readBearer(exchange) ?? "");
  if (tokenState !== "valid" || !grant || !belongsToRegion(grant, host))
    return jsonAnswer({ error: { type: "UnauthorizedError", message: "User is unauthorized" } }, 401);
  if (isPost && path === "oauth/deauthorize") {
    state.grants.revoke(({ account }) => account === grant.account);
    return jsonAnswer({});
  }
  const base = `${origin}/${host}/api/v4`;
  return answerApi({ office, account: grant.account, path: path.slice("api/v4".length), base }, exchange);
}

const createScreen = (state: State, host: string): ConsentScreen => ({
  title: `Clio sandbox (${host})`,
  clientId: sandboxClient("clio").id,
  accounts: Object.entries(users).map(([name, { email }]) => ({ name, label: email })),
  state,
  issueCode: async () => createToken(""),
});
