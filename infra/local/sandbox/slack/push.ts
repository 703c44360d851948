// POST /_sandbox/push of Slack: makes a change in a workspace and delivers its event.
import { createRefusal } from "../../command-refusal.ts";
import type { Delivery } from "../push/deliveries.ts";
import { botAuthorization, personAuthorization } from "./authorizations.ts";
import { slackTimestamp } from "./emitted-events.ts";
import type { PushOptions } from "./events.ts";
import { pushAppUninstalled } from "./push-app-uninstalled.ts";
import { pushDirect } from "./push-direct.ts";
import { directEvents, endingEvents, type PushContext, type PushRequest, pushSchema } from "./push-request.ts";
import { botUserId, listMembers } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

/** @throws a refusal when the user or channel does not exist, or Slack would refuse the change */
export async function pushEvent(pusher: PushContext, body: unknown): Promise<readonly Delivery[]> {
  const request = pushSchema.parse(body);
  const at = pusher.workspace(request.workspace);
  // Only the user who created a channel may rename it.
  const usual = request.event === "channel_rename" ? "admin" : at.workspace.people[0];
  const from = requirePerson(at, request.from ?? usual ?? "");
  const authorization = request.as === undefined ? undefined : resolveAuthorization(at, request.as);
  const options = { ...request, authorization };
  const ending = endingEvents.find((one) => one === request.event);
  if (ending) return pushAppUninstalled(pusher, at, { event: ending, from, first: request.order }, options);
  const kind = directEvents.find((one) => one === request.event);
  if (kind) return pushDirect(pusher, at, { event: kind, from }, request);
  if (request.event === "raw") return pushRaw(pusher, at, request, options);
  return actAs(pusher, at, from, options);
}

function pushRaw(
  { events }: PushContext,
  at: RunningWorkspace,
  { payload = {} }: PushRequest,
  options: PushOptions,
): Promise<Delivery[]> {
  const event = { type: "unknown", event_ts: slackTimestamp(), ...payload };
  return events.pushEvent(at, event, [botAuthorization(at)], options);
}

async function actAs({ events }: PushContext, at: RunningWorkspace, from: string, options: PushRequest & PushOptions) {
  const [method, asked] = await buildCall(at, from, options);
  const answer = await at.act(from, method, asked);
  if (answer.ok !== true) throw createRefusal(`${from} cannot do that: ${method} answers ${answer.error}`);
  const by = from === "bot" ? botUserId(at.workspace) : personAuthorization(at, from).user_id;
  return events.push({ at, method, arguments: new URLSearchParams(asked), answer, by }, botAuthorization(at), options);
}

async function buildCall(
  at: RunningWorkspace,
  from: string,
  request: PushRequest,
): Promise<[string, Record<string, string>]> {
  const { event, text, thread_ts } = request;
  const thread = thread_ts === undefined ? {} : { thread_ts };
  const channel = () => resolveChannel(at, from, request);
  if (event === "message") return ["chat.postMessage", { channel: await channel(), text, ...thread }];
  if (event === "app_mention") {
    const mention = `<@${botUserId(at.workspace)}> ${text}`;
    return ["chat.postMessage", { channel: await channel(), text: mention, ...thread }];
  }
  if (event === "channel_created") return ["conversations.create", { name: request.channel ?? `new-${Date.now()}` }];
  if (event === "channel_rename") return ["conversations.rename", { channel: await channel(), name: text }];
  if (event === "channel_archive") return ["conversations.archive", { channel: await channel() }];
  if (event === "member_joined_channel") return ["conversations.join", { channel: await channel() }];
  if (event === "member_left_channel") return ["conversations.leave", { channel: await channel() }];
  return ["files.completeUploadExternal", await uploadFile(at, from, await channel(), text)];
}

async function uploadFile(at: RunningWorkspace, from: string, channel_id: string, title: string) {
  const asked = { filename: "notes.txt", length: "5" };
  const { upload_url, file_id } = await at.act(from, "files.getUploadURLExternal", asked);
  await at.emulator.upload(new URL(String(upload_url)).pathname, "notes");
  return { files: JSON.stringify([{ id: file_id, title }]), channel_id };
}

async function resolveChannel(
  at: RunningWorkspace,
  from: string,
  { channel = "general", dm }: PushRequest,
): Promise<string> {
  if (dm === undefined) {
    const inside = at.identifiers().inside(channel);
    return inside === "" ? channel : at.identifiers().outward(inside);
  }
  const opened = await at.act(from, "conversations.open", {
    users: personAuthorization(at, requirePerson(at, dm)).user_id,
  });
  return String((opened.channel as { readonly id?: string } | undefined)?.id);
}

const resolveAuthorization = (at: RunningWorkspace, name: string) =>
  name === "bot" ? botAuthorization(at) : personAuthorization(at, requirePerson(at, name));

function requirePerson(at: RunningWorkspace, name: string): string {
  const all = listMembers(at.workspace);
  if (!all.includes(name))
    throw createRefusal(`${at.workspace.name} has no user ${name}; choose one of ${all.join(", ")}.`);
  return name;
}
