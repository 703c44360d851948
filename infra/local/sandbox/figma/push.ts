// POST /_sandbox/push of Figma: creates an event of a file and delivers it to the webhooks.
import { z } from "zod";
import { createRefusal } from "../../command-refusal.ts";
import { deliverAll } from "../push/deliver.ts";
import { type Delivery, markUnheard } from "../push/deliveries.ts";
import { getReceiverOrigin, pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import { type Comments, commentEvent, publicUser } from "./comments.ts";
import { findFile, type PlacedFile } from "./document.ts";
import { projects, users } from "./seed.ts";
import { forgeries, signedFigmaRequest } from "./signed-request.ts";
import { eventTypes, type FigmaEvent, type Webhooks } from "./webhooks.ts";

const pushSchema = z.strictObject({
  ...pushFields,
  event: z.enum(eventTypes),
  /** The file's key or name. */
  file: z.string().default("FigHome000000000000001"),
  from: z.enum(Object.keys(users)).default("ada"),
  text: z.string().default("Something from the sandbox"),
  /** How a manually registered hook is authenticated. It gets the event also when no webhook subscribes to it. */
  hand: z.enum(["passcode", "signature"]).optional(),
  forge: z.enum(forgeries).optional(),
  /** Fields that are added to the payload or replace its fields. */
  payload: z.record(z.string(), z.unknown()).default({}),
});
type PushRequest = z.output<typeof pushSchema>;

export interface PushContext {
  readonly state: State;
  readonly webhooks: Webhooks;
  readonly comments: Comments;
  readonly origin: string;
}

const handSecret = "sandbox-figma-webhook-secret";
const handId = 900_001;

/** @throws a refusal when there is no such file */
export async function pushEvent(pusher: PushContext, body: unknown): Promise<readonly Delivery[]> {
  const request = pushSchema.parse(body);
  const made = createEvent(pusher, request);
  const event = { ...made, fields: { ...made.fields, ...request.payload } };
  const byHand = request.hand !== undefined || pusher.webhooks.listSubscribed(event).length === 0;
  if (!byHand) return pusher.webhooks.push(event, request);
  const sent = await pushByHand(pusher, event, request);
  return request.hand === undefined ? markUnheard(sent) : sent;
}

function pushByHand(
  { state, origin }: PushContext,
  { type, fields }: FigmaEvent,
  request: PushRequest,
): Promise<Delivery[]> {
  const url = request.url ?? `${getReceiverOrigin(state, "figma", origin)}/api/integrations/figma/webhook`;
  const signs = request.hand === "signature";
  const proof = signs ? { passcode: "", signWith: handSecret } : { passcode: handSecret };
  return deliverAll(
    state,
    signedFigmaRequest({ type, fields, url, id: handId, ...proof, forge: request.forge }),
    request,
  );
}

function createEvent({ comments }: PushContext, { event: type, file: wanted, from, text }: PushRequest): FigmaEvent {
  if (type === "PING") return { type, fields: {} };
  const file = requireFile(wanted);
  if (type === "FILE_COMMENT")
    return commentEvent(file, comments.add({ file_key: file.key, account: from, message: text }));
  const place = { file_key: file.key, file_name: file.name };
  return { type, file, fields: { ...place, ...eventFields(type, from, text, file) } };
}

function eventFields(type: Exclude<FigmaEvent["type"], "PING">, from: string, text: string, file: PlacedFile) {
  const triggered_by = publicUser(from);
  if (type === "FILE_UPDATE") return {};
  if (type === "FILE_DELETE") return { triggered_by };
  const created_at = new Date().toISOString();
  if (type === "FILE_VERSION_UPDATE") {
    return { created_at, description: text, label: text, version_id: file.version, triggered_by };
  }
  if (type === "DEV_MODE_STATUS_UPDATE") {
    return { node_id: "1:10", status: "READY_FOR_DEV", change_message: text, related_links: [], triggered_by };
  }
  const nothing = { deleted_components: [], created_styles: [], modified_styles: [], deleted_styles: [] };
  const components = { created_components: [], modified_components: [{ key: "cmp-button", name: "Button" }] };
  return { ...components, ...nothing, description: text, library_item: "components", triggered_by };
}

function requireFile(wanted: string): PlacedFile {
  const all = projects.flatMap(({ files }) => files);
  const found = findFile(all.find(({ key, name }) => key === wanted || name === wanted)?.key ?? "");
  const some = all.slice(0, 5).map(({ name }) => name);
  if (!found) throw createRefusal(`There is no file ${wanted}; there are ${some.join(", ")} and more`);
  return found;
}
