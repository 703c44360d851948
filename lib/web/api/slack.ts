import { type Api, toIdempotencyHeader } from "./client.ts";

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly is_private: boolean;
  readonly is_archived: boolean;
  readonly num_members: number;
}

/** @param refresh bypasses the API's cache */
export const listChannels = (api: Api, account: string, refresh: boolean) =>
  api.request(
    (client) =>
      client.GET("/api/integrations/slack/channels", {
        params: { query: { account, includePrivate: "true", ...(refresh && { refresh: "true" }) } },
      }),
    ({ channels }): readonly Channel[] => channels,
  );

/** @param key the Idempotency-Key */
export const postMessage = (api: Api, account: string, body: { channel: string; text: string }, key: string) =>
  api.request(
    (client) =>
      client.POST("/api/integrations/slack/message", {
        params: { query: { account } },
        headers: toIdempotencyHeader(key),
        body,
      }),
    () => true,
  );
