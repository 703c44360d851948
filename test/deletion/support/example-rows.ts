// A row of every kind of the tables, of an owner.
import { hashRecipient } from "../../../lib/store/delivery-recipients.ts";
import { toItem } from "../../../lib/store/item.ts";
import type { Owner } from "../../../lib/store/owner.ts";
import type { RowKind } from "../../../lib/store/row-kind.ts";
import { type Item, key } from "../../../lib/store/table.ts";

interface ExampleRow {
  readonly table: "connections" | "transient" | "feed" | "deliveries" | "audit";
  readonly item: Item;
}

type Company = (owner: Owner) => Owner;
const toCompany: Company = ({ tenant }) => ({ tenant: tenant.replace(/^c/, "t"), user: tenant.slice(2) });

/** What a row of each kind looks like, as far as a deletion reads it. */
export function createExampleRows(owner: Owner, name: string): Record<RowKind, ExampleRow> {
  const { tenant, user } = owner;
  const connection = { tenant, user, provider: "slack", id: name };
  const row = (table: ExampleRow["table"], at: Item, fields: object = {}): ExampleRow => ({
    table,
    item: { ...at, ...toItem(fields) },
  });
  const told = { tenants: [tenant], recipients: [hashRecipient(owner)], parts: 1, receipt: name };
  return {
    connection: row("connections", key.connection(owner, "slack", name), { broken: true }),
    accounts: row("connections", key.accounts(owner, "slack"), { stamp: name }),
    subscription: row("connections", key.subscription(owner, "slack", name, "mailbox"), connection),
    tenantBot: row("connections", key.tenantBot(tenant, name), { user, connection: name, markedAt: 1 }),
    ehrServer: row("connections", key.ehrServer(`https://${name}.example/fhir`, tenant), { tenant }),
    connectors: row("connections", key.connectors(toCompany(owner)), {
      version: name,
      connectors: [
        { id: name, provider: "hubspot", baseUrl: "https://api.example", isBound: false, createdAt: 1, user: owner },
      ],
    }),
    tenantHosts: row("connections", key.tenantHosts(tenant, name), { hosts: ["a.example"] }),
    settings: row("connections", key.settings(owner, "slack"), { preferences: {} }),
    eventRoute: row("connections", key.eventRoute("slack", `T-${name}`, owner, name), connection),
    share: row("connections", key.share("google", name, { ...connection }), connection),
    deletion: row("connections", key.deletion(`deletion-${name}`), {}),
    deletionKey: row("connections", key.deletionKey(), {}),
    state: row("transient", key.state(name), { tenant, user }),
    grant: row("transient", key.grant(name), { status: "revoking", connection }),
    launch: row("transient", key.launch(name), {}),
    erasure: row("transient", key.erasure(name), connection),
    hook: row("transient", key.hook(name), { connection: name }),
    dataExport: row("transient", key.dataExport("shopify", name), { account: name }),
    counter: row("transient", key.counter(owner, "write", 60), { used: 1 }),
    once: row("transient", key.once(owner, name), {}),
    cache: row("transient", key.cache(owner, name, "users:all"), {}),
    changedResource: row("transient", key.changedResource("figma", tenant, name), {}),
    changedResources: row("transient", key.changedResources("figma", `2020-01-01-${name}`), {}),
    answer: row("transient", key.answer(owner, name), {}),
    customer: row("transient", key.customer(toCompany(owner), name), {}),
    socket: row("transient", key.socket(owner, name), { id: name, tenant, user, connectedAt: 1, expiresAt: 1 }),
    socketId: row("transient", key.socketId(name), { id: name, tenant, user, connectedAt: 1, expiresAt: 1 }),
    outbox: row("feed", key.outbox(owner, name), { seq: 0, data: { title: name } }),
    head: row("feed", key.head(owner), { seq: 1 }),
    frame: row("feed", key.frame(owner, 1), { data: { title: name } }),
    activity: row("feed", key.activity(owner, 1), { title: name }),
    lost: row("feed", key.lost(owner, name)),
    delivery: row("deliveries", key.delivery(name), told),
    deliveryPart: row("deliveries", key.deliveryPart(name, 1), { payload: Buffer.from(name) }),
    claim: row("deliveries", key.claim("slack", name), { outcome: { status: "processed", tenants: [tenant] } }),
    usage: row("deliveries", key.usage({ tenant }, { day: "2026-12-01", provider: name, source: "calls" }), {}),
    standing: row("deliveries", key.standing({ tenant }), {}),
    fileReads: row("deliveries", key.fileReads(tenant, "2026-12-01", name), { name, reads: 1 }),
    audit: row("audit", key.audit(tenant, new Date(), name), {
      tenant,
      user,
      actor: user,
      at: new Date().toISOString(),
    }),
  };
}
