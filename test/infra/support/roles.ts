// Reads the IAM roles of synthesized templates; CloudFormation functions become text.
import { z } from "zod";
import { listResources, type SynthesizedStack } from "./synthesized.ts";

const many = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);

const statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: many.transform((all) => all.map(flattenArn)),
  Resource: many.transform((all) => all.map(flattenArn)),
  Condition: z
    .record(
      z.string(),
      z.record(
        z.string(),
        many.transform((all) => all.map(flattenArn)),
      ),
    )
    .default({}),
});

const role = z.object({
  Properties: z.object({
    Description: z.string(),
    Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) })),
    ManagedPolicyArns: z.undefined().optional(),
  }),
});

const lambda = z.object({
  Properties: z.object({
    FunctionName: z.string(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  }),
});

export interface Role {
  /** The Lambda's name. */
  readonly name: string;
  readonly provider: string | undefined;
  readonly statements: readonly {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  }[];
}

/** The roles of all Lambdas, with what they allow. @throws when a role has managed policies */
export function listRoles(stacks: readonly SynthesizedStack[]): Role[] {
  const lambdas = listResources(stacks, "AWS::Lambda::Function").map((resource) => lambda.parse(resource).Properties);
  return listResources(stacks, "AWS::IAM::Role").map((resource) => {
    const { Description, Policies } = role.parse(resource).Properties;
    const name = /^What (\S+) may do$/.exec(Description)?.[1] ?? Description;
    const provider = lambdas.find(({ FunctionName }) => FunctionName === name)?.Environment.Variables.PROVIDER;
    return {
      name,
      provider: typeof provider === "string" ? provider : undefined,
      statements: Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .filter(({ Effect }) => Effect === "Allow")
        .map(({ Action, Resource, Condition }) => ({ actions: Action, resources: Resource, conditions: Condition })),
    };
  });
}

const join = z.object({ "Fn::Join": z.tuple([z.string(), z.array(z.unknown())]) });
const reference = z.object({ Ref: z.string() });

/** `{"Fn::Join": ["", ["arn:", {Ref: "AWS::Partition"}]]}` → `arn:<AWS::Partition>` */
function flattenArn(value: unknown): string {
  if (typeof value === "string") return value;
  const joined = join.safeParse(value);
  if (joined.success) return joined.data["Fn::Join"][1].map(flattenArn).join(joined.data["Fn::Join"][0]);
  const referred = reference.safeParse(value);
  return referred.success ? `<${referred.data.Ref}>` : JSON.stringify(value);
}
