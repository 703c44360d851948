import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { connectionSchema } from "../../lib/connections/connection-view.ts";
import { toListedView } from "../../lib/connections/listed-view.ts";
import type { Connection } from "../../lib/store/connection.ts";
import { aConnection } from "../support/a-connection.ts";

const workspace = (name: string, change: Partial<Connection> = {}) =>
  aConnection({ provider: "slack", id: `id-${name}`, accountId: `T-${name}`, accountName: name, ...change });
const slack = { accountKind: "workspace" } as const;
const view = (connection: Connection, all: readonly Connection[], provider?: typeof slack) =>
  toListedView(provider, { connection, subscriptions: [] }, all);

test("shows a workspace's name as the team's, and every workspace that is connected", () => {
  const [acme, globex] = [workspace("Acme"), workspace("Globex")];
  const lost = workspace("Lost", { status: "reconnect_needed" });
  const shown = view(acme, [globex, acme, lost, aConnection({ accountName: "Figma" })], slack);
  expect(shown).toMatchObject({
    teamName: "Acme",
    metadata: {
      workspaces: [
        { id: "T-Globex", name: "Globex", account: "id-Globex" },
        { id: "T-Acme", name: "Acme", account: "id-Acme" },
      ],
    },
  });
  expect(connectionSchema().parse(shown)).toEqual(shown);
});

test("lists no workspace that has to be connected again", () => {
  const lost = workspace("Lost", { status: "revoked" });
  expect(view(lost, [lost], slack)).toMatchObject({ status: "disconnected", metadata: { workspaces: [] } });
});

test.each([
  ["whose accounts are a person's", {}],
  ["that this release does not know", undefined],
])("adds nothing for a provider %s", (_, provider) => {
  const connection = aConnection();
  const shown = toListedView(provider, { connection, subscriptions: [] }, [connection]);
  expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(["teamName"]));
  expect(shown).not.toHaveProperty("metadata");
});
