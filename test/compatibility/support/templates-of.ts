// The templates of a stage, without the checks that test/infra runs over them: those take most of the time.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { z } from "zod";
import type { Stage } from "../../../infra/config.ts";
import { addStacks } from "../../../infra/stacks.ts";
import { keepSynthesis } from "../../infra/support/kept-synthesis.ts";

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

/** @param accountConcurrency how many Lambdas the account runs at a time; default: AWS's default */
export const synthesizeTemplates = (config: Stage, accountConcurrency?: number): StackTemplate[] =>
  keepSynthesis({ config, accountConcurrency }, () => synthesizeAnew(config, accountConcurrency));

function synthesizeAnew(config: Stage, accountConcurrency?: number): StackTemplate[] {
  const folder = mkdtempSync(join(tmpdir(), "patchbay-templates-"));
  try {
    const code = join(folder, "code");
    mkdirSync(code);
    const app = new App({ outdir: join(folder, "out") });
    const limit = accountConcurrency === undefined ? {} : { accountConcurrency };
    addStacks(app, { config, getCode: () => Code.fromAsset(code), ...limit });
    const { stacks } = app.synth({ skipValidation: true });
    return stacks.map(({ stackName: name, template: json }) => {
      const { Resources: resources, Outputs: outputs } = template.parse(json);
      return { name, resources, outputs };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
