import { type Api, type Page, type Result, toProviderId } from "../client.ts";
import type { components } from "../openapi.gen.ts";

type Schemas = components["schemas"];
type ConnectionAnswer = Schemas["ConnectionOfTenant"];

/** What to look for among all users' connections; empty for everything. */
export interface ConnectionFilter {
  /** Part of a user's id, e-mail address or name at the provider. */
  readonly q: string;
  readonly status: ConnectionAnswer["status"] | "";
  readonly provider: string;
  readonly tenant: string;
}

/** A user's account at a provider. */
export interface AdminConnection {
  readonly id: string;
  /** Empty where only one tenant is seen. */
  readonly tenant: string;
  readonly user: string;
  readonly email: string;
  readonly provider: string;
  readonly username: string;
  readonly accountName: string;
  readonly scopes: readonly string[];
  readonly status: ConnectionAnswer["status"];
  readonly connectedAt: string;
  readonly lastUsed: string;
  readonly expiresAt: string;
  /** A code; empty for none. */
  readonly lastError: string;
}

/** An answer of the provider that is kept for a connection: never what is in it. */
export interface KeptAnswer {
  readonly name: string;
  readonly keptAt: string;
  readonly expiresAt: string;
  /** Bytes. */
  readonly size: number;
}

function readConnection(answer: ConnectionAnswer): AdminConnection {
  const { providerUsername, accountName } = answer;
  return {
    ...answer,
    tenant: answer.tenant ?? "",
    email: answer.email ?? "",
    username: providerUsername ?? "",
    accountName: accountName || providerUsername || "",
    connectedAt: answer.connectedAt ?? "",
    lastUsed: answer.lastUsed ?? "",
    expiresAt: answer.expiresAt ?? "",
    lastError: answer.lastError ?? "",
  };
}

const listOnePage = (api: Api, { q, status, provider, tenant }: ConnectionFilter, pageToken: string) =>
  api.request(
    (client) =>
      client.GET("/api/admin/connections", {
        params: {
          query: {
            limit: 50,
            ...(q && { q }),
            ...(status && { status }),
            ...(provider && { provider: toProviderId(provider) }),
            ...(tenant && { tenant }),
            ...(pageToken && { pageToken }),
          },
        },
      }),
    ({ connections, nextPageToken }): Page<AdminConnection> => ({
      items: connections.map(readConnection),
      next: nextPageToken ?? "",
    }),
  );

const maxEmptyPages = 10;

/** Lists a page of connections. The API looks at some at a time: an empty page is shown only after looking at some more. */
export async function searchConnections(
  api: Api,
  filter: ConnectionFilter,
  pageToken: string,
): Promise<Result<Page<AdminConnection>>> {
  let answer = await listOnePage(api, filter, pageToken);
  for (let page = 1; page < maxEmptyPages && answer.ok && answer.value.items.length === 0; page += 1) {
    if (answer.value.next === "") break;
    answer = await listOnePage(api, filter, answer.value.next);
  }
  return answer;
}

const readKept = ({ name, size, keptAt, expiresAt }: Schemas["KeptAnswer"]): KeptAnswer => ({
  name,
  size,
  keptAt: keptAt ?? "",
  expiresAt: expiresAt ?? "",
});

/** One connection, with a page of what is kept for it. */
export const readAdminConnection = (api: Api, id: string, pageToken = "") =>
  api.request(
    (client) =>
      client.GET("/api/admin/connections/{id}", {
        params: { path: { id }, query: { limit: 100, ...(pageToken && { pageToken }) } },
      }),
    (answer): { readonly connection: AdminConnection; readonly kept: Page<KeptAnswer> } => ({
      connection: readConnection(answer),
      kept: { items: answer.kept.map(readKept), next: answer.nextPageToken ?? "" },
    }),
  );

/** Deletes what is kept for a connection. Resolves with how many answers there were. */
export const emptyKept = (api: Api, id: string) =>
  api.request(
    (client) => client.DELETE("/api/admin/connections/{id}/kept", { params: { path: { id } } }),
    ({ deleted }) => deleted,
  );
