// The adapter's own decisions, over connections that fail as it is told.
import { expect, test } from "vitest";
import { createPgDatabase } from "../../../lib/mcp/database/pg.ts";
import type { PgConnection } from "../../../lib/mcp/database/pg-connection.ts";
import { DatabaseError } from "../../../lib/mcp/database/port.ts";

const request = { sql: "select 1", context: { tenant: "acme", user: "ada" }, maxBytes: 1000, timeoutMs: 200 };
const answer = { fields: [{ name: "id", dataTypeID: 23 }], rows: [["1"]] };

interface Script {
  /** What happens when a text is sent; nothing, unless given. */
  readonly onRun?: (text: string) => Promise<void>;
  readonly onRead?: () => Promise<typeof answer>;
}

function createConnections(...scripts: Script[]) {
  const log: string[] = [];
  let opened = 0;
  const open = async (): Promise<PgConnection> => {
    const { onRun, onRead = async () => answer } = scripts[opened] ?? {};
    const name = ++opened;
    let isOpen = true;
    return {
      isUsable: () => isOpen,
      drop: () => {
        isOpen = false;
        log.push(`${name} dropped`);
      },
      run: async (text, values = []) => {
        const [verb] = text.split(" pg_catalog");
        log.push(`${name} ${verb}${values.length > 0 ? ` ${values.join(" ")}` : ""}`);
        await onRun?.(text);
      },
      read: async (text) => {
        log.push(`${name} ${text}`);
        return onRead();
      },
    };
  };
  const database = createPgDatabase({ open, sign: async ({ tenant, user }) => `${tenant}/${user}` });
  return { database, log };
}

const findReason = (work: Promise<unknown>) => work.then(String, (error: DatabaseError) => error.reason);
const never = new Promise<never>(() => undefined);

test("each query is a read-only transaction with its context, and everything after it is discarded", async () => {
  const { database, log } = createConnections();
  await database.query(request);
  await database.query({ ...request, context: { tenant: undefined, user: "gil" } });
  const one = (context: string) => [
    "1 begin read only",
    `1 select ${context} 200`,
    "1 select 1",
    "1 rollback",
    "1 discard all",
  ];
  expect(log).toEqual([...one("acme/ada"), ...one("undefined/gil")]);
});

test("queries at the same time take turns on the connection", async () => {
  const { database, log } = createConnections();
  await Promise.all([database.query(request), database.query(request), database.probe()]);
  expect(log.filter((line) => /begin|discard/.test(line))).toEqual(
    [1, 2, 3].flatMap(() => ["1 begin read only", "1 discard all"]),
  );
});

test("a connection that has died while its container was frozen is opened anew, once, and the query is answered", async () => {
  let begins = 0;
  const onRun = async (text: string) => {
    if (text === "begin read only" && ++begins === 2) throw new DatabaseError("unreachable");
  };
  const { database, log } = createConnections({ onRun }, {});
  await database.query(request);
  expect((await database.query(request)).rows).toEqual([[1]]);
  expect(log.slice(5, 8)).toEqual(["1 begin read only", "1 dropped", "2 begin read only"]);
});

test("a connection that says nothing when a transaction begins is not waited for as long as a query", async () => {
  let begins = 0;
  const onRun = async (text: string) => (text === "begin read only" && ++begins === 2 ? never : undefined);
  const { database } = createConnections({ onRun }, {});
  await database.query(request);
  expect((await database.query(request)).rows).toEqual([[1]]);
});

test("a query that the server does not stop in time is given up with its connection, and the next one has another", async () => {
  const { database, log } = createConnections({ onRead: () => never }, {});
  expect(await findReason(database.query(request))).toBe("timeout");
  expect((await database.query(request)).rows).toEqual([[1]]);
  expect(log).not.toContain("1 rollback");
});

test.each(["rollback", "discard all"])("a connection that cannot do %s is not used again", async (text) => {
  const onRun = async (sent: string) => {
    if (sent === text) throw new DatabaseError("failed");
  };
  const { database, log } = createConnections({ onRun }, {});
  expect((await database.query(request)).rows).toEqual([[1]]);
  await database.query(request);
  expect(log).toContain("1 dropped");
  expect(log).toContain("2 discard all");
});

test("the statement is not sent when its context could not be set", async () => {
  const onRun = async (text: string) => {
    if (text.startsWith("select")) throw new DatabaseError("failed");
  };
  const { database, log } = createConnections({ onRun });
  expect(await findReason(database.query(request))).toBe("failed");
  expect(log).not.toContain("1 select 1");
  expect(log.slice(-2)).toEqual(["1 rollback", "1 discard all"]);
});
