// Webhooks of a Figma team: developers.figma.com/docs/rest-api/webhooks-endpoints
import * as z from "zod";
import type { Access, ChannelSource, OpenAccess, Opened, Wanted } from "../../channels/source.ts";
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { Channel } from "../../store/channel.ts";
import { keyIdOf, signChannelToken } from "../../webhooks/channel-token.ts";
import { figmaGet, figmaSend } from "./api.ts";

/** One webhook is for one type of event. FILE_DELETE also comes with FILE_UPDATE. */
const types = ["FILE_UPDATE", "FILE_COMMENT", "FILE_VERSION_UPDATE", "FILE_DELETE", "LIBRARY_PUBLISH"] as const;

/** The documentation calls the id a number, the events carry it as text. */
const hook = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  event_type: z.string(),
  endpoint: z.string().nullish(),
  status: z.string().nullish(),
  description: z.string().nullish(),
});
const hooks = z.object({ webhooks: z.array(hook) });

/** Seconds: they do not end, but Figma stops one that was answered wrongly. */
const week = 7 * 86_400;

export const figmaChannels: ChannelSource = {
  provider: "figma",
  lookEvery: week,
  replaces: "before",
  wanted: (_connection, { teamId }) =>
    teamId === undefined ? [withoutTeam] : types.map((type) => ofTeam(teamId, type)),
  open: (access, channel) => open(access, channel).catch((error: unknown) => explain(error)),
  stop,
  async look(access, { remoteId }) {
    const found = await orNone(figmaGet(access, `/v2/webhooks/${remoteId}`, hook));
    return found?.status === "ACTIVE" ? {} : "gone";
  },
};

const ofTeam = (target: string, type: string): Wanted => ({ name: `${target}.${type}`, kind: type, target });

/** Events are asked for by team, and Figma cannot list a person's teams: that one is missing is shown as a failure. */
const withoutTeam: Wanted = { name: "no-team", kind: "team" };

async function open(access: OpenAccess, channel: Channel): Promise<Opened> {
  const { connection, kind, target } = channel;
  if (target === undefined) {
    throw new Problem("not_found", { detail: "Set the id of your team (teamId) in the Figma settings." });
  }
  const kid = keyIdOf(access.secrets[0] ?? "");
  const wanted = {
    event_type: kind,
    context: "team",
    context_id: target,
    endpoint: `${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/api/integrations/figma/webhook`,
    passcode: signChannelToken(access.secrets, { provider: "figma", ref: connection }),
    description: `Patchbay ${connection}`,
  };
  if (access.isRepeated) await removeEarlier(access, wanted);
  const { id } = await figmaSend(access, "POST", "/v2/webhooks", hook, wanted);
  return { remoteId: id, kid };
}

interface Known {
  readonly event_type: string;
  readonly context_id: string;
  readonly endpoint: string;
  readonly description: string;
}

/** What an earlier attempt has made and never told us. Its passcode is not shown, so it is made anew. */
async function removeEarlier(access: Access, { context_id, ...wanted }: Known): Promise<void> {
  const { webhooks } = await figmaGet(access, `/v2/webhooks?context=team&context_id=${context_id}`, hooks);
  const isOurs = (one: z.output<typeof hook>) =>
    one.description === wanted.description && one.event_type === wanted.event_type && one.endpoint === wanted.endpoint;
  for (const { id } of webhooks.filter(isOurs)) await stop(access, { remoteId: id });
}

async function stop(access: Access, { remoteId }: Pick<Channel, "remoteId">): Promise<void> {
  if (remoteId === undefined) return;
  await orNone(figmaSend(access, "DELETE", `/v2/webhooks/${remoteId}`, z.unknown()));
}

async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (findProviderError(error)?.kind === "absent") return undefined;
    throw error;
  });
}

/** In words for the person who switched it on. */
function explain(error: unknown): never {
  const kind = findProviderError(error)?.kind;
  if (kind === "scope") {
    const detail = "Figma lets only an admin of the team create its webhooks, with an account connected for it.";
    throw new Problem("insufficient_permissions", { detail, cause: error });
  }
  if (kind === "absent")
    throw new Problem("not_found", { detail: "Figma shows you no team under this id.", cause: error });
  if (kind === "permanent") {
    const detail = "Figma refuses another webhook for this team: it may have as many as Figma allows.";
    throw new Problem("conflict", { detail, cause: error });
  }
  throw error;
}
