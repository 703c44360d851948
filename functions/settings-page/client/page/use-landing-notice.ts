import { useEffect, useRef } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { type Connection, confirmConnection } from "../api/connections.ts";
import type { Landing } from "../landing.ts";
import type { Desk, Notice } from "./desk.ts";
import { refusalSentences } from "./outcomes.ts";

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

function noticeOf(
  landing: Exclude<Landing, { kind: "plain" | "sign-in" | "confirm" }>,
  name: string,
  desk: Desk,
  connections: readonly Connection[],
): Notice {
  const { provider } = landing;
  if (landing.kind === "reconnect")
    return { kind: "plain", title: `${name} needs to be connected again`, detail: "The account is marked below." };
  if (landing.kind === "refused")
    return { kind: "bad", ...refusalSentences(landing.code, name), retry: () => desk.connect(provider) };
  // Anybody can write status=success into a link, so the list has the last word.
  const real = connections.some((connection) => connection.provider === provider && connection.connected);
  return real
    ? connected(name, "")
    : {
        kind: "plain",
        title: `${name} has answered`,
        detail: "The account is not in the list yet. Reload in a moment.",
      };
}

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
    retry: () => desk.connect(provider),
  });
}
