// POST /_sandbox/push of Slack: makes something happen in a workspace and delivers the event.
import { refusal } from "../../refusal.ts";
import type { Delivery } from "../push/deliveries.ts";
import { asBot, asPerson } from "./authorizations.ts";
import type { Wish } from "./events.ts";
import { timestamp } from "./happenings.ts";
import { pushDirect } from "./push-direct.ts";
import { pushEnding } from "./push-ending.ts";
import { direct, endings, type Pushed, type Pusher, pushed } from "./push-request.ts";
import { botUser, everybody } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

/** @throws a refusal when there is no such person or channel, or Slack would not let them */
export async function push(pusher: Pusher, body: unknown): Promise<readonly Delivery[]> {
  const wish = pushed.parse(body);
  const at = pusher.workspace(wish.workspace);
  // Only who made a channel may rename it.
  const usual = wish.event === "channel_rename" ? "admin" : at.workspace.people[0];
  const from = personOf(at, wish.from ?? usual ?? "");
  const authorization = wish.as === undefined ? undefined : authorizationOf(at, wish.as);
  const how = { ...wish, authorization };
  const ending = endings.find((one) => one === wish.event);
  if (ending) return pushEnding(pusher, at, ending, from, { ...how, first: wish.order });
  const kind = direct.find((one) => one === wish.event);
  if (kind) return pushDirect(pusher, at, kind, from, wish);
  if (wish.event === "raw") return raw(pusher, at, wish, how);
  return act(pusher, at, from, wish, how);
}

function raw({ events }: Pusher, at: RunningWorkspace, { payload = {} }: Pushed, how: Wish): Promise<Delivery[]> {
  const event = { type: "unknown", event_ts: timestamp(), ...payload };
  return events.pushEvent(at, event, [asBot(at)], how);
}

async function act({ events }: Pusher, at: RunningWorkspace, from: string, wish: Pushed, how: Wish) {
  const [method, asked] = await callFor(at, from, wish);
  const answer = await at.act(from, method, asked);
  if (answer.ok !== true) throw refusal(`${from} cannot do that: ${method} answers ${answer.error}`);
  const by = from === "bot" ? botUser(at.workspace) : asPerson(at, from).user_id;
  return events.push({ at, method, arguments: new URLSearchParams(asked), answer, by }, asBot(at), how);
}

async function callFor(at: RunningWorkspace, from: string, wish: Pushed): Promise<[string, Record<string, string>]> {
  const { event, text, thread_ts } = wish;
  const thread = thread_ts === undefined ? {} : { thread_ts };
  const channel = () => channelOf(at, from, wish);
  if (event === "message") return ["chat.postMessage", { channel: await channel(), text, ...thread }];
  if (event === "app_mention") {
    const mention = `<@${botUser(at.workspace)}> ${text}`;
    return ["chat.postMessage", { channel: await channel(), text: mention, ...thread }];
  }
  if (event === "channel_created") return ["conversations.create", { name: wish.channel ?? `new-${Date.now()}` }];
  if (event === "channel_rename") return ["conversations.rename", { channel: await channel(), name: text }];
  if (event === "channel_archive") return ["conversations.archive", { channel: await channel() }];
  if (event === "member_joined_channel") return ["conversations.join", { channel: await channel() }];
  if (event === "member_left_channel") return ["conversations.leave", { channel: await channel() }];
  return ["files.completeUploadExternal", await upload(at, from, await channel(), text)];
}

async function upload(at: RunningWorkspace, from: string, channel_id: string, title: string) {
  const asked = { filename: "notes.txt", length: "5" };
  const { upload_url, file_id } = await at.act(from, "files.getUploadURLExternal", asked);
  await at.emulator.upload(new URL(String(upload_url)).pathname, "notes");
  return { files: JSON.stringify([{ id: file_id, title }]), channel_id };
}

async function channelOf(at: RunningWorkspace, from: string, { channel = "general", dm }: Pushed): Promise<string> {
  if (dm === undefined) {
    const inside = at.identifiers().inside(channel);
    return inside === "" ? channel : at.identifiers().outward(inside);
  }
  const opened = await at.act(from, "conversations.open", { users: asPerson(at, personOf(at, dm)).user_id });
  return String((opened.channel as { readonly id?: string } | undefined)?.id);
}

const authorizationOf = (at: RunningWorkspace, name: string) =>
  name === "bot" ? asBot(at) : asPerson(at, personOf(at, name));

function personOf(at: RunningWorkspace, name: string): string {
  const all = everybody(at.workspace);
  if (!all.includes(name))
    throw refusal(`There is nobody called ${name} in ${at.workspace.name}; there are ${all.join(", ")}`);
  return name;
}
