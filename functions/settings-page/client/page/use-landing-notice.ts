import { useEffect, useRef } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { type Connection, confirmConnection, renewal } from "../api/connections.ts";
import type { Landing } from "../landing.ts";
import type { Desk, Notice, NoticeAction } from "./desk.ts";
import { refusalSentences } from "./outcomes.ts";
import { scopeName } from "./scope-name.ts";

/** Turns the way the browser came here into one message, once the names of the providers are known. */
export function useLandingNotice(
  landing: Landing,
  desk: Desk,
  providers: readonly Provider[] | undefined,
  connections: readonly Connection[] | undefined,
): void {
  const told = useRef(false);
  const ready = providers !== undefined && connections !== undefined;
  useEffect(() => {
    if (told.current || !ready || !("provider" in landing)) return;
    told.current = true;
    // A provider we do not have is somebody's invention in the address bar.
    const name = providers.find(({ id }) => id === landing.provider)?.name;
    if (!name) return;
    if (landing.kind === "confirm") confirm(desk, landing.provider, name, landing.handle);
    else desk.announce(noticeOf(landing, name, desk, connections));
  }, [landing, desk, ready, providers, connections]);
}

type Told = Exclude<Landing, { kind: "plain" | "sign-in" | "confirm" }>;

function noticeOf(landing: Told, name: string, desk: Desk, connections: readonly Connection[]): Notice {
  const { provider } = landing;
  if (landing.kind === "reconnect") return reconnectNotice(landing, name, desk, connections);
  if (landing.kind === "refused")
    return { kind: "bad", ...refusalSentences(landing.code, name), action: tryAgain(desk, provider) };
  // Anybody can write status=success into a link, so the list has the last word.
  return connections.some((connection) => connection.provider === provider && connection.connected)
    ? connected(name, "")
    : {
        kind: "plain",
        title: `${name} has answered`,
        detail: "The account is not in the list yet. Reload the page in a moment.",
      };
}

function reconnectNotice(
  { account, scopes }: Extract<Landing, { kind: "reconnect" }>,
  name: string,
  desk: Desk,
  connections: readonly Connection[],
): Notice {
  const found = connections.find(({ id }) => id === account);
  if (!found) return { kind: "plain", title: "This account is gone", detail: `It is no longer connected to ${name}.` };
  return {
    kind: "plain",
    title: `${found.accountName} has to be connected again`,
    detail: `Some features wait for it. ${name} will ask for your permission once more${alsoFor(scopes)}.`,
    action: { label: "Reconnect", run: () => desk.connect(found.provider, renewal(found, scopes)) },
  };
}

/** Named, since anybody can write scopes into a link. */
const alsoFor = (scopes: readonly string[]) =>
  scopes.length === 0 ? "" : `, also for: ${scopes.map(scopeName).join(", ")}`;

const tryAgain = (desk: Desk, provider: string): NoticeAction => ({
  label: "Try again",
  run: () => desk.connect(provider),
});

const connected = (name: string, account: string): Notice => ({
  kind: "good",
  title: `${name} is connected`,
  detail: account ? `${account} is ready to use.` : "You can use it right away, and try it out below.",
});

async function confirm(desk: Desk, provider: string, name: string, handle: string): Promise<void> {
  const answer = await confirmConnection(desk.api, provider, handle);
  desk.reload();
  if (answer.ok) return desk.announce(connected(name, answer.value.accountName));
  const { title, detail, requestId } = answer.failure;
  const request = requestId ? ` (request ${requestId})` : "";
  desk.announce({
    kind: "bad",
    title: `${name} was not connected`,
    detail: `${detail || title}${request}`,
    action: tryAgain(desk, provider),
  });
}
