// Synthesizes the stacks of a stage without bundles: only the templates are tested.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import type { Stage } from "../../../infra/config.ts";
import { addStacks } from "../../../infra/stacks.ts";
import type { Manifest } from "../../../lib/providers/manifest.ts";
import { keepSynthesis } from "./kept-synthesis.ts";

export interface AppInput {
  readonly config: Stage;
  readonly manifests: readonly Manifest[];
  /** How many Lambdas the account runs at a time; default: AWS's default. */
  readonly accountConcurrency?: number | undefined;
}

export interface TemplateOfStack {
  readonly name: string;
  readonly template: unknown;
}

/**
 * Every stack's template. The app of an input is built once in a process; without the checks unless a test wants them, since those
 * take most of the time.
 * @throws when a check of cdk-nag fails
 */
export const synthesizeApp = (input: AppInput, { isChecked }: { readonly isChecked: boolean }): TemplateOfStack[] =>
  keepSynthesis(input, { isChecked, synthesize: () => buildApp(input, isChecked) });

function buildApp({ config, manifests, accountConcurrency }: AppInput, isChecked: boolean): TemplateOfStack[] {
  const folder = mkdtempSync(join(tmpdir(), "patchbay-synth-"));
  const placeholder = join(folder, "code");
  try {
    mkdirSync(placeholder);
    writeFileSync(join(placeholder, "index.mjs"), "export const handler = () => {};\n");
    const app = new App({ outdir: join(folder, "out") });
    const limit = accountConcurrency === undefined ? {} : { accountConcurrency };
    addStacks(app, { config, manifests, getCode: () => Code.fromAsset(placeholder), ...limit });
    const { stacks } = app.synth({ skipValidation: !isChecked });
    return stacks.map(({ stackName: name, template }) => ({ name, template }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
