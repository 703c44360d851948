import { tenantOwner } from "../../../lib/store/owner.ts";
import { key } from "../../../lib/store/table.ts";

const owner = { tenant: "c#acme", user: "ada" };

/** Every key, with parts that show where each goes and how it is escaped. */
export const keys: Record<keyof typeof key, { pk: { S: string }; sk: { S: string } }> = {
  connection: key.connection(owner, "slack", "id"),
  accounts: key.accounts(owner, "slack"),
  tenantHosts: key.tenantHosts(owner.tenant, "salesforce"),
  tenantBot: key.tenantBot(owner.tenant, "slack"),
  connectors: key.connectors(tenantOwner("acme")),
  customer: key.customer(tenantOwner("acme"), "hash"),
  answer: key.answer(owner, "hash"),
  settings: key.settings(owner, "slack"),
  ehrServer: key.ehrServer("https://ehr.example.com/r4", owner.tenant),
  launch: key.launch("hash"),
  eventRoute: key.eventRoute("slack", "T1", owner, "id"),
  share: key.share("slack", "T1", { ...owner, provider: "slack", id: "id" }),
  state: key.state("hash"),
  grant: key.grant("id"),
  erasure: key.erasure("id"),
  hook: key.hook("id"),
  dataExport: key.dataExport("shopify", "1-2"),
  counter: key.counter(owner, "write", 60),
  once: key.once(owner, "POST /a#b"),
  cache: key.cache(owner, "id", "channels"),
  changedResources: key.changedResources("figma", "2026-11-29"),
  changedResource: key.changedResource("figma", owner.tenant, "file:K#1"),
  delivery: key.delivery("receipt"),
  deliveryPart: key.deliveryPart("receipt", 1),
  claim: key.claim("slack", "id#1"),
  subscription: key.subscription(owner, "gmail", "id", "mail#box"),
  outbox: key.outbox(owner, "activity#1"),
  head: key.head(owner),
  frame: key.frame(owner, 12),
  activity: key.activity(owner, 12),
  lost: key.lost(owner, "id"),
  socket: key.socket(owner, "id"),
  socketId: key.socketId("id"),
  audit: key.audit(owner.tenant, new Date("2026-11-29T13:00:00Z"), "id"),
  deletion: key.deletion("hash"),
  deletionKey: key.deletionKey(),
};
