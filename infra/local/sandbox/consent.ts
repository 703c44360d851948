// The consent page that every sandbox provider shows at its authorize path.
// The buttons #approve and #deny post to the authorize path: form fields `request` (the original query), `account` and
// `decision` (approve or deny). Without a browser, add `&_approve=1` or `&_deny=1`, and `&_account=<name>`, to the authorize
// URL: it then answers with the redirect at once.
import { grantedScopes, isRegisteredRedirect } from "./behaviour.ts";
import type { Approval } from "./codes.ts";
import { type Account, renderConsentPage, renderRefusalPage } from "./consent-page.ts";
import { type Answer, type Exchange, htmlAnswer, readFields, redirectAnswer } from "./exchange.ts";
import type { State } from "./state.ts";

export interface ConsentScreen {
  readonly title: string;
  readonly clientId: string;
  readonly accounts: readonly Account[];
  /** The query parameter that names the preselected account. */
  readonly hint?: string;
  readonly state: State;
  /** Creates the authorization code. */
  issueCode(approval: Approval): Promise<string>;
  /** Parameters that this provider adds to every callback; the approval is absent on a denial. */
  callbackExtras?(approval?: Approval): Readonly<Record<string, string>>;
  /** The method of a code challenge that is sent without one. */
  readonly defaultMethod?: "S256";
  /** Adds what signs all other parameters of a callback. */
  signCallback?(parameters: URLSearchParams): void;
}

const consentParameters = ["_approve", "_deny", "_account"];

export async function answerConsent(screen: ConsentScreen, exchange: Exchange): Promise<Answer> {
  const form = exchange.method === "POST" ? readFields(exchange) : undefined;
  const parameters = form ? new URLSearchParams(form.get("request") ?? "") : exchange.query;
  const account = form?.get("account") ?? parameters.get("_account");
  const approved = form ? form.get("decision") === "approve" : parameters.has("_approve");
  const denied = form ? form.get("decision") === "deny" : parameters.has("_deny");
  const query = new URLSearchParams([...parameters].filter(([name]) => !consentParameters.includes(name)));

  const refusal = findRefusal(screen, query);
  if (refusal !== undefined) return htmlAnswer(renderRefusalPage(screen.title, refusal), 400);
  if (denied) return redirectBack(screen, query, { error: "access_denied", ...screen.callbackExtras?.() });
  const preselected = account ?? findHintedAccount(screen, query);
  if (!approved) return htmlAnswer(renderQuestion(screen, query, preselected, exchange.path));
  const chosen = screen.accounts.find(({ name }) => name === preselected);
  if (!chosen) return htmlAnswer(renderRefusalPage(screen.title, "There is no such account."), 400);
  return approve(screen, query, chosen);
}

function renderQuestion(
  { title, accounts }: ConsentScreen,
  query: URLSearchParams,
  preselected: string | undefined,
  action: string,
): string {
  const scopes = [...parseScopes(query.get("scope")), ...parseScopes(query.get("user_scope"))];
  return renderConsentPage({ title, accounts, preselected, scopes, query, action });
}

async function approve(screen: ConsentScreen, query: URLSearchParams, account: Account): Promise<Answer> {
  const { behaviour, codes } = screen.state;
  const approval: Approval = {
    account: account.name,
    clientId: query.get("client_id") ?? "",
    redirectUri: query.get("redirect_uri") ?? "",
    scopes: grantedScopes(behaviour, parseScopes(query.get("scope"))),
    userScopes: grantedScopes(behaviour, parseScopes(query.get("user_scope"))),
    challenge: query.get("code_challenge"),
    request: query,
  };
  const code = await screen.issueCode(approval);
  codes.keep(code, approval);
  return redirectBack(screen, query, { code, ...screen.callbackExtras?.(approval) });
}

/** Returns why the provider must show an error page instead of redirecting: RFC 6749 section 4.1.2.1. */
function findRefusal({ clientId, state, defaultMethod }: ConsentScreen, query: URLSearchParams): string | undefined {
  if (query.get("client_id") !== clientId) return "The client_id is not registered.";
  if (!isRegisteredRedirect(state.behaviour, query.get("redirect_uri") ?? ""))
    return "The redirect_uri is not registered.";
  if ((query.get("response_type") ?? "code") !== "code") return "The response_type is not supported.";
  const method = query.get("code_challenge_method") ?? defaultMethod;
  if (query.has("code_challenge") && method !== "S256") return "Only S256 is supported.";
  return undefined;
}

function findHintedAccount({ accounts, hint }: ConsentScreen, query: URLSearchParams): string | undefined {
  const hinted = hint === undefined ? null : query.get(hint);
  return accounts.some(({ name }) => name === hinted) && hinted !== null ? hinted : accounts[0]?.name;
}

function redirectBack(
  { signCallback }: ConsentScreen,
  query: URLSearchParams,
  parameters: Readonly<Record<string, string>>,
): Answer {
  const url = new URL(query.get("redirect_uri") ?? "");
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const state = query.get("state");
  if (state !== null) url.searchParams.set("state", state);
  signCallback?.(url.searchParams);
  return redirectAnswer(url);
}

/** Some providers separate scopes by commas, others by spaces; both are accepted. */
function parseScopes(text: string | null): string[] {
  return (text ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
}
