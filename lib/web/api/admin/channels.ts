import type { Api } from "../client.ts";
import type { components } from "../openapi.gen.ts";

type ChannelAnswer = components["schemas"]["ChannelOfUser"];

/** Whose push channels to show. */
export interface ChannelOwner {
  readonly user: string;
  /** Empty for the administrator's own tenant, or the one that the user is alone in. */
  readonly tenant: string;
}

/** A push channel over which a provider reports changes. */
export interface Channel {
  readonly id: string;
  readonly provider: string;
  readonly kind: string;
  /** What it watches; empty where there is no choice. */
  readonly target: string;
  readonly status: ChannelAnswer["status"];
  /** Empty where it does not end. */
  readonly expiresAt: string;
  readonly lastEventAt: string;
  readonly nextCheckAt: string;
  /** In a row. */
  readonly failures: number;
  readonly error: string;
}

const readChannel = ({ target = "", error = "", ...answer }: ChannelAnswer): Channel => ({
  ...answer,
  target,
  error,
  expiresAt: answer.expiresAt ?? "",
  lastEventAt: answer.lastEventAt ?? "",
  nextCheckAt: answer.nextLookAt ?? "",
});

export const listChannels = (api: Api, { user, tenant }: ChannelOwner) =>
  api.request(
    (client) => client.GET("/api/admin/channels", { params: { query: { user, ...(tenant && { tenant }) } } }),
    ({ channels }): readonly Channel[] => channels.map(readChannel),
  );

export const recreateChannel = (api: Api, id: string) =>
  api.request(
    (client) => client.POST("/api/admin/channels/{id}/recreate", { params: { path: { id } } }),
    () => undefined,
  );
