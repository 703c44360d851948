// The template of an edge's stack, as far as tests read it.
import { App } from "aws-cdk-lib";
import { z } from "zod";
import { planAliases } from "../../../../infra/aliases/plan.ts";
import { EdgeStack } from "../../../../infra/edge-stack.ts";
import { surfacesFor } from "../../../../infra/routes.ts";
import { manifests } from "../../../../lib/providers/manifests.ts";
import { defineEdgeStage } from "./edge-stage.ts";

type Properties = Record<string, never>;
const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) })),
  Outputs: z.record(z.string(), z.unknown()),
});

const aliases = { "/integrations": "/api/integrations", "/health": "/api/health" };

/** Synthesizes the edge's stack alone. */
export function synthesizeEdge(edge: Parameters<typeof defineEdgeStage>[0] = {}, secretVersion?: string) {
  const config = defineEdgeStage(edge, { aliases });
  const routes = Object.values(surfacesFor(manifests, config)).flat();
  const app = new App();
  new EdgeStack(app, config, { routes, aliases: planAliases(config), secretVersion });
  const [stack] = app.synth().stacks;
  const template = templateSchema.parse(stack?.template);
  const list = (type: string) =>
    Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      Type === type ? [Properties as Properties] : [],
    );
  const [distribution] = list("AWS::CloudFront::Distribution");
  const settings: DistributionSettings = Object(distribution).DistributionConfig;
  return { environment: stack?.environment, template, list, settings };
}

interface Behavior {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly CachePolicyId: unknown;
  readonly OriginRequestPolicyId?: string;
  readonly ViewerProtocolPolicy: string;
  readonly AllowedMethods?: readonly string[];
  readonly FunctionAssociations?: readonly { EventType: string }[];
}

interface DistributionSettings {
  readonly Aliases: readonly string[];
  readonly HttpVersion: string;
  readonly ViewerCertificate: object;
  readonly DefaultCacheBehavior: Behavior;
  readonly CacheBehaviors: readonly Behavior[];
  readonly CustomErrorResponses: readonly { ErrorCode: number; ErrorCachingMinTTL: number }[];
  readonly Origins: readonly { Id: string; OriginCustomHeaders?: readonly object[]; CustomOriginConfig: object }[];
  readonly WebACLId: unknown;
  readonly Logging?: unknown;
}
