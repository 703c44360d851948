// Accepted findings of cdk-nag, each with its reason. Every other finding fails synth.
import { Stack, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { z } from "zod";

/** Accepts one rule's finding on a construct. */
export function acknowledgeFinding(construct: IConstruct, id: `AwsSolutions-${string}`, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** Why each wildcard at the end of a permitted ARN is needed. A test fails for any other wildcard. */
const wildcardReasons: readonly { readonly suffix: string; readonly reason: string }[] = [
  { suffix: ":*", reason: "a log group's streams are named by Lambda itself" },
  { suffix: "/live/*", reason: "a socket's id is made when it opens" },
  { suffix: "/stream/*", reason: "a stream is named by its date of birth" },
  { suffix: "-webhooks-*", reason: "queues of providers: all their names are longer than a policy may be" },
  {
    suffix: "key/*",
    reason: "the key's id is not known here: the condition on kms:ResourceAliases names the stage's key",
  },
];

/** Accepts exactly the wildcard resources of the role's policy, in the spelling of cdk-nag. */
export function acknowledgeWildcards(construct: IConstruct, resources: readonly string[]): void {
  for (const resource of new Set(resources.filter((arn) => arn.includes("*")))) {
    const known = wildcardReasons.find(({ suffix }) => resource.endsWith(suffix));
    if (known)
      acknowledgeFinding(construct, `AwsSolutions-IAM5[Resource::${spellLikeNag(construct, resource)}]`, known.reason);
  }
}

const importedSchema = z.object({ "Fn::ImportValue": z.string() });
const joinedArnSchema = z.object({
  "Fn::Join": z.tuple([z.literal(""), z.array(z.union([z.string(), z.object({ Ref: z.string() }), importedSchema]))]),
});

/** `arn:<AWS::Partition>:…`: cdk-nag replaces each reference by its name, and what another stack exports by the name of that. */
function spellLikeNag(construct: IConstruct, resource: string): string {
  const [, parts] = joinedArnSchema.parse(Stack.of(construct).resolve(resource))["Fn::Join"];
  return parts.map(spellPart).join("");
}

function spellPart(part: string | { Ref: string } | z.output<typeof importedSchema>): string {
  if (typeof part === "string") return part;
  return "Ref" in part ? `<${part.Ref}>` : part["Fn::ImportValue"];
}
