// POST /_sandbox/push of Figma: something happens to a file and its webhooks are told.
import { z } from "zod";
import { refusal } from "../../refusal.ts";
import type { Delivery } from "../push/deliveries.ts";
import { pushFields, receiverOf } from "../push/request.ts";
import { deliver } from "../push/sender.ts";
import type { State } from "../state.ts";
import { type Comments, commented, person } from "./comments.ts";
import { figmaParcel, forgeries } from "./delivery.ts";
import { findFile, type PlacedFile } from "./document.ts";
import { projects, users } from "./seed.ts";
import { eventTypes, type FigmaEvent, type Webhooks } from "./webhooks.ts";

const pushed = z.strictObject({
  ...pushFields,
  event: z.enum(eventTypes),
  /** Key or name. */
  file: z.string().default("FigHome000000000000001"),
  from: z.enum(Object.keys(users)).default("ada"),
  text: z.string().default("Something from the sandbox"),
  /** How a hook registered by hand shows that it is genuine; it is told when no webhook wants the event. */
  hand: z.enum(["passcode", "signature"]).optional(),
  forge: z.enum(forgeries).optional(),
  /** Added to the payload, or put in place of its fields. */
  payload: z.record(z.string(), z.unknown()).default({}),
});
type Pushed = z.output<typeof pushed>;

export interface Pusher {
  readonly state: State;
  readonly webhooks: Webhooks;
  readonly comments: Comments;
  readonly origin: string;
}

const handSecret = "sandbox-figma-webhook-secret";
const handId = 900_001;

/** @throws a refusal when there is no such file */
export async function push(pusher: Pusher, body: unknown): Promise<readonly Delivery[]> {
  const wish = pushed.parse(body);
  const made = happened(pusher, wish);
  const event = { ...made, fields: { ...made.fields, ...wish.payload } };
  const byHand = wish.hand !== undefined || pusher.webhooks.wanting(event).length === 0;
  return byHand ? pushByHand(pusher, event, wish) : pusher.webhooks.push(event, wish);
}

function pushByHand({ state, origin }: Pusher, { type, fields }: FigmaEvent, wish: Pushed): Promise<Delivery[]> {
  const url = wish.url ?? `${receiverOf(state, "figma", origin)}/api/integrations/figma/webhook`;
  const signs = wish.hand === "signature";
  const shown = signs ? { passcode: "", signWith: handSecret } : { passcode: handSecret };
  return deliver(state, figmaParcel({ type, fields, url, id: handId, ...shown, forge: wish.forge }), wish);
}

function happened({ comments }: Pusher, { event: type, file: wanted, from, text }: Pushed): FigmaEvent {
  if (type === "PING") return { type, fields: {} };
  const file = fileOf(wanted);
  if (type === "FILE_COMMENT") return commented(file, comments.add(file.key, from, text));
  const place = { file_key: file.key, file_name: file.name };
  return { type, file, fields: { ...place, ...more(type, from, text, file) } };
}

function more(type: Exclude<FigmaEvent["type"], "PING">, from: string, text: string, file: PlacedFile) {
  const triggered_by = person(from);
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

function fileOf(wanted: string): PlacedFile {
  const all = projects.flatMap(({ files }) => files);
  const found = findFile(all.find(({ key, name }) => key === wanted || name === wanted)?.key ?? "");
  const some = all.slice(0, 5).map(({ name }) => name);
  if (!found) throw refusal(`There is no file ${wanted}; there are ${some.join(", ")} and more`);
  return found;
}
