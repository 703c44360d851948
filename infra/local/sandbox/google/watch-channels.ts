// Calendar's notification channels, whose notifications are headers with an empty body (developers.google.com/calendar/api/guides/push).

import { deliverAll, deliverOwnEvent, type RetryRules, type SendOptions, type SignedRequest } from "../push/deliver.ts";
import type { Delivery } from "../push/deliveries.ts";
import type { State } from "../state.ts";

export interface Channel {
  readonly id: string;
  readonly account: string;
  readonly clientId: string;
  readonly calendarId: string;
  readonly resourceId: string;
  readonly resourceUri: string;
  readonly token: string | undefined;
  readonly address: string;
  /** Epoch milliseconds. */
  readonly expiration: number;
  /** The number of the last message. */
  number: number;
}

export const forgeries = ["token", "missing", "channel", "resource"] as const;
type Forgery = (typeof forgeries)[number];
export type ResourceState = "sync" | "exists" | "not_exists";

const acceptedStatuses = [102, 200, 201, 202, 204];
const retriedStatuses = [500, 502, 503, 504];

const retryRules: RetryRules = {
  delaysSeconds: [10, 30, 90, 270, 600],
  timeoutMs: 10_000,
  accepted: (status) => acceptedStatuses.includes(status),
  shouldRetry: ({ status }) => status === null || retriedStatuses.includes(status),
};

export interface PushOptions extends SendOptions {
  readonly url?: string | undefined;
  readonly forge?: Forgery | undefined;
  /** Only this channel. */
  readonly channel?: string | undefined;
}

export type Channels = ReturnType<typeof createChannels>;

export function createChannels(state: State, now: () => number = Date.now) {
  let channels: Channel[] = [];
  const live = (calendarId: string) =>
    channels.filter((one) => one.calendarId === calendarId && one.expiration > now());

  return {
    open(channel: Omit<Channel, "number">): Channel {
      const opened = { ...channel, number: 0 };
      channels.push(opened);
      deliverOwnEvent(state, createRequest(opened, "sync"));
      return opened;
    },
    knows: (id: string) => channels.some((channel) => channel.id === id),
    /** @returns false when the caller has no such channel */
    stop(id: string, resourceId: string, account: string): boolean {
      const before = channels.length;
      channels = channels.filter((one) => !(one.id === id && one.resourceId === resourceId && one.account === account));
      return channels.length < before;
    },
    /** Notifies the calendar's channels about a change. */
    changed(calendarId: string): void {
      for (const channel of live(calendarId)) deliverOwnEvent(state, createRequest(channel, "exists"));
    },
    async push(calendarId: string, resourceState: ResourceState, options: PushOptions): Promise<Delivery[]> {
      const chosen = live(calendarId).filter(({ id }) => options.channel === undefined || options.channel === id);
      const sent = chosen.map((channel) => deliverAll(state, createRequest(channel, resourceState, options), options));
      return (await Promise.all(sent)).flat();
    },
    list: (): readonly Channel[] => channels,
    clear(): void {
      channels = [];
    },
  };
}

/** The first message has the number 1; later numbers grow by 1 or more, as Google's do. */
function createRequest(
  channel: Channel,
  resourceState: ResourceState,
  { url, forge }: Partial<PushOptions> = {},
): SignedRequest {
  channel.number += channel.number === 0 ? 1 : 1 + Math.floor(Math.random() * 3);
  const { token, id, resourceId, expiration, resourceUri, number } = channel;
  const sentToken = forge === "token" ? `${token?.slice(0, -1)}${token?.endsWith("A") ? "B" : "A"}` : token;
  const headers = {
    accept: "*/*",
    "user-agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
    "content-type": "application/json; charset=UTF-8",
    "x-goog-channel-id": forge === "channel" ? `${id.slice(0, -4)}0000` : id,
    "x-goog-channel-expiration": new Date(expiration).toUTCString(),
    "x-goog-resource-state": resourceState,
    "x-goog-message-number": String(number),
    "x-goog-resource-id": forge === "resource" ? `${resourceId}x` : resourceId,
    "x-goog-resource-uri": resourceUri,
    ...(sentToken === undefined || forge === "missing" ? {} : { "x-goog-channel-token": sentToken }),
  };
  return { event: resourceState, url: url ?? channel.address, body: "", rules: retryRules, headers: () => headers };
}
