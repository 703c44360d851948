// Questions over HTTP, to the demo's database with two tenants.
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "vitest";
import { buildTenantRows, tenantSizes } from "../../infra/local/demo-database/rows.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { type Answer, asUser, type Browser } from "../support/api.ts";
import { listAuditRows } from "../support/audit-rows.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import { spy } from "../support/spy.ts";
import questions from "./questions.json" with { type: "json" };

const demo = Object.fromEntries(tenantSizes.map((size) => [size.org, buildTenantRows(size)]));
const ask = (user: Browser, query: unknown = "How many users?"): Promise<Answer> =>
  user.post("/api/mcp/query", { query });
const read = ({ status, json }: Answer) => ({ status, ...Object(json) });
const lambda = "mcp-query";

beforeEach(() => spy.forget());

describe("an answer", () => {
  test("has the rows, the SQL, and says where it is from", async () => {
    const answer = read(await ask(await createUser(), "How many users do we have?"));
    expect(answer).toEqual({
      ...{ status: 200, query: "How many users do we have?", results: [{ count: demo.acme?.users.length }] },
      ...{ columns: [{ name: "count", type: "int8" }], sql: "SELECT count(*) AS count\nFROM users" },
      ...{ source: "fallback-sql", cached: false, executedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
  });

  test.each([0, 25])("to each of the common questions comes from the database, from number %i on", async (from) => {
    const user = await createUser();
    for (const question of Object.keys(questions.understood).slice(from, from + 25)) {
      const { status, source, results } = read(await ask(user, question));
      expect({ question, status, source }).toEqual({ question, status: 200, source: "fallback-sql" });
      expect(Array.isArray(results)).toBe(true);
    }
  });

  test("counts what is there", async () => {
    const user = await createUser();
    const { projects = [], project_members: members = [], activity = [], users = [] } = demo.acme ?? {};
    const countPer = (rows: readonly Readonly<Record<string, unknown>>[], column: string) =>
      Map.groupBy(rows, (row) => row[column]);
    const sizes = projects.map(
      ({ id }) =>
        new Set(
          countPer(members, "project_id")
            .get(id)
            ?.map((row) => row.user_id),
        ).size,
    );
    const count = async (question: string) => read(await ask(user, question)).results[0].count;
    expect(await count("how many projects have more than 5 members")).toBe(sizes.filter((size) => size > 5).length);
    expect(await count("how many projects have no members")).toBe(sizes.filter((size) => size === 0).length);
    expect(await count("how many projects with fewer than three people are there")).toBe(
      sizes.filter((size) => size < 3).length,
    );
    const days = (number: number) => users.filter(({ created_hours }) => Number(created_hours) < 24 * number).length;
    expect(await count("how many people have joined in the last 30 days")).toBe(days(30));
    const busiest = Math.max(...[...countPer(activity, "project_id").values()].map((rows) => rows.length));
    expect(read(await ask(user, "which project is the most active?")).results[0].activities).toBe(busiest);
    expect(read(await ask(user, "members per project")).results.length).toBe(projects.length);
  });

  test("is not given to a malformed question, nor to one that is beyond", async () => {
    const user = await createUser();
    for (const malformed of [null, "", 7, ["a"], "q".repeat(5001)])
      expect(read(await ask(user, malformed))).toMatchObject({ status: 400, code: "invalid_request", field: "query" });
    for (const question of questions.beyond.slice(0, 20)) {
      const answer = read(await ask(user, question));
      expect(answer).toMatchObject({ status: 422, code: "could_not_answer", requestId: expect.stringMatching(/./) });
      expect(JSON.stringify(answer)).not.toMatch(/postgres|syntax|relation|column/i);
    }
  });
});

describe("two tenants and two users with the same question", () => {
  const question = "List all users";
  let people: Record<"ada" | "ben" | "cleo" | "loner", TestUser | Browser>;
  beforeEach(async () => {
    people = {
      ada: await createUser("acme"),
      ben: await createUser("acme"),
      cleo: await createUser("globex"),
      loner: await asUser({ sub: `loner-${crypto.randomUUID()}` }),
    };
  });

  test("share no row, and none of them is given what was kept for another", async () => {
    const asked = { ada: await ask(people.ada, question), cleo: await ask(people.cleo, question) };
    const names = (answer: Answer) => read(answer).results.map(({ name }: { name: string }) => name);
    const listNames = (org: string) => new Set(demo[org]?.users.map(({ name }) => name));
    expect(names(asked.ada)).toHaveLength(demo.acme?.users.length ?? 0);
    expect(names(asked.cleo)).toHaveLength(demo.globex?.users.length ?? 0);
    expect(names(asked.ada).filter((name: string) => !listNames("acme").has(name))).toEqual([]);
    expect(names(asked.cleo).filter((name: string) => !listNames("globex").has(name))).toEqual([]);
    expect(read(await ask(people.ben, question)).cached).toBe(false);
    expect(read(await ask(people.loner, question))).toMatchObject({ cached: false, results: [] });
    expect(read(await ask(people.ada, question))).toMatchObject({
      cached: true,
      results: { length: demo.acme?.users.length },
    });
  });

  test("get the same words for what is refused", async () => {
    const refusals = await Promise.all(Object.values(people).map((user) => ask(user, "users called Cleo")));
    const told = refusals.map((answer) => ({ ...read(answer), requestId: "" }));
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test("leave sealed rows in the partition of their own tenant, under names that tell nothing", async () => {
    await ask(people.ada, question);
    const { Items = [] } = await dynamodb().send(
      new QueryCommand({
        TableName: tableName("transient"),
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: "answers#c%23acme" } },
      }),
    );
    expect(Items.length).toBeGreaterThan(0);
    const stored = Items.map(({ content, sk }) => `${Buffer.from(content?.B ?? []).toString("latin1")} ${sk?.S}`).join(
      "\n",
    );
    expect(stored).not.toMatch(/SELECT|results|@acme|List all/);
    expect(demo.acme?.users.filter(({ name }) => stored.includes(String(name)))).toEqual([]);
  });
});

describe("the calls of AWS", () => {
  test("are four for an answer and three for a kept one, and KMS is not among them", async () => {
    const user = await createUser();
    await ask(user, "recent projects");
    const uncached = await spy.during(() => ask(user, "how many projects?"), lambda);
    const cached = await spy.during(() => ask(user, "how many projects?"), lambda);
    const [counter, get, put, audit] = [
      "dynamodb UpdateItem counter#",
      "dynamodb GetItem answers#",
      "dynamodb PutItem answers#",
      "dynamodb PutItem audit#",
    ];
    expect(uncached.sort()).toEqual([get, put, audit, counter].sort());
    expect(cached.sort()).toEqual([get, audit, counter].sort());
  });
});

describe("the limit", () => {
  test("is thirty a minute for each user, kept answers and refusals too", { timeout: 90_000 }, async () => {
    const [user, other] = [await createUser(), await createUser()];
    // All within one minute of the clock.
    const second = new Date().getSeconds();
    if (second > 35) await new Promise((resolve) => setTimeout(resolve, (61 - second) * 1000));
    const answers: Answer[] = [];
    for (let number = 0; number < 31; number++)
      answers.push(await ask(user, number % 2 ? "How many users?" : "How many cats?"));
    expect(answers.slice(0, 30).map(({ status }) => status)).toEqual(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? 200 : 422)),
    );
    const last = answers[30];
    expect(last && read(last)).toMatchObject({ status: 429, code: "rate_limited" });
    expect(last?.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(last?.headers.get("ratelimit-limit")).toBe("30");
    expect((await ask(other)).status).toBe(200);
  });

  test("is closed while the counter cannot be reached", async () => {
    const user = await createUser();
    await spy.breakNext({ service: "dynamodb", keyPrefix: "counter#", lambda, action: "error500", times: 6 });
    expect(read(await ask(user))).toMatchObject({ status: 503, code: "provider_unavailable" });
    expect((await listAuditRows("c#acme")).filter((row) => row.user === user.sub)).toEqual([]);
  });
});

describe("the audit", () => {
  test("has each question's SQL and outcome", async () => {
    const user = await createUser();
    await ask(user, "newest users");
    await ask(user, "newest users");
    await ask(user, "newest users by shoe size");
    const rows = (await listAuditRows("c#acme")).filter((row) => row.user === user.sub);
    expect(rows).toMatchObject([
      {
        action: "query",
        actor: user.sub,
        source: "fallback-sql",
        rows: 10,
        cached: false,
        sql: expect.stringMatching(/^SELECT/),
      },
      { action: "query", cached: true, rows: 10 },
      { action: "query", reason: "not_understood" },
    ]);
    expect(JSON.stringify(rows)).not.toContain("shoe");
  });

  test("must be written, or nothing is answered", async () => {
    const user = await createUser();
    await spy.breakNext({ service: "dynamodb", keyPrefix: "audit#", lambda, action: "error500", times: 6 });
    expect(read(await ask(user))).toMatchObject({ status: 503, code: "provider_unavailable" });
  });
});

test("a table of kept answers that fails costs nobody an answer", async () => {
  const user = await createUser();
  await spy.breakNext({ service: "dynamodb", keyPrefix: "answers#", lambda, action: "error500", times: 12 });
  expect(read(await ask(user))).toMatchObject({ status: 200, cached: false });
});

describe("an administrator", () => {
  const clear = (user: Browser, query = "") => user.post(`/api/mcp/cache/clear${query}`);
  const admin = (org: string, role = "admin") => asUser({ sub: `boss-${crypto.randomUUID()}`, org, role });

  test("has the answers of their own tenant forgotten, and no other's", async () => {
    const [ours, theirs] = [await createUser("acme"), await createUser("globex")];
    for (const user of [ours, theirs]) await ask(user);
    expect(read(await clear(await admin("acme")))).toMatchObject({
      status: 200,
      success: true,
      message: expect.stringMatching(/\.$/),
    });
    expect([read(await ask(ours)).cached, read(await ask(theirs)).cached]).toEqual([false, true]);
  });

  test("cannot have another tenant's forgotten, and a user none", async () => {
    const theirs = await createUser("globex");
    await ask(theirs);
    expect((await clear(await admin("acme"), "?tenantId=globex")).status).toBe(403);
    expect((await clear(theirs)).status).toBe(403);
    expect(read(await ask(theirs)).cached).toBe(true);
  });

  test("of the stage may name a tenant", async () => {
    const theirs = await createUser("globex");
    await ask(theirs);
    expect((await clear(await admin("acme", "stage-admin"), "?tenantId=globex")).status).toBe(200);
    expect(read(await ask(theirs)).cached).toBe(false);
    expect((await listAuditRows("c#globex")).some(({ action }) => action === "answers_forgotten")).toBe(true);
  });
});
