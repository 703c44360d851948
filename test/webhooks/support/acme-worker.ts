// Containers of the acme worker, the server that controls its processing, and recipients of its events.
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { onTestFinished } from "vitest";
import { bundleLambdas } from "../../../infra/bundle.ts";
import { toItem } from "../../../lib/store/item.ts";
import type { Owner } from "../../../lib/store/owner.ts";
import { key } from "../../../lib/store/table.ts";
import { dynamodb, readDeployedEnvironment, tableName } from "../../support/aws.ts";
import { cloud } from "../../support/cloud.ts";
import { type LambdaProcess, startLambdaProcess } from "../../support/lambda-process.ts";
import { listOutboxKeys } from "../../support/outbox-rows.ts";
import { json, startTestServer, type TestServer } from "../../support/test-server.ts";
import type { Advice } from "../entries/acme.ts";

/** The provider whose vault and rows the events use. */
export const provider = "slack";

let bundled: Promise<unknown> | undefined;

export interface Worker {
  /** Processes a batch. @returns the message ids that it reports as failed */
  work(event: SQSEvent): Promise<string[]>;
  logs: LambdaProcess["logs"];
  kill: LambdaProcess["stop"];
}

/** Starts a new container of the worker. */
export async function startWorker(acme: Acme, environment: Record<string, string> = {}): Promise<Worker> {
  const folder = `acme-worker-${cloud().portBase}`;
  bundled ??= bundleLambdas({ from: "test/webhooks/entries", into: `.local/${folder}` });
  await bundled;
  const lambda = await startLambdaProcess(`../.local/${folder}/acme`, {
    ...(await readDeployedEnvironment(`${provider}-process-webhook-${provider}`)),
    AWS_SDK_UA_APP_ID: "acme-worker",
    ACME_PROVIDER: provider,
    ACME_URL: acme.url,
    WEBHOOKS_QUEUE_URL: "http://localhost/000000000000/nobody-s-queue",
    ...environment,
  });
  onTestFinished(() => lambda.stop());
  return {
    async work(event) {
      const { batchItemFailures } = (await lambda.invoke(event)) as unknown as SQSBatchResponse;
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    logs: lambda.logs,
    kill: lambda.stop,
  };
}

export interface Acme {
  readonly url: string;
  /** How often processing of an event began, or ended. */
  times(step: "begin" | "end", name?: string): number;
  /** The events whose processing began, in order. */
  listBegun(): string[];
  /** Sets the answer for a step, such as "begin/one"; with `hang` there is none. */
  advise(step: string, answer: Advice | "hang"): void;
  /** Answers the requests that hang. */
  release(): void;
}

export async function startAcme(): Promise<Acme> {
  const advices = new Map<string, Advice | "hang">();
  let hanging: (() => void)[] = [];
  const end: TestServer = await startTestServer((response, asked) => {
    const advice = advices.get(asked.path.slice(1)) ?? {};
    if (advice === "hang") hanging.push(() => json({})(response, asked));
    else json(advice)(response, asked);
  });
  onTestFinished(() => end.close());
  const steps = (step: string) => end.requests.map(({ path }) => path).filter((path) => path.startsWith(`/${step}/`));
  return {
    url: end.url,
    times: (step, name = "") => steps(step).filter((path) => path.startsWith(`/${step}/${name}`)).length,
    listBegun: () => steps("begin").map((path) => path.slice("/begin/".length)),
    advise: (step, answer) => void advices.set(step, answer),
    release() {
      for (const goOn of hanging) goOn();
      hanging = [];
    },
  };
}

export interface RoutedUser extends Owner {
  /** The route key of their events. */
  readonly route: string;
  /** The tenant's claim in the user's token. */
  readonly org: string;
  /** The keys of their outbox rows. */
  listOutboxKeys(): Promise<string[]>;
}

/** A user with an event route. There is no connection row behind it. */
export async function createRoutedUser(
  route = `T-${crypto.randomUUID()}`,
  org: string = crypto.randomUUID(),
): Promise<RoutedUser> {
  const owner = { tenant: `c#${org}`, user: crypto.randomUUID() };
  const id = crypto.randomUUID();
  const Item = { ...key.eventRoute(provider, route, owner, id), ...toItem({ ...owner, provider, id }) };
  await dynamodb().send(new PutItemCommand({ TableName: tableName("connections"), Item }));
  return { ...owner, route, org, listOutboxKeys: () => listOutboxKeys(owner) };
}
