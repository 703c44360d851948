// What a Lambda of the table will be: its name, environment and permissions as plain data.
import type { ProviderId } from "../lib/provider-ids.ts";
import type { Stage } from "./config.ts";
import { functionName } from "./names.ts";
import type { PermissionContext } from "./permission-effect.ts";
import { type Permission, resolvePermission } from "./permissions.ts";
import { mergeStatements, type Statement } from "./statement.ts";

/** The columns of a row that say what the Lambda is. */
export interface LambdaRow {
  readonly run: string;
  /** What the Lambda is called, where that is not its entry. */
  readonly lambda?: string;
  readonly permissions: readonly Permission[];
  readonly provider?: ProviderId | "every";
  readonly memory?: number;
  readonly timeout?: number;
}

export interface LambdaPlan {
  readonly entry: string;
  readonly name: string;
  /** What metrics and the console call it: the entry, or the name that the row gives it. */
  readonly operation: string;
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
}

/** API Gateway gives up after 30 s; a Lambda that stops just before it still leaves a log line. */
const httpTimeoutSeconds = 29;

export function planLambda(row: LambdaRow, context: PermissionContext): LambdaPlan {
  const { run, lambda: operation = run } = row;
  const allowances = row.permissions.map((grant) => resolvePermission(grant, context));
  const granted = allowances.map(({ environment }) => environment);
  const environment: Record<string, string> = Object.assign(
    { OPERATION: operation, ...commonEnvironment(context.config), ...providerEnvironment(row, context.config) },
    ...granted,
  );
  return {
    entry: run,
    operation,
    name: functionName(context.config.stage, operation, row.provider === "every" ? undefined : row.provider),
    memory: row.memory ?? 256,
    timeout: row.timeout ?? httpTimeoutSeconds,
    environment,
    statements: mergeStatements(allowances.flatMap(({ statements }) => statements)),
  };
}

function commonEnvironment({ jwt, ...config }: Stage): Record<string, string> {
  return {
    STAGE: config.stage,
    PUBLIC_BASE_URL: config.publicBaseUrl,
    APP_URL: config.appUrl,
    LOG_LEVEL: "INFO",
    SERVICES: JSON.stringify(config.services),
    RATE_LIMITS: JSON.stringify(config.rateLimits),
    ...(jwt.tenantClaim ? { TENANT_CLAIM: jwt.tenantClaim } : {}),
    ...(jwt.adminClaim ? { ADMIN_CLAIM: jwt.adminClaim } : {}),
    ...(jwt.adminValue ? { ADMIN_VALUE: jwt.adminValue } : {}),
  };
}

function providerEnvironment({ provider }: LambdaRow, { providers }: Stage): Record<string, string> {
  if (!provider) return {};
  if (provider === "every") return { PROVIDER_SETTINGS: JSON.stringify(providers) };
  const settings = providers[provider];
  return { PROVIDER: provider, PROVIDER_SETTINGS: JSON.stringify(settings ? { [provider]: settings } : {}) };
}
