// One hanging provider must leave room for receivers and workers. The sums are made from the synthesized templates.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeConcurrency, parseAccountConcurrency, readAccountConcurrency } from "../../infra/concurrency.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { type StackTemplate, synthesizeTemplates } from "../compatibility/support/templates-of.ts";
import { exampleStage } from "./support/synthesized.ts";

const throttleSchema = z.object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() });
const lambdaSchema = z.object({
  FunctionName: z.string(),
  ReservedConcurrentExecutions: z.number().optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

type Lambda = z.output<typeof lambdaSchema>;

const listProperties = (stacks: readonly StackTemplate[], type: string) =>
  stacks.flatMap(({ resources }) =>
    Object.values(resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : [])),
  );

/** The Lambda of each route: the route names its integration, and that the Lambda. */
function listLambdasByRoute(stacks: readonly StackTemplate[]): [string, Lambda][] {
  return stacks.flatMap(({ resources }) =>
    Object.values(resources).flatMap(({ Type, Properties }) => {
      if (Type !== "AWS::ApiGatewayV2::Route") return [];
      const integration = resources[findReference(Properties.Target)];
      const lambda = resources[findReference(integration?.Properties.IntegrationUri)];
      return [[String(Properties.RouteKey), lambdaSchema.parse(lambda?.Properties)] as [string, Lambda]];
    }),
  );
}

/** The logical id in `{Ref: id}` or `{Fn::GetAtt: [id, "Arn"]}`, wherever it stands. */
const findReference = (value: unknown): string =>
  /"(?:Ref":|Fn::GetAtt":\[)"(?!AWS::)(\w+)"/.exec(JSON.stringify(value) ?? "")?.[1] ?? "";

interface DataEndpoint {
  readonly application: string;
  readonly rate: number;
  readonly burst: number;
  readonly seconds: number;
}

function measure(limit: number | undefined) {
  const stacks = synthesizeTemplates(exampleStage, limit);
  const http = stacks.filter(({ name }) => !name.endsWith("-live"));
  const [stage] = listProperties(http, "AWS::ApiGatewayV2::Stage");
  const throttles = z.record(z.string(), throttleSchema).parse(stage?.RouteSettings);
  const data = listLambdasByRoute(http).flatMap(([key, { Environment }]): DataEndpoint[] => {
    const { CALL_TIMEOUT_MS: timeout, PROVIDER: provider } = Environment.Variables;
    const throttle = throttles[key];
    if (timeout === undefined || !throttle) return [];
    const application = manifests.find(({ id }) => id === provider)?.application ?? "";
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = throttle;
    return [{ application, rate, burst, seconds: Number(timeout) / 1000 }];
  });
  const reservations = listProperties(stacks, "AWS::Lambda::Function").flatMap((properties) => {
    const { FunctionName: name, ReservedConcurrentExecutions: count } = lambdaSchema.parse(properties);
    return count === undefined ? [] : [{ name, count }];
  });
  const workers = listProperties(stacks, "AWS::Lambda::EventSourceMapping").map(({ ScalingConfig }) =>
    Number(Object(ScalingConfig).MaximumConcurrency ?? 0),
  );
  return {
    data,
    throttles,
    reservations,
    reserved: sum(reservations.map(({ count }) => count)),
    workers: sum(workers),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Lambdas that run while one application hangs and the others answer within half a second. */
const countWhileHanging = (data: readonly DataEndpoint[], application: string) =>
  sum(data.map((one) => (one.application === application ? one.rate * one.seconds + one.burst : one.rate * 0.5)));

const asDefault = measure(undefined);
const applications = [...new Set(asDefault.data.map(({ application }) => application))];

it("is measured for every provider of data", () => {
  expect(applications).toEqual(expect.arrayContaining(["figma", "slack", "github", "google"]));
});

describe.each([200, 500, 1000, 3000])("in an account that runs %i Lambdas at a time", (limit) => {
  const { data, reserved, workers } = limit === 1000 ? asDefault : measure(limit);

  it.each(applications)("everything fits while %s hangs", (application) => {
    expect(data.filter((one) => one.application === application).length).toBeGreaterThan(0);
    expect(countWhileHanging(data, application) + reserved + workers).toBeLessThanOrEqual(limit);
  });

  it("a hundred stay unreserved, as AWS demands", () => {
    expect(reserved).toBeGreaterThan(0);
    expect(limit - reserved).toBeGreaterThanOrEqual(100);
  });
});

describe("reserved concurrency", () => {
  it("is for receivers only, and for each of them", () => {
    const receivers = manifests.flatMap(({ webhook }) => webhook?.receivers ?? []);
    expect(asDefault.reservations).toHaveLength(new Set(receivers.map(({ run, lambda }) => lambda ?? run)).size);
    expect(asDefault.reservations.filter(({ name }) => !/-webhook/.test(name))).toEqual([]);
  });

  it("is not made in an account with less than 200, nor in the emulator", () => {
    expect(measure(100).reservations).toEqual([]);
    const local = synthesizeTemplates({ ...exampleStage, stage: "test" });
    const reserved = listProperties(local, "AWS::Lambda::Function").filter(
      ({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions !== undefined,
    );
    expect(reserved).toEqual([]);
  });
});

describe("the ceilings", () => {
  it("of flows and receivers do not depend on the account", () => {
    expect(measure(200).throttles["GET /api/integrations/slack/auth"]).toEqual({
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    });
  });

  it("of data endpoints rise with the account's limit, to those of the table", () => {
    const key = "GET /api/integrations/slack/channels";
    const rates = [200, 1000, 3000, 100_000].map((limit) => measure(limit).throttles[key]?.ThrottlingRateLimit ?? 0);
    expect(rates).toEqual(rates.toSorted((one, other) => one - other));
    expect(rates[1]).toBeGreaterThan(10);
    const bursts = Object.values(asDefault.throttles).map(({ ThrottlingBurstLimit }) => ThrottlingBurstLimit);
    expect(Math.min(...bursts), "a page asks for several things together").toBeGreaterThanOrEqual(5);
    expect(rates[3]).toBe(200);
  });

  it("let a person wait for eight seconds for what is read", () => {
    const waits = asDefault.data.map(({ seconds }) => seconds);
    expect(Math.max(...waits)).toBeLessThanOrEqual(25);
    expect(waits.toSorted((one, other) => one - other)[Math.floor(waits.length / 2)]).toBe(8);
  });
});

describe("npm run deploy", () => {
  it("reads the limit from Lambda's answer, and passes it to the app", () => {
    const text = JSON.stringify({ AccountLimit: { ConcurrentExecutions: 400, UnreservedConcurrentExecutions: 300 } });
    expect(parseAccountConcurrency({ status: 200, text })).toBe(400);
    expect(readAccountConcurrency({ PATCHBAY_ACCOUNT_CONCURRENCY: "400" })).toEqual({ accountConcurrency: 400 });
    expect(readAccountConcurrency({})).toEqual({});
    expect(() => parseAccountConcurrency({ status: 403, text: "" })).toThrow("lambda:GetAccountSettings is needed");
  });

  it.each([
    [1000, undefined],
    [500, "the ceilings of data endpoints are low, to fit"],
    [100, "too few to reserve any for webhooks"],
  ])("says what follows from a limit of %i", (limit, sentence) => {
    if (sentence === undefined) expect(describeConcurrency(limit)).toBeUndefined();
    else expect(describeConcurrency(limit)).toContain(sentence);
  });
});
