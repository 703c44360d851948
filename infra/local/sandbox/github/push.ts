// POST /_sandbox/push of GitHub: opens, comments, pushes or ends something and delivers the event.
import { z } from "zod";
import { refusal } from "../../refusal.ts";
import type { Emulator } from "../emulator.ts";
import type { Delivery } from "../push/deliveries.ts";
import { pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import { forgeries } from "./delivery.ts";
import type { GithubEvent, GithubEvents } from "./events.ts";
import { happening, reader } from "./happenings.ts";
import { type Composed, composed } from "./payloads.ts";
import { accounts, insiderToken } from "./seed.ts";

const stored = ["issues", "issue_comment"] as const;

const pushed = z.strictObject({
  ...pushFields,
  event: z.enum([...stored, ...composed.names, "github_app_authorization", "raw"]),
  /** owner/name */
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/)
    .default("octo/hello-world"),
  from: z.enum(accounts.map(({ name }) => name)).default("octo"),
  text: z.string().default("Something from the sandbox"),
  body: z.string().optional(),
  /** Of a comment: on this issue; a new one unless given. */
  number: z.int().positive().optional(),
  action: z.string().optional(),
  /** "app": to the app's webhook even where a hook of the repository wants the event. */
  to: z.literal("app").optional(),
  forge: z.enum(forgeries).optional(),
  /** What `raw` delivers, under the event name `name`; else added to the payload. */
  payload: z.record(z.string(), z.unknown()).default({}),
  name: z.string().optional(),
});
type Pushed = z.output<typeof pushed>;

export interface Pusher {
  readonly state: State;
  readonly emulator: Emulator;
  readonly events: GithubEvents;
}

/** @throws a refusal when GitHub would not let them */
export async function push(pusher: Pusher, body: unknown): Promise<readonly Delivery[]> {
  const wish = pushed.parse(body);
  const event = await made(pusher, wish);
  const payload = { ...event.payload, ...(wish.event === "raw" ? {} : wish.payload) };
  return pusher.events.push({ ...event, payload }, wish);
}

async function made(pusher: Pusher, wish: Pushed): Promise<GithubEvent> {
  const { event, repository, payload } = wish;
  if (event === "raw") return { event: wish.name ?? "unknown", payload };
  if (event === "github_app_authorization") return revoked(pusher, wish);
  const kept = stored.find((one) => one === event);
  if (kept) return store(pusher, kept, wish);
  const token = insiderToken(wish.from);
  const read = reader(pusher.emulator, token);
  const place = await read(`/repos/${repository}`);
  if (place.full_name === undefined) throw refusal(`${wish.from} sees no repository ${repository}`);
  const asked = { ...wish, repository: place, sender: await read("/user") };
  return { event, payload: composed.make(event as Composed, asked) };
}

/** The user takes the app's rights away: the tokens are dead before the event is sent. */
async function revoked({ state, emulator }: Pusher, { from }: Pushed): Promise<GithubEvent> {
  state.grants.revoke(({ account }) => account === from);
  const sender = await reader(emulator, insiderToken(from))("/user");
  return { event: "github_app_authorization", payload: { action: "revoked", sender } };
}

async function store(pusher: Pusher, event: (typeof stored)[number], wish: Pushed): Promise<GithubEvent> {
  const issues = `/repos/${wish.repository}/issues`;
  const issue = { title: wish.text, body: wish.body ?? null };
  if (event === "issues") return write(pusher, wish, issues, issue);
  const number = wish.number ?? (await write(pusher, wish, issues, { title: "An issue" })).payload.issue;
  const on = typeof number === "number" ? number : (number as { readonly number: number }).number;
  return write(pusher, wish, `${issues}/${on}/comments`, { body: wish.text });
}

async function write({ emulator }: Pusher, { from }: Pushed, path: string, asked: Readonly<Record<string, unknown>>) {
  const token = insiderToken(from);
  const answer = await emulator.ask("POST", path, token, asked);
  if (!answer.ok) throw refusal(`${from} cannot do that: POST ${path} answers ${answer.status}`);
  const read = reader(emulator, token);
  const found = await happening({
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
