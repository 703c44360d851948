// A callback that a browser navigates to: every outcome is a redirect.
import { config } from "../config.ts";
import type { Origin } from "../http/endpoint.ts";
import { type Response, redirect } from "../http/response.ts";
import { describeError, log } from "../log.ts";
import { createExpiredBindingCookie, matchBrowser } from "../oauth/browser-binding.ts";
import type { Provider } from "../oauth/definition.ts";
import { type CallbackError, FlowError } from "../oauth/flow-error.ts";
import { type CallbackRoute, getCallbackUrl } from "../oauth/redirect-uri.ts";
import type { OAuthState } from "../store/oauth-states.ts";
import { type CallbackParameters, connectAccount, consumeFlowState, refuseRepeatedParameters } from "./callback.ts";
import { countFailedFlow, countFinishedFlow, toCallbackError } from "./callback-error.ts";
import { defaultDependencies as defaults } from "./dependencies.ts";

export type PageOutcome =
  | { readonly status: "success" }
  | { readonly status: "error"; readonly code: CallbackError }
  | { readonly status: "confirm"; readonly handle: string };

export interface CallbackRequest {
  readonly query: CallbackParameters;
  readonly rawQuery: string;
  readonly cookies: ReadonlyMap<string, string>;
  readonly origin: Origin;
}

/** Returns where to redirect the browser; `flow` is empty where it is not known. */
export type GetDestination = (
  provider: Provider,
  outcome: PageOutcome,
  flow: Partial<Pick<OAuthState, "returnTo" | "integrationId">>,
) => string;

/** What a callback's Lambda is made for. */
export interface CallbackPage {
  readonly provider: Provider;
  readonly route: CallbackRoute;
  readonly getDestination: GetDestination;
}

/** Answers a callback with a redirect, whatever the outcome, and clears the flow's cookie. */
export async function redirectCallback(
  { provider, route, getDestination }: CallbackPage,
  request: CallbackRequest,
  dependencies = defaults(),
): Promise<Response> {
  const { query, rawQuery, cookies, origin } = request;
  const { PUBLIC_BASE_URL } = config("PUBLIC_BASE_URL");
  const cleared = query.state === undefined ? [] : [createExpiredBindingCookie(query.state, PUBLIC_BASE_URL)];
  let flow: OAuthState | undefined;
  try {
    refuseRepeatedParameters(rawQuery);
    const expected = { redirectUri: getCallbackUrl(provider, route), delivery: "get" } as const;
    flow = await consumeFlowState(provider, query.state, expected, dependencies.now());
    const browser = matchBrowser(query.state ?? "", flow.browser, cookies, PUBLIC_BASE_URL);
    if (browser === "other") throw new FlowError("wrong_browser");
    const actor = { actor: flow.user, ...origin };
    const options = { isSameBrowser: browser === "same", actor, dependencies };
    const { handle } = await connectAccount(provider, flow, { ...query, rawQuery }, options);
    const outcome: PageOutcome = handle === undefined ? { status: "success" } : { status: "confirm", handle };
    countFinishedFlow(provider.id, outcome.status);
    return redirect(getDestination(provider, outcome, flow), cleared);
  } catch (error) {
    const code = toCallbackError(error);
    log.warn("flow ended", { provider: provider.id, code, ...(code === "internal" ? describeError(error) : {}) });
    countFailedFlow(provider.id, code);
    // If the state was not accepted, keep its cookie: the real callback may still come.
    return redirect(getDestination(provider, { status: "error", code }, flow ?? {}), flow === undefined ? [] : cleared);
  }
}
