// The sandbox EHR: SMART App Launch, backend services, and a small FHIR server, all on one host.
import type { Manifest } from "../../../../lib/providers/manifest.ts";
import { manifests } from "../../../../lib/providers/manifests.ts";
import { createRefusal } from "../../command-refusal.ts";
import type { ConsentScreen } from "../consent.ts";
import { type Exchange, jsonAnswer, redirectAnswer } from "../exchange.ts";
import { getReceiverOrigin } from "../push/request.ts";
import { createState, type Provider, type State, sandboxClient } from "../state.ts";
import { type AuthorizationServer, createAuthorizationServer } from "./authorization-server.ts";
import { answerAuthorization } from "./authorize.ts";
import { describeServer } from "./discovery.ts";
import { createFhirServer } from "./fhir.ts";
import { createLaunches, type Launches } from "./launches.ts";
import { people } from "./people.ts";
import { answerToken, type TokenContext } from "./token.ts";

const codeLifetimeSeconds = 60;

/** Its sandbox's paths are what a server of it would have; `api` is the FHIR base. */
type EhrPlan = Pick<Manifest, "application" | "displayName" | "sandbox">;

/** The client id of backend services, which EHRs register apart from the one that people sign in to. */
export const getSystemClientId = (application: string): string => `${sandboxClient(application).id}-backend`;

/** @throws Error when no manifest names the application */
export async function createEhr(application: string, origin: string): Promise<Provider> {
  const plan = manifests.find((one) => one.application === application);
  if (!plan) throw new Error(`No provider has the application ${application}.`);
  const { displayName, sandbox } = plan;
  const paths = sandbox.endpoints;
  const fhirBase = `${origin}${paths.api}`;
  const state = createState(codeLifetimeSeconds);
  const launches = createLaunches(fhirBase);
  const getReceiver = () => getReceiverOrigin(state, application, origin);
  const server = await startServer(plan, origin, state);
  const context: TokenContext = { state, server, approved: new Map() };
  const screen = createScreen(displayName, application, context, launches);
  const fhir = createFhirServer(state, fhirBase);
  return {
    name: application,
    state,
    controls: {
      push: () => {
        throw createRefusal(`${displayName} sends no events`);
      },
      /** Opens a launch: `{iss, launch}` are the parameters of our launch address. */
      launch: launches.open,
    },
    async answer(exchange) {
      const { method, path, query } = exchange;
      if (path === paths.authorize) return answerAuthorization({ screen, fhirBase, launches }, exchange);
      if (method === "POST" && path === paths.token) return answerToken(context, exchange);
      if (path === "/launch")
        return redirectAnswer(toLaunchUrl(getReceiver(), launches.open(Object.fromEntries(query))));
      if (path === `${paths.api}/.well-known/smart-configuration`) return jsonAnswer(describeServer(origin, paths));
      return answerFhir(exchange, paths.api, fhir);
    },
    async reseed() {
      launches.clear();
      context.approved.clear();
      fhir.forgetPages();
    },
    close: server.close,
  };
}

function startServer(
  { application, sandbox: { endpoints: paths } }: EhrPlan,
  origin: string,
  state: State,
): Promise<AuthorizationServer> {
  return createAuthorizationServer({
    origin,
    paths,
    fhirBase: `${origin}${paths.api}`,
    client: sandboxClient(application),
    systemClientId: getSystemClientId(application),
    getKeysUrl: () => `${getReceiverOrigin(state, application, origin)}/.well-known/jwks.json`,
    getSwitches: () => ({
      lifetime: state.behaviour.accessTokenLifetime,
      rotation: state.behaviour.rotation,
      refresh: state.behaviour.refreshTokenInAnswer,
    }),
  });
}

function createScreen(
  displayName: string,
  application: string,
  { state, server, approved }: TokenContext,
  launches: Launches,
): ConsentScreen {
  return {
    title: `${displayName} sandbox`,
    clientId: sandboxClient(application).id,
    accounts: people,
    state,
    async issueCode(approval) {
      const { account, request } = approval;
      const code = await server.issueCode(approval);
      approved.set(code, { account, context: launches.find(request.get("launch"), account) });
      return code;
    },
  };
}

function answerFhir(exchange: Exchange, base: string, fhir: ReturnType<typeof createFhirServer>) {
  const { path } = exchange;
  if (path !== base && !path.startsWith(`${base}/`)) return jsonAnswer({ error: "not_found" }, 404);
  return fhir.answer(exchange, path.slice(base.length));
}

function toLaunchUrl(receiver: string, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL("/api/ehr/launch", receiver);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}
