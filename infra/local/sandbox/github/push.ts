// POST /_sandbox/push of GitHub: makes a change such as an issue or a comment, and delivers its event.
import { z } from "zod";
import { createRefusal } from "../../command-refusal.ts";
import type { Emulator } from "../emulator.ts";
import type { Delivery } from "../push/deliveries.ts";
import { pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import { createReader, emittedEvent } from "./emitted-events.ts";
import type { GithubEvent, GithubEvents } from "./events.ts";
import { type ComposedEvent, composed } from "./payloads.ts";
import { accounts, adminToken } from "./seed.ts";
import { forgeries } from "./signed-request.ts";

const storedEvents = ["issues", "issue_comment"] as const;

const pushSchema = z.strictObject({
  ...pushFields,
  event: z.enum([...storedEvents, ...composed.names, "github_app_authorization", "raw"]),
  /** owner/name */
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/)
    .default("octo/hello-world"),
  from: z.enum(accounts.map(({ name }) => name)).default("octo"),
  text: z.string().default("Something from the sandbox"),
  body: z.string().optional(),
  /** The issue to comment on; default: a new issue. */
  number: z.int().positive().optional(),
  action: z.string().optional(),
  /** "app": deliver to the app's webhook, even if a hook of the repository subscribes to the event. */
  to: z.literal("app").optional(),
  forge: z.enum(forgeries).optional(),
  /** For `raw`: the whole payload, with the event name `name`; else fields added to the payload. */
  payload: z.record(z.string(), z.unknown()).default({}),
  name: z.string().optional(),
});
type PushRequest = z.output<typeof pushSchema>;

export interface PushContext {
  readonly state: State;
  readonly emulator: Emulator;
  readonly events: GithubEvents;
}

/** @throws a refusal when GitHub would refuse the change */
export async function pushEvent(pusher: PushContext, body: unknown): Promise<readonly Delivery[]> {
  const request = pushSchema.parse(body);
  const event = await createEvent(pusher, request);
  const payload = { ...event.payload, ...(request.event === "raw" ? {} : request.payload) };
  return pusher.events.push({ ...event, payload }, request);
}

async function createEvent(pusher: PushContext, request: PushRequest): Promise<GithubEvent> {
  const { event, repository, payload } = request;
  if (event === "raw") return { event: request.name ?? "unknown", payload };
  if (event === "github_app_authorization") return revokeAuthorization(pusher, request);
  const storedEvent = storedEvents.find((one) => one === event);
  if (storedEvent) return storeInEmulator(pusher, storedEvent, request);
  const token = adminToken(request.from);
  const read = createReader(pusher.emulator, token);
  const place = await read(`/repos/${repository}`);
  if (place.full_name === undefined) throw createRefusal(`${request.from} sees no repository ${repository}`);
  const asked = { ...request, repository: place, sender: await read("/user") };
  return { event, payload: composed.make(event as ComposedEvent, asked) };
}

/** The user revokes the app's authorization: tokens are revoked before the event is sent. */
async function revokeAuthorization({ state, emulator }: PushContext, { from }: PushRequest): Promise<GithubEvent> {
  state.grants.revoke(({ account }) => account === from);
  const sender = await createReader(emulator, adminToken(from))("/user");
  return { event: "github_app_authorization", payload: { action: "revoked", sender } };
}

async function storeInEmulator(
  pusher: PushContext,
  event: (typeof storedEvents)[number],
  request: PushRequest,
): Promise<GithubEvent> {
  const issues = `/repos/${request.repository}/issues`;
  const issue = { title: request.text, body: request.body ?? null };
  if (event === "issues") return writeToEmulator(pusher, request, issues, issue);
  const number =
    request.number ?? (await writeToEmulator(pusher, request, issues, { title: "An issue" })).payload.issue;
  const on = typeof number === "number" ? number : (number as { readonly number: number }).number;
  return writeToEmulator(pusher, request, `${issues}/${on}/comments`, { body: request.text });
}

async function writeToEmulator(
  { emulator }: PushContext,
  { from }: PushRequest,
  path: string,
  asked: Readonly<Record<string, unknown>>,
) {
  const token = adminToken(from);
  const answer = await emulator.ask("POST", path, token, asked);
  if (!answer.ok) throw createRefusal(`${from} cannot do that: POST ${path} answers ${answer.status}`);
  const read = createReader(emulator, token);
  const found = await emittedEvent({
    method: "POST",
    path,
    asked,
    answer: (await answer.json()) as Record<string, unknown>,
    read,
    sender: await read("/user"),
  });
  if (!found) throw new Error(`Nothing happens on POST ${path}`);
  return found;
}
