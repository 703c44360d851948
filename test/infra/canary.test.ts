import { describe, expect, test } from "vitest";
import { defineStage, type StageInput } from "../../infra/config.ts";
import {
  exampleInput,
  listResources,
  type Resource,
  type SynthesizedStack,
  synthesize,
} from "./support/synthesized.ts";

const off = synthesize();
const defineWith = (change: Partial<StageInput>) => defineStage({ ...exampleInput, ...change });
const on = synthesize(defineWith({ canary: { percent: 10, minutes: 15 } }));

const canaryTypes = ["AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::CodeDeploy::DeploymentGroup"];
const properties = (resource: Resource): Record<string, unknown> => Object(resource.Properties);

/** Resources of a type by stack and logical id. */
const listIds = (stacks: readonly SynthesizedStack[], type: string): string[] =>
  stacks.flatMap(({ name, resources }) =>
    Object.entries(resources).flatMap(([id, { Type }]) => (Type === type ? [`${name} ${id}`] : [])),
  );

const findIn = ({ resources }: SynthesizedStack, type: string) =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

describe("a stage without canaries", () => {
  test("has no trace of them in its templates", () => {
    expect(canaryTypes.flatMap((type) => listIds(off, type))).toEqual([]);
    expect(JSON.stringify(off.map(({ resources }) => resources))).not.toMatch(/[Cc]anar|CodeDeploy|AliasPermission/);
  });
});

describe("a stage with canaries", () => {
  const receivers = listResources(on, "AWS::Lambda::Function").filter(
    (lambda) =>
      properties(lambda).ReservedConcurrentExecutions === 20 ||
      /Webhook|webhook/.test(String(properties(lambda).FunctionName)),
  );

  test("publishes versions of its receivers and workers, and of no other Lambda", () => {
    const mappings = on.flatMap((stack) => findIn(stack, "AWS::Lambda::EventSourceMapping"));
    const queues = mappings.filter(([, { Properties }]) => Object(Properties).ScalingConfig);
    const aliases = listIds(on, "AWS::Lambda::Alias");
    expect(receivers.length).toBeGreaterThan(5);
    expect(aliases.length).toBeGreaterThan(queues.length + 5);
    for (const type of canaryTypes) expect(listIds(on, type)).toHaveLength(aliases.length);
    const stacks = new Set(aliases.map((name) => name.split(" ")[0]));
    expect(stacks.has("patchbay-prod-async")).toBe(true);
    expect(stacks.has("patchbay-prod-integrations")).toBe(false);
  });

  test("changes no resource's logical id, and replaces none: what was there stays where it is", () => {
    for (const { name, resources } of off) {
      const after = on.find((stack) => stack.name === name)?.resources ?? {};
      for (const [id, before] of Object.entries(resources)) {
        const now = after[id];
        if (before.Type === "AWS::Lambda::EventSourceMapping") {
          // A change of FunctionName needs no interruption; one of the source would replace the mapping.
          expect(properties(now ?? before).EventSourceArn).toEqual(properties(before).EventSourceArn);
        } else if (before.Type === "AWS::ApiGatewayV2::Integration") {
          const { IntegrationUri: _was, ...kept } = properties(before);
          expect(properties(now ?? before)).toMatchObject(kept);
        } else {
          expect([name, id, now]).toEqual([name, id, before]);
        }
      }
    }
  });

  test("sends the queues' messages to the alias", () => {
    const async = on.find(({ name }) => name === "patchbay-prod-async");
    if (!async) throw new Error("There is no such stack.");
    const aliases = new Set(findIn(async, "AWS::Lambda::Alias").map(([id]) => id));
    const mappings = findIn(async, "AWS::Lambda::EventSourceMapping");
    const isQueue = ([, mapping]: (typeof mappings)[number]) => properties(mapping).StartingPosition === undefined;
    for (const [, mapping] of mappings.filter(isQueue)) {
      const text = JSON.stringify(properties(mapping).FunctionName);
      expect([...aliases].filter((id) => text.includes(`"${id}"`))).toHaveLength(1);
    }
  });

  test("lets the gateway call the alias before its integration names it, and keeps the permission for the function", () => {
    const found = on.flatMap((stack) =>
      findIn(stack, "AWS::ApiGatewayV2::Integration").flatMap(([, integration]) => {
        const { Ref: alias } = Object(properties(integration).IntegrationUri);
        return stack.resources[alias]?.Type === "AWS::Lambda::Alias"
          ? [{ stack, integration, alias: String(alias) }]
          : [];
      }),
    );
    expect(found.length).toBeGreaterThan(5);
    for (const { stack, integration, alias } of found) {
      const permissions = findIn(stack, "AWS::Lambda::Permission");
      const [own] = permissions.filter(([, each]) => Object(properties(each).FunctionName).Ref === alias);
      expect(integration.DependsOn).toContain(own?.[0]);
      const source = JSON.stringify(own && properties(own[1]).SourceArn);
      const same = permissions.filter(([, each]) => JSON.stringify(properties(each).SourceArn) === source);
      expect(same).toHaveLength(2);
    }
  });

  test("moves an alias by CodeDeploy in two steps, and back when its alarm is raised", () => {
    for (const stack of on)
      for (const [id, alias] of findIn(stack, "AWS::Lambda::Alias")) {
        expect(properties(alias).Name).toBe("live");
        const update = Object(alias.UpdatePolicy).CodeDeployLambdaAliasUpdate;
        const group = stack.resources[update.DeploymentGroupName.Ref];
        expect(group && properties(group)).toMatchObject({
          AutoRollbackConfiguration: { Enabled: true, Events: expect.arrayContaining(["DEPLOYMENT_STOP_ON_ALARM"]) },
          AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: expect.any(String) } }] },
        });
        const alarm = stack.resources[Object(group && properties(group)).AlarmConfiguration.Alarms[0].Name.Ref];
        const dimensions = JSON.stringify(alarm && properties(alarm).Dimensions);
        expect(dimensions).toContain(":live");
        expect([id, alarm && properties(alarm)]).toEqual([
          id,
          expect.objectContaining({
            ...{ MetricName: "Errors", Threshold: 1, TreatMissingData: "notBreaching" },
            AlarmActions: [expect.anything()],
          }),
        ]);
      }
    const [config] = listResources(on, "AWS::CodeDeploy::DeploymentConfig");
    expect(config && properties(config)).toMatchObject({
      ComputePlatform: "Lambda",
      TrafficRoutingConfig: {
        Type: "TimeBasedCanary",
        TimeBasedCanary: { CanaryInterval: 15, CanaryPercentage: 10 },
      },
    });
  });

  test("keeps the versions of before, and shares what canaries have in common", () => {
    for (const version of listResources(on, "AWS::Lambda::Version")) expect(version.DeletionPolicy).toBe("Retain");
    for (const stack of on) {
      const groups = findIn(stack, "AWS::CodeDeploy::DeploymentGroup").length;
      expect(findIn(stack, "AWS::CodeDeploy::Application")).toHaveLength(groups > 0 ? 1 : 0);
    }
    const roles = listResources(on, "AWS::IAM::Role").filter((role) => JSON.stringify(role).includes("codedeploy"));
    for (const role of roles) expect(properties(role).ManagedPolicyArns).toHaveLength(1);
  });

  test("keeps every stack within 400 resources", () => {
    const sizes = on.map(({ name, resources }) => [name, Object.keys(resources).length] as const);
    expect(sizes.filter(([, size]) => size > 400)).toEqual([]);
  });

  test.each([
    [{ percent: 0, minutes: 10 }, "canary.percent must be at least 1"],
    [{ percent: 100, minutes: 10 }, "canary.percent must be at most 99"],
    [{ percent: 10, minutes: 121 }, "canary.minutes must be at most 120"],
  ])("%j is refused", (canary, sentence) => {
    expect(() => defineWith({ canary })).toThrow(sentence);
  });
});
