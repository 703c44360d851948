// One data call per provider that uses a connection, over HTTP and as a Lambda event, and the requests it causes.
import type { RecordedRequest } from "../../../infra/local/sandbox/request-log.ts";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import type { Answer } from "../../support/api.ts";
import { byProvider } from "../../support/by-provider.ts";
import { httpEvent } from "../../support/events.ts";
import { fillPath } from "../../support/flow-params.ts";
import { type Account, getSandbox } from "./account.ts";

interface DataCall {
  /** The Lambda entry that serves it. */
  readonly run: string;
  readonly on: string;
  readonly query?: Record<string, string>;
  readonly pathParameters?: Record<string, string>;
}

const fileKey = "FigHome000000000000001";

const special: Readonly<Partial<Record<ProviderId, DataCall>>> = {
  // Both bypass the cache, so that the provider is called.
  figma: {
    run: "figma/read-file",
    on: `GET /api/integrations/figma/files/${fileKey}`,
    query: { refresh: "true" },
    pathParameters: { fileKey },
  },
  slack: { run: "slack/list-channels", on: "GET /api/integrations/slack/channels", query: { refresh: "true" } },
  github: { run: "github/list-repositories", on: "GET /api/integrations/github/repositories" },
  gmail: { run: "gmail/list-messages", on: "GET /api/v2/gmail/messages" },
  calendar: { run: "calendar/list-events", on: "GET /api/v2/calendar/events" },
};

/** For a provider without an entry above: the first endpoint of its manifest. */
export const dataCalls = byProvider(
  ({ id, endpoints: [first] = [] }): DataCall => special[id] ?? { run: first?.run ?? "", on: first?.on ?? "" },
);

/** The name of the Lambda that serves a provider's data call, without the stage's prefix. */
export const getLambdaName = (provider: ProviderId) => `${dataCalls[provider].run.replace("/", "-")}-${provider}`;

/** Makes the data call as the account's user, over HTTP. */
export function useAccount({ provider, user }: Account): Promise<Answer> {
  const { on, query = {} } = dataCalls[provider];
  return user.get(`${on.slice("GET ".length)}?${new URLSearchParams(query)}`);
}

/** The same call as an event, for a Lambda in a separate process. */
export function createUseEvent({ provider, person }: Account) {
  const { run: _run, ...call } = dataCalls[provider];
  return httpEvent({ ...call, claims: { ...person } });
}

/** The requests that redeemed a refresh token at the provider. */
export async function listRedemptions(provider: ProviderId): Promise<RecordedRequest[]> {
  const posted = (await getSandbox(provider).requests()).filter(({ method }) => method === "POST");
  return posted.filter(({ body }) => new URLSearchParams(body).get("grant_type") === "refresh_token");
}

/** The path at which refresh tokens are redeemed. */
export const tokenPath = byProvider(({ id, sandbox: { endpoints } }) =>
  fillPath(id, endpoints.refresh ?? endpoints.token),
);
