// Least privilege, checked in the synthesized templates: AWS denies everything that they do not allow.
import { describe, expect, it } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { listRoles, type Role } from "./support/roles.ts";
import { exampleInput, exampleService, synthesize } from "./support/synthesized.ts";

const roles = listRoles(synthesize());
const statements = roles.flatMap(({ statements }) => statements);

/** The queues of providers, whose messages may be counted by it and nothing else. */
const eventQueues = /:sqs:.*:patchbay-prod-webhooks-\*$/;

/** The only resources that may end in a wildcard: log streams, the key restricted by a condition, sockets, queues that are counted. */
const suffixes = [
  eventQueues,
  /:log-group:\/aws\/lambda\/patchbay-prod-[a-z0-9-]+:\*$/,
  /:key\/\*$/,
  /:execute-api:.*\/live\/\*$/,
  /:table\/patchbay-prod-(feed|audit)\/stream\/\*$/,
];

/** Table descriptions, and the streams that trigger the Lambdas which number the feed and count the audit. */
const aboutWholeTables = new Set([
  "dynamodb:DescribeTable",
  "dynamodb:DescribeStream",
  "dynamodb:GetRecords",
  "dynamodb:GetShardIterator",
  "dynamodb:ListStreams",
]);

const mayRead = (resource: RegExp) => (role: Role) =>
  role.statements.some(
    ({ actions, resources }) =>
      actions.includes("secretsmanager:GetSecretValue") && resources.some((arn) => resource.test(arn)),
  );

describe("the roles", () => {
  it("are one for each Lambda", () => {
    expect(new Set(roles.map(({ name }) => name)).size).toBe(roles.length);
    expect(roles.length).toBeGreaterThan(40);
  });

  it("have no action with a wildcard", () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("have no resource with a wildcard except the listed suffixes", () => {
    const wild = statements.flatMap(({ resources }) => resources).filter((arn) => /[*]/.test(arn));
    expect(wild.filter((arn) => !suffixes.some((suffix) => suffix.test(arn)))).toEqual([]);
  });

  it("let the wildcard for queues count their messages only", () => {
    const wild = statements.filter(({ resources }) => resources.some((arn) => eventQueues.test(arn)));
    expect(wild.map(({ actions }) => actions)).toEqual([["sqs:GetQueueAttributes"]]);
  });

  it("name no resource of another stage", () => {
    const foreign = statements
      .flatMap(({ resources }) => resources)
      .filter((arn) => !/patchbay[-/]prod|secret:prod\/|:key\/\*$|:execute-api:.*\/live\/\*$/.test(arn));
    expect(foreign).toEqual([]);
  });

  it("may use the key only under a stage, a purpose and a provider", () => {
    const uses = statements.filter(({ actions }) => actions.some((action) => /^kms:(Decrypt|Generate)/.test(action)));
    const bound = uses.map(({ conditions }) => [
      conditions["ForAnyValue:StringEquals"]?.["kms:ResourceAliases"],
      conditions.StringEquals?.["kms:EncryptionContext:stage"],
      conditions.StringEquals?.["kms:EncryptionContext:purpose"]?.length,
      conditions.StringEquals?.["kms:EncryptionContext:provider"]?.length,
    ]);
    for (const [alias, stage, purposes, providers] of bound) {
      expect([alias, stage]).toEqual([["alias/patchbay-prod"], ["prod"]]);
      expect(Math.min(Number(purposes), Number(providers))).toBeGreaterThan(0);
    }
    expect(uses.length).toBeGreaterThan(20);
  });

  /** Their partitions are tenants and actions, which are not kinds of rows. */
  const otherIndexes = /-connections\/index\/tenant$|-audit\/index\/action$/;

  it("restrict rows by their kind", () => {
    const unbound = statements.filter(
      ({ actions, conditions, resources }) =>
        actions.some((action) => action.startsWith("dynamodb:") && !aboutWholeTables.has(action)) &&
        !resources.every((arn) => otherIndexes.test(arn)) &&
        actions.join() !== "dynamodb:Scan" &&
        !conditions["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]?.every((key) => /^[a-z]+#/.test(key)),
    );
    expect(unbound).toEqual([]);
  });

  it("scan no table, but that of the worker that deletes people's data and opens no token, and two an index", () => {
    const find = (isWanted: (role: Role) => boolean) =>
      roles.filter(
        (role) => isWanted(role) && role.statements.some(({ actions }) => actions.includes("dynamodb:Scan")),
      );
    const isWorker = ({ name }: Role) => name === "patchbay-prod-jobs-delete-data";
    const [worker, ...more] = find(isWorker);
    const purposes = worker?.statements.flatMap(
      ({ conditions }) => conditions.StringEquals?.["kms:EncryptionContext:purpose"] ?? [],
    );
    expect([purposes, more]).toEqual([["deletion"], []]);
    const others = find((role) => !isWorker(role));
    expect(others.map(({ name }) => name).toSorted()).toEqual([
      "patchbay-prod-admin-list-connections",
      "patchbay-prod-jobs-count-connections",
    ]);
    const scanned = others.flatMap(({ statements: all }) =>
      all.filter(({ actions }) => actions.includes("dynamodb:Scan")),
    );
    const resources = new Set(scanned.flatMap((statement) => statement.resources));
    expect([...resources]).toEqual([expect.stringMatching(/:table\/patchbay-prod-connections\/index\/tenant$/)]);
  });

  it("let the job that counts connections read nothing that is sealed, and nobody's name", () => {
    const job = roles.find(({ name }) => name === "patchbay-prod-jobs-count-connections");
    const reads = job?.statements.filter(({ actions }) => actions.includes("dynamodb:BatchGetItem")) ?? [];
    expect(reads.map(({ conditions }) => conditions["ForAllValues:StringEquals"]?.["dynamodb:Attributes"])).toEqual([
      ["pk", "sk", "tenant", "provider", "status", "connectedAt", "lastUsed"],
    ]);
    expect(job?.statements.flatMap(({ actions }) => actions)).not.toContain("dynamodb:GetItem");
  });
});

describe("a start", () => {
  const starts = roles.filter(({ name }) => /-(integrations|oauth-v1)-start-/.test(name));

  it.each(starts.map((role) => [role.name, role] as const))("%s reads the client ids and no secret", (_, role) => {
    const actions = role.statements.flatMap((statement) => statement.actions);
    expect([...new Set(actions)].filter((action) => !action.startsWith("logs:")).sort()).toEqual([
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "ssm:GetParameter",
    ]);
  });
});

describe("a client secret", () => {
  const service = {
    ...exampleService,
    providers: [...providerIds],
    may: ["token" as const, "crm" as const, "ehr" as const],
  };
  const withServices = listRoles(synthesize(defineStage({ ...exampleInput, services: [service] })));
  const jobs = "jobs-(refresh-tokens|revoke-grants|keep-channels|refill-caches)";
  const acrossProviders = `${jobs}|ehr-(search|list)-patients|oauth-client-credentials`;
  const forServices = `${acrossProviders}|oauth-token|crm-(find-customer|log-call)`;

  it.each(
    providerIds.flatMap((id) => [
      { id, stage: "a stage without services", all: roles, shared: acrossProviders },
      { id, stage: "a stage with services", all: withServices, shared: forServices },
    ]),
  )(
    "of $id is read in $stage by that provider's Lambdas and those that work across providers only",
    ({ id, all, shared }) => {
      const found = all
        .filter(mayRead(new RegExp(`:secret:(patchbay/)?prod/${id}/client-\\?{6}$`)))
        .map(({ name }) => name);
      const own = new RegExp(
        `^patchbay-prod-((integrations|oauth-v1|oauth)-[a-z-]+-${id}|${id}-.*|jobs-post-notification-${id}|${shared})$`,
      );
      expect(found.filter((name) => !own.test(name))).toEqual([]);
      expect(found.length).toBeGreaterThanOrEqual(6);
    },
  );
});

describe("every secret", () => {
  const resources = statements
    .filter(({ actions }) => actions.some((action) => action.startsWith("secretsmanager:")))
    .map(({ resources }) => resources.map((arn) => arn.replace(/^.*:secret:/, "")));

  const isLater = (name: string) =>
    /\/customers-/.test(name) || manifests.some(({ id, stack }) => stack !== undefined && name.includes(`/${id}/`));

  it("may be read under the name that it had in 0.1.0 too, for a stage whose secrets are not copied yet", () => {
    for (const all of resources) {
      const names = all.filter((name) => !isLater(name));
      const former = names.filter((name) => name.startsWith("patchbay/")).map((name) => name.replace("patchbay/", ""));
      expect(names).toEqual(expect.arrayContaining(former));
      expect(names).toHaveLength(2 * former.length);
    }
    expect(resources.length).toBeGreaterThan(20);
  });

  it("of a client is only asked for by receivers, and not read", () => {
    const receivers = roles.filter(({ name }) => /-webhooks?-/.test(name) && !name.includes("process-webhook"));
    const clients = receivers.flatMap(({ statements }) =>
      statements.filter(({ resources }) => resources.some((arn) => arn.includes("/client-?"))),
    );
    expect(new Set(clients.flatMap(({ actions }) => actions))).toEqual(new Set(["secretsmanager:DescribeSecret"]));
    expect(clients.length).toBeGreaterThan(4);
  });
});

describe("the data keys of a provider", () => {
  it.each(providerIds)(
    "%s are used by that provider's Lambdas, the jobs and where customers are looked up only",
    (id) => {
      const users = roles.filter(({ statements }) =>
        statements.some(({ conditions }) => conditions.StringEquals?.["kms:EncryptionContext:provider"]?.includes(id)),
      );
      const manifest = manifests.find((one) => one.id === id);
      const lookups = manifest?.hasCustomers ? "|-crm-" : manifest?.isEhr ? "|-ehr-|-oauth-authorize$" : "";
      // An administrator of the stage reads the exports of all providers.
      const systems = manifest?.hasClientCredentials ? "|-oauth-client-credentials$" : "";
      const others = new RegExp(`-jobs-${lookups}${systems}|-admin-read-data-export$`);
      const strangers = users.filter(({ name, provider }) => provider !== id && !others.test(name));
      expect(strangers.map(({ name }) => name)).toEqual([]);
    },
  );
});
