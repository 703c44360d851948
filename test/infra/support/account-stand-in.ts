// AWS as `npm run status` sees it: the answers in each service's own protocol, with a page more of everything that has pages.
import type { ServerResponse } from "node:http";
import { startTestServer, type TestServer } from "../../support/test-server.ts";

export interface AccountContent {
  readonly account: string;
  readonly stacks: readonly { readonly name: string; readonly status: string; readonly updatedAt?: string }[];
  /** Secrets by name, with the stage of their tag. */
  readonly secrets: Readonly<Record<string, string | undefined>>;
  /** The text of the parameter with client ids. */
  readonly clientIds: string | undefined;
  /** The version that the CDK has prepared the account with; undefined where it has not. */
  readonly bootstrapVersion?: string | undefined;
  readonly aliases: readonly string[];
  /** Names by state. */
  readonly alarms: Readonly<Record<string, string>>;
  /** Messages by the queue's name; queues that are not in it do not exist. */
  readonly queues: Readonly<Record<string, number>>;
  /** Operations that are refused with 403. */
  readonly refused?: readonly string[];
}

export interface AccountStandIn extends Pick<TestServer, "url" | "requests" | "close"> {
  content: AccountContent;
}

export const emptyAccount: AccountContent = {
  ...{
    account: "111122223333",
    stacks: [],
    secrets: {},
    clientIds: undefined,
    bootstrapVersion: "21",
    aliases: [],
    alarms: {},
    queues: {},
  },
};

/** Starts an account that answers as its services do. Each list is cut into pages of two. */
export async function startAccountStandIn(): Promise<AccountStandIn> {
  const server = await startTestServer((response, { path, headers, body }) => {
    if (path in restAnswers) return void response.end(JSON.stringify(restAnswers[path]));
    const target = String(headers["x-amz-target"] ?? "");
    const form = new URLSearchParams(target ? "" : body);
    const operation = target.split(".")[1] ?? String(form.get("Action"));
    if (standIn.content.refused?.includes(operation)) return void response.writeHead(403).end("{}");
    const isJson = /^application\/x-amz-json-1\.[01]$/.test(headers["content-type"] ?? "");
    if (target && isJson) return answerJson(response, standIn.content, target, JSON.parse(body));
    return answerXml(response, standIn.content, form);
  });
  const standIn = { url: server.url, requests: server.requests, close: server.close, content: emptyAccount };
  return standIn;
}

/** What deploy and diff read besides: the account's concurrency, and the HTTP APIs, of which there is none. */
const restAnswers: Readonly<Record<string, object>> = {
  "/2016-08-19/account-settings": { AccountLimit: { ConcurrentExecutions: 1000 } },
  "/v2/apis?maxResults=100": { items: [] },
};

/** The page that begins at a token, and the token of the next one. */
function cut<T>(all: readonly T[], token: unknown): { page: readonly T[]; next: string | undefined } {
  const begin = Number(token ?? 0);
  return { page: all.slice(begin, begin + 2), next: begin + 2 < all.length ? String(begin + 2) : undefined };
}

function answerXml(response: ServerResponse, { account, stacks, alarms }: AccountContent, form: URLSearchParams): void {
  const action = form.get("Action");
  const wrap = (members: readonly string[], list: string, next: string | undefined) =>
    `<${action}Response xmlns="https://example.com/"><${action}Result><${list}>${members.map((each) => `<member>${each}</member>`).join("")}</${list}>${next ? `<NextToken>${next}</NextToken>` : ""}</${action}Result></${action}Response>`;
  if (action === "GetCallerIdentity") return void response.end(`<Account>${account}</Account>`);
  if (action === "DescribeStacks" && form.get("Version") === "2010-05-15") {
    const named = form.get("StackName");
    if (named !== null && !stacks.some(({ name }) => name === named)) return void response.writeHead(400).end();
    const { page, next } = cut(stacks, form.get("NextToken"));
    return void response.end(wrap(page.map(writeStack), "Stacks", next));
  }
  if (action === "DescribeAlarms" && form.get("Version") === "2010-08-01") {
    const raised = Object.entries(alarms).filter(
      ([name, state]) => state === form.get("StateValue") && name.startsWith(form.get("AlarmNamePrefix") ?? "?"),
    );
    const { page, next } = cut(raised, form.get("NextToken"));
    const since = "<StateUpdatedTimestamp>2026-02-01T10:00:00.000Z</StateUpdatedTimestamp>";
    const members = page.map(([name]) => `<AlarmName>${name}</AlarmName><Dimensions><member/></Dimensions>${since}`);
    return void response.end(wrap(members, "MetricAlarms", next));
  }
  response.writeHead(400).end("<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>");
}

/** Parameters and outputs are lists of members within the member. */
const writeStack = ({ name, status, updatedAt }: AccountContent["stacks"][number]) =>
  `<Outputs><member><OutputKey>x</OutputKey><StackName>no</StackName></member></Outputs><StackName>${name}</StackName>${
    updatedAt ? `<LastUpdatedTime>${updatedAt}</LastUpdatedTime>` : ""
  }<CreationTime>2026-01-01T00:00:00.000Z</CreationTime><StackStatus>${status}</StackStatus>`;

function answerJson(response: ServerResponse, content: AccountContent, target: string, input: Record<string, unknown>) {
  const answer = (body: object, status = 200) => void response.writeHead(status).end(JSON.stringify(body));
  if (target === "secretsmanager.ListSecrets") {
    const [
      {
        Key,
        Values: [prefix],
      },
    ] = input.Filters as [{ Key: string; Values: [string] }];
    const names = Object.entries(content.secrets).filter(([name]) => Key === "name" && name.startsWith(prefix));
    const { page, next } = cut(names, input.NextToken);
    const SecretList = page.map(([Name, stage]) => ({
      ...{ Name, ARN: `arn:${Name}`, CreatedDate: 1.7e9 },
      ...(stage === undefined ? {} : { Tags: [{ Key: "patchbay:stage", Value: stage }] }),
    }));
    return answer({ SecretList, NextToken: next });
  }
  if (target === "AmazonSSM.GetParameter") {
    const isBootstrap = input.Name === "/cdk-bootstrap/hnb659fds/version";
    const Value = isBootstrap ? content.bootstrapVersion : content.clientIds;
    if (Value === undefined) return answer({ __type: "ParameterNotFound" }, 400);
    return answer({ Parameter: { Name: input.Name, Value } });
  }
  if (target === "TrentService.ListAliases") {
    const { page, next } = cut(content.aliases, input.Marker);
    const Aliases = page.map((AliasName) => ({ AliasName, TargetKeyId: "key" }));
    return answer({ Aliases, Truncated: next !== undefined, NextMarker: next });
  }
  if (target === "AmazonSQS.GetQueueAttributes") {
    const messages = content.queues[String(input.QueueUrl).split("/").at(-1) ?? ""];
    if (messages === undefined) return answer({ __type: "com.amazonaws.sqs#QueueDoesNotExist" }, 400);
    return answer({ Attributes: { ApproximateNumberOfMessages: String(messages) } });
  }
  return answer({ __type: "UnknownOperationException" }, 400);
}
