// Tells what kind of row an item of any table is, by its key.
import { decodeKeyPart } from "./key-part.ts";
import { type Item, isAccountsRow, isSubscriptionRow, type key } from "./table.ts";

export type RowKind = keyof typeof key;

/** A row, with the decoded parts of its partition key after the first, which names the kind. */
export interface KindedRow {
  readonly kind: RowKind;
  readonly parts: readonly string[];
  readonly item: Item;
}

/** Kinds that are alone under the first part of their partition key. */
const kindsByPrefix: Readonly<Record<string, RowKind>> = {
  activity: "activity",
  answers: "answer",
  audit: "audit",
  claim: "claim",
  connectors: "connectors",
  counter: "counter",
  customers: "customer",
  deletion: "deletion",
  deletionkey: "deletionKey",
  ehrserver: "ehrServer",
  erasure: "erasure",
  export: "dataExport",
  grant: "grant",
  hook: "hook",
  launch: "launch",
  lost: "lost",
  once: "once",
  outbox: "outbox",
  route: "eventRoute",
  settings: "settings",
  share: "share",
  socket: "socket",
  socketid: "socketId",
  state: "state",
  tenantbot: "tenantBot",
  tenanthost: "tenantHosts",
};

/** @returns undefined for a row that this release does not know, and for data keys */
export function identifyRow(item: Item): KindedRow | undefined {
  const [prefix = "", ...parts] = (item.pk?.S ?? "").split("#").map(decodeKeyPart);
  const kind = kindsByPrefix[prefix] ?? findSharedKind(prefix, parts, item);
  return kind && { kind, parts, item };
}

/** Kinds that share the first part of their partition key. */
function findSharedKind(prefix: string, [first, second]: readonly string[], item: Item): RowKind | undefined {
  const sort = item.sk?.S ?? "";
  if (prefix === "owner") {
    if (isSubscriptionRow(item)) return "subscription";
    return isAccountsRow(item) ? "accounts" : "connection";
  }
  if (prefix === "cache") {
    if (first !== "-") return "cache";
    return second === "-" ? "changedResources" : "changedResource";
  }
  if (prefix === "usage") {
    if (sort.startsWith("file#")) return "fileReads";
    return sort === "standing" ? "standing" : "usage";
  }
  if (prefix === "delivery") return sort.startsWith("part#") ? "deliveryPart" : "delivery";
  if (prefix === "feed") return sort === "head" ? "head" : "frame";
  return undefined;
}
