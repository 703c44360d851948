import { useEffect, useRef } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { type Connection, confirmConnection, takeUpLaunch, toReconnectOptions } from "../api/connections.ts";
import type { AppContextValue, Notice, NoticeAction } from "../app-context.ts";
import type { RedirectResult } from "../session/redirect-result.ts";
import { formatScope } from "../ui/format-scope.ts";
import { describeRefusal } from "./refusal-texts.ts";

/** Shows one notice about the redirect that led to the page, once the providers and connections are loaded. */
export function useRedirectNotice(
  redirect: RedirectResult,
  app: AppContextValue,
  providers: readonly Provider[] | undefined,
  connections: readonly Connection[] | undefined,
): void {
  const wasShown = useRef(false);
  const ready = providers !== undefined && connections !== undefined;
  useEffect(() => {
    if (wasShown.current || !ready || redirect.kind === "plain" || redirect.kind === "sign-in") return;
    wasShown.current = true;
    if (redirect.kind === "launch") return app.showNotice(toLaunchNotice(app, redirect.handle));
    // Ignore unknown providers: anybody can write one into a link.
    const name = providers.find(({ id }) => id === redirect.provider)?.name;
    if (!name) return;
    if (redirect.kind === "confirm") confirmAndNotify(app, redirect.provider, name, redirect.handle);
    else app.showNotice(toNotice(redirect, name, app, connections));
  }, [redirect, app, ready, providers, connections]);
}

type ProviderRedirect = Exclude<RedirectResult, { kind: "plain" | "sign-in" | "confirm" | "launch" }>;

function toNotice(
  redirect: ProviderRedirect,
  name: string,
  app: AppContextValue,
  connections: readonly Connection[],
): Notice {
  const { provider } = redirect;
  if (redirect.kind === "reconnect") return toReconnectNotice(redirect, name, app, connections);
  if (redirect.kind === "refused")
    return { kind: "bad", ...describeRefusal(redirect.code, name), action: toRetryAction(app, provider) };
  // Anybody can write status=success into a link, so check the list of connections.
  return connections.some((connection) => connection.provider === provider && connection.connected)
    ? toConnectedNotice(name, "")
    : {
        kind: "plain",
        title: `${name} has answered`,
        detail: "The account is not in the list yet. Reload the page in a moment.",
      };
}

function toReconnectNotice(
  { account, scopes }: Extract<RedirectResult, { kind: "reconnect" }>,
  name: string,
  app: AppContextValue,
  connections: readonly Connection[],
): Notice {
  const found = connections.find(({ id }) => id === account);
  if (!found) return toMissingNotice(name, app.api.tenant);
  return {
    kind: "plain",
    title: `${found.accountName} has to be connected again`,
    detail: `Some features wait for it. ${name} will ask for your permission once more${formatExtraScopes(scopes)}.`,
    action: { label: "Reconnect", run: () => app.connect(found.provider, toReconnectOptions(found, scopes)) },
  };
}

const toMissingNotice = (name: string, tenant: string): Notice =>
  tenant
    ? {
        kind: "plain",
        title: `This account is not in ${tenant}`,
        detail: `It may be in another of your organizations, or no longer connected to ${name}.`,
      }
    : { kind: "plain", title: "This account is gone", detail: `It is no longer connected to ${name}.` };

/** Lists the scopes that a link requests, since anybody can write scopes into a link. */
const formatExtraScopes = (scopes: readonly string[]) =>
  scopes.length === 0 ? "" : `, also for: ${scopes.map(formatScope).join(", ")}`;

/** Anybody can send a person to this page, so nothing begins before they say that they came from the EHR themselves. */
const toLaunchNotice = (app: AppContextValue, handle: string): Notice => ({
  kind: "plain",
  title: "An electronic health record wants to open this application",
  detail: "Continue only if you have just opened it there yourself. It then asks for your permission.",
  action: {
    label: "Continue",
    async run() {
      const answer = await takeUpLaunch(app.api, handle);
      if (!answer.ok) return answer.failure;
      location.assign(answer.value);
      return undefined;
    },
  },
});

const toRetryAction = (app: AppContextValue, provider: string): NoticeAction => ({
  label: "Try again",
  run: () => app.connect(provider),
});

const toConnectedNotice = (name: string, account: string): Notice => ({
  kind: "good",
  title: `${name} is connected`,
  detail: account ? `${account} is ready to use.` : "You can use it right away, and try it out below.",
});

async function confirmAndNotify(app: AppContextValue, provider: string, name: string, handle: string): Promise<void> {
  const answer = await confirmConnection(app.api, provider, handle);
  app.reload();
  if (answer.ok) return app.showNotice(toConnectedNotice(name, answer.value.accountName));
  const { title, detail, requestId } = answer.failure;
  const request = requestId ? ` (request ${requestId})` : "";
  app.showNotice({
    kind: "bad",
    title: `${name} was not connected`,
    detail: `${detail || title}${request}`,
    action: toRetryAction(app, provider),
  });
}
