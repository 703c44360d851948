// The local emulator knows no copies of secrets in other regions, so that AWS's part is played here.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listen, type RunningServer } from "../../../infra/local/http-server.ts";
import { originSecretName } from "../../../infra/names.ts";
import { deleteSecrets } from "../../../infra/removal/delete-data.ts";
import { listTags } from "../../../infra/secrets/tags.ts";

const name = originSecretName("prod");
const asked: string[] = [];
let copies = [{ Region: "us-east-1" }];
let aws: RunningServer;

/** AWS refuses to delete a secret that has copies. */
function answer(operation: string): { status: number; body: object } {
  if (operation === "DescribeSecret") return { status: 200, body: { Name: name, ReplicationStatus: copies } };
  if (operation === "RemoveRegionsFromReplication") copies = [];
  const isRefused = operation === "DeleteSecret" && copies.length > 0;
  return { status: isRefused ? 400 : 200, body: isRefused ? { __type: "InvalidRequestException" } : {} };
}

beforeAll(async () => {
  aws = await listen((incoming, outgoing) => {
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
    asked.push(operation);
    const { status, body } = answer(operation);
    outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  }, 0);
  vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "fake");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "fake");
});
afterAll(() => aws.close());

test("the copy that the edge reads goes before its secret", async () => {
  const listed = { SecretList: [{ Name: name, Tags: listTags("prod") }] };
  const callAws = async ({ body = "" }) => ({
    status: 200,
    text: JSON.stringify(body.includes('"patchbay/prod/"') ? listed : { SecretList: [] }),
  });
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  await deleteSecrets({ stage: "prod", region: "eu-central-1", restoredTables: {}, callAws, print });
  expect(asked.slice(0, 3)).toEqual(["DescribeSecret", "RemoveRegionsFromReplication", "DeleteSecret"]);
  expect(printed).toContain(`${name}: will be deleted in 30 days`);
});
