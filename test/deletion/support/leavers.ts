// People and a company who leave, with all that they have, beside one who stays.
import type { ProviderId } from "../../../lib/provider-ids.ts";
import type { Owner } from "../../../lib/store/owner.ts";
import type { RowKind } from "../../../lib/store/row-kind.ts";
import { connectAccount } from "../../integrations/support/connections.ts";
import { listRows } from "../../integrations/support/tables.ts";
import { createUser, type TestUser } from "../../integrations/support/test-user.ts";
import { appendActivity } from "../../realtime/support/feed.ts";
import { openPage, type SocketPage } from "../../realtime/support/socket.ts";
import { setWebhookEnabled, waitForSubscriptions } from "../../subscriptions/support/world.ts";
import { asUser, type Browser } from "../../support/api.ts";
import { startFlow } from "../../support/flow.ts";
import { plantRows } from "./deletions.ts";

/** Rows that take long to come about otherwise. */
const ofUser: readonly RowKind[] = [
  ...([
    "tenantBot",
    "settings",
    "share",
    "eventRoute",
    "state",
    "counter",
    "once",
    "cache",
    "answer",
    "erasure",
  ] as const),
  ...(["lost", "outbox"] as const),
];
const ofTenant: readonly RowKind[] = [...ofUser, "tenantHosts", "ehrServer", "customer", "changedResource"];
const logged: readonly RowKind[] = ["delivery", "deliveryPart"];

interface Leaver {
  readonly user: TestUser;
  readonly owner: Owner;
  /** Stands in rows of theirs that have no name. */
  readonly canary: string;
  /** Of a delivery that they received: its line of the log stays. */
  readonly receipt: string;
}

const createName = (kind: string) => `${kind}-${crypto.randomUUID()}`;

async function createLeaver(org: string, accounts: readonly (readonly [ProviderId, string?])[]): Promise<Leaver> {
  const user = await createUser(org);
  const leaver = {
    user,
    owner: { tenant: `c#${org}`, user: user.sub },
    canary: createName("canary"),
    receipt: createName("log"),
  };
  for (const [provider, account] of accounts) await connectAccount(user, provider, account ? { account } : {});
  await appendActivity(leaver.owner, leaver.canary);
  await plantRows(leaver.owner, leaver.receipt, logged);
  return leaver;
}

export interface World {
  readonly org: string;
  /** Leaves, and has everything. */
  readonly ada: Leaver;
  /** Stays, in the same company. */
  readonly ben: Leaver;
  /** Leaves, and has no company. */
  readonly alone: { readonly sub: string; readonly browser: Browser };
  /** A company that leaves with its two users. */
  readonly company: { readonly org: string; readonly users: readonly Leaver[]; readonly canary: string };
  /** Ada's open page. */
  readonly page: SocketPage;
  /** Where Ada's connections were stored. */
  readonly adasKeys: readonly { readonly pk: string; readonly sk: string }[];
}

export async function createWorld(): Promise<World> {
  const org = createName("org");
  const ada = await createLeaver(org, [["gmail"]]);
  await setWebhookEnabled(ada.user, "gmail", true);
  await waitForSubscriptions(ada.user, "active");
  for (const provider of ["slack", "figma", "clio"] as const) await connectAccount(ada.user, provider);
  await plantRows(ada.owner, ada.canary, ofUser);
  await plantRows(ada.owner, "served-by-a-user", ["connectors"]);
  await startFlow(ada.user, "hubspot");
  const ben = await createLeaver(org, [
    ["slack", "globex"],
    ["gmail", "ben@example.com"],
  ]);
  await plantRows(ben.owner, ben.canary, ofUser);
  const page = await openPage({ sub: ada.user.sub, org });
  const stored = await listRows("connections", "owner#");
  return {
    ...{ org, ada, ben, page },
    alone: await createUserAlone(),
    company: await createCompany(),
    adasKeys: stored.filter(({ user, sk }) => user === ada.user.sub && sk.startsWith("conn#")),
  };
}

async function createUserAlone() {
  const sub = createName("alone");
  const browser = await asUser({ sub });
  await connectAccount(browser, "github");
  return { sub, browser };
}

async function createCompany() {
  const org = createName("company");
  const users = [await createLeaver(org, [["figma", "ben"]]), await createLeaver(org, [["hubspot"]])];
  const canary = createName("canary");
  await plantRows({ tenant: `c#${org}`, user: users[0]?.user.sub ?? "" }, canary, ofTenant);
  await plantRows({ tenant: `t#${org}`, user: org }, canary, ["settings"]);
  await plantRows({ tenant: `c#${org}`, user: org }, canary, ["connectors"]);
  await plantRows({ tenant: `c#${org}`, user: org }, createName("event"), ["claim"]);
  return { org, users, canary };
}
