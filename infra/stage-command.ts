import { parseArgs } from "node:util";
import { type AwsAccount, requireAccount } from "./aws/account.ts";
import type { Stage } from "./config.ts";
import { loadDeployableStage } from "./load-stage.ts";

const options = {
  stage: { type: "string" },
  yes: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

interface StageCommand {
  readonly config: Stage;
  readonly account: AwsAccount;
  /** Whether to go on without asking. */
  readonly isConfirmed: boolean;
}

/**
 * Reads the command line of a command that changes a stage in its AWS account: `--stage`, `--yes`, `--help`.
 * @param command as it is typed, such as `deploy`
 * @returns undefined when the person asked for the help, which is printed
 * @throws Error in one sentence when the stage cannot be loaded, or the shell's credentials are for another account
 */
export async function readStageCommand(command: string, help: string): Promise<StageCommand | undefined> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(help);
    return undefined;
  }
  const config = await loadDeployableStage(values.stage, `npm run ${command} -- --stage dev`);
  return { config, account: await requireAccount(config), isConfirmed: values.yes };
}
