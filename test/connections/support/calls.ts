// The data call that stands for using a connection, over HTTP and as an event, and what the provider saw of it.
import type { RecordedRequest } from "../../../infra/local/sandbox/request-log.ts";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import type { Answer } from "../../support/api.ts";
import { byProvider } from "../../support/by-provider.ts";
import { httpEvent } from "../../support/events.ts";
import { type Account, getSandbox } from "./account.ts";

interface DataCall {
  /** The entry behind it. */
  readonly run: string;
  readonly on: string;
  readonly query?: Record<string, string>;
  readonly pathParameters?: Record<string, string>;
}

const fileKey = "FigHome000000000000001";

const special: Readonly<Partial<Record<ProviderId, DataCall>>> = {
  figma: { run: "figma/read-file", on: `GET /api/integrations/figma/files/${fileKey}`, pathParameters: { fileKey } },
  // Past the cache, or the provider would not be asked.
  slack: { run: "slack/list-channels", on: "GET /api/integrations/slack/channels", query: { refresh: "true" } },
  github: { run: "github/list-repositories", on: "GET /api/integrations/github/repositories" },
  gmail: { run: "gmail/list-messages", on: "GET /api/v2/gmail/messages" },
  calendar: { run: "calendar/list-events", on: "GET /api/v2/calendar/events" },
};

/** Of a later provider the first endpoint that its manifest names. */
export const dataCalls = byProvider(
  ({ id, endpoints: [first] = [] }): DataCall => special[id] ?? { run: first?.run ?? "", on: first?.on ?? "" },
);

/** The deployed Lambda behind a provider's data call, without its stage's prefix. */
export const getLambdaName = (provider: ProviderId) => `${dataCalls[provider].run.replace("/", "-")}-${provider}`;

/** Uses the account, as its user, over HTTP. */
export function useAccount({ provider, user }: Account): Promise<Answer> {
  const { on, query = {} } = dataCalls[provider];
  return user.get(`${on.slice("GET ".length)}?${new URLSearchParams(query)}`);
}

/** The same as an event for a Lambda in a process of its own. */
export function createUseEvent({ provider, person }: Account) {
  const { run: _run, ...call } = dataCalls[provider];
  return httpEvent({ ...call, claims: { ...person } });
}

/** Redemptions of a refresh token that reached the provider. */
export async function listRedemptions(provider: ProviderId): Promise<RecordedRequest[]> {
  const posted = (await getSandbox(provider).requests()).filter(({ method }) => method === "POST");
  return posted.filter(({ body }) => new URLSearchParams(body).get("grant_type") === "refresh_token");
}

/** Where refresh tokens are redeemed. */
export const tokenPath = byProvider(({ sandbox: { endpoints } }) => endpoints.refresh ?? endpoints.token);
