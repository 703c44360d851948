// A stage with a database, for tests of what is deployed for it.
import { defineStage, type Stage, type StageInput } from "../../../../infra/config.ts";
import { exampleInput } from "../../support/synthesized.ts";

type DatabaseInput = NonNullable<NonNullable<StageInput["mcp"]>["database"]>;
type Connection<Adapter> = Extract<DatabaseInput["connection"], { adapter: Adapter }>;

export const dataApi = {
  adapter: "data-api",
  clusterArn: "arn:aws:rds:eu-central-1:111122223333:cluster:app",
  database: "app",
} satisfies Connection<"data-api">;

export const throughProxy = {
  adapter: "pg",
  host: "app.proxy-abc.eu-central-1.rds.amazonaws.com",
  database: "app",
  resourceId: "prx-0abc",
  vpc: {
    id: "vpc-0a1b2c3d4e5f60718",
    subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"],
    routeTableIds: ["rtb-0a1b2c3d4e5f60718", "rtb-1a1b2c3d4e5f60718"],
    securityGroupId: "sg-0a1b2c3d4e5f60718",
  },
} satisfies Connection<"pg">;

/** @param change to its database, whose connection is the Data API's otherwise */
export const defineDatabaseStage = (change: Partial<DatabaseInput> = {}, stage: Partial<StageInput> = {}): Stage =>
  defineStage({
    ...exampleInput,
    ...stage,
    mcp: {
      database: {
        connection: dataApi,
        tables: {
          users: {
            source: "crm.people",
            about: "People with an account",
            columns: { id: "integer", name: { type: "text", about: "As they write it" }, joined: "date" },
            visibleTo: { tenant: "org" },
          },
          plans: { columns: { name: "text" }, visibleTo: "everyone" },
        },
        questions: { users: { table: "users", id: "id", name: "name", joinedAt: "joined" } },
        ...change,
      },
    },
  });
