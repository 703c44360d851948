// Names for the ids in a message: people, the channel, the workspace's URL. If one cannot be read, the message is recorded without it.
import * as z from "zod";
import { findProviderError } from "../../../http/provider-error.ts";
import { ttlCache } from "../../../ttl-cache.ts";
import { truncatedText } from "../../../webhooks/truncated-schemas.ts";
import type { SlackRead } from "../api/reader.ts";

interface SlackPerson {
  readonly id: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone?: string | undefined;
}

export interface MessageContext {
  readonly people: ReadonlyMap<string, SlackPerson>;
  /** Without the leading `#`; undefined for direct messages. */
  readonly channelName: string | undefined;
  /** Ends in a slash. */
  readonly workspaceUrl: string | undefined;
}

export const emptyContext: MessageContext = { people: new Map(), channelName: undefined, workspaceUrl: undefined };

interface ContextRequest {
  readonly team: string;
  readonly channel: string;
  readonly people: readonly string[];
}

const userCache = ttlCache<SlackPerson | undefined>({ ttlMs: 600_000, maxEntries: 2000 });
const channelNameCache = ttlCache<string | undefined>({ ttlMs: 600_000, maxEntries: 1000 });
const workspaceUrlCache = ttlCache<string | undefined>({ ttlMs: 3_600_000, maxEntries: 200 });

/** Call this after a channel has been renamed. */
export const invalidateChannelName = (team: string, channel: string): void =>
  channelNameCache.delete(`${team}#${channel}`);

/** Reads names through the caches. @throws ProviderError `token` only; after any other failure the value is missing */
export async function loadMessageContext(
  read: SlackRead,
  { team, channel, people }: ContextRequest,
  now: number,
): Promise<MessageContext> {
  const clock = { now: () => now * 1000 };
  const [found, channelName, workspaceUrl] = await Promise.all([
    Promise.all(
      people.map((id) =>
        userCache.read(`${team}#${id}`, () => readPerson(read, id), clock).catch(undefinedIfUnavailable),
      ),
    ),
    channelNameCache
      .read(`${team}#${channel}`, () => readChannelName(read, channel), clock)
      .catch(undefinedIfUnavailable),
    workspaceUrlCache.read(team, () => readWorkspaceUrl(read), clock).catch(undefinedIfUnavailable),
  ]);
  const known = found.filter((person): person is SlackPerson => person !== undefined);
  return { people: new Map(known.map((person) => [person.id, person])), channelName, workspaceUrl };
}

function undefinedIfUnavailable(error: unknown): undefined {
  if (findProviderError(error)?.kind === "token") throw error;
}

const user = () =>
  z.object({
    user: z.object({
      name: truncatedText(80).optional(),
      real_name: truncatedText(80).optional(),
      tz: z.string().max(64).nullish(),
      profile: z.object({ display_name: truncatedText(80).optional() }).optional(),
    }),
  });

async function readPerson(read: SlackRead, id: string): Promise<SlackPerson> {
  const { user: found } = await read("users.info", { user: id }, user());
  const name = found.real_name || found.profile?.display_name || found.name || id;
  return { id, name, timeZone: found.tz ?? undefined };
}

const conversation = () =>
  z.object({ channel: z.object({ name: truncatedText(80).optional(), is_im: z.boolean().optional() }) });

async function readChannelName(read: SlackRead, channel: string): Promise<string | undefined> {
  const { channel: found } = await read("conversations.info", { channel }, conversation());
  return found.is_im ? undefined : found.name;
}

async function readWorkspaceUrl(read: SlackRead): Promise<string | undefined> {
  const { url } = await read("auth.test", {}, z.object({ url: z.string().max(300) }));
  return /^https:\/\/[\w.-]+\/$/.test(url) ? url : undefined;
}
