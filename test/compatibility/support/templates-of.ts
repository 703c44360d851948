// The templates of a stage, as far as compatibility is about them.
import { z } from "zod";
import type { Stage } from "../../../infra/config.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { synthesizeApp } from "../../infra/support/synthesize-app.ts";

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
  Outputs: z.record(z.string(), z.object({ Export: z.object({ Name: z.unknown() }).optional() })).default({}),
});

export interface StackTemplate {
  /** Of the stack, with the stage's name in it. */
  readonly name: string;
  readonly resources: z.output<typeof template>["Resources"];
  readonly outputs: z.output<typeof template>["Outputs"];
}

/** Every stack's, without the checks that test/infra runs over them. @param accountConcurrency default: AWS's default */
export const synthesizeTemplates = (config: Stage, accountConcurrency?: number): StackTemplate[] =>
  synthesizeApp({ config, manifests, accountConcurrency }, { isChecked: false }).map(({ name, template: json }) => {
    const { Resources: resources, Outputs: outputs } = template.parse(json);
    return { name, resources, outputs };
  });
