// Computes the name, environment and permissions of a Lambda of the table, as plain data.
import type { ProviderId } from "../lib/provider-ids.ts";
import type { StageFiles } from "./code.ts";
import { type JwtEntries, needsEntryList } from "./config/jwt.ts";
import type { Stage } from "./config.ts";
import { allowServicesKey } from "./encryption.ts";
import { planStageFile } from "./mcp/stage-file.ts";
import { lambdaFunctionName } from "./names.ts";
import type { PermissionContext } from "./permission-effect.ts";
import { type Permission, resolvePermission } from "./permissions.ts";
import { mergeStatements, type Statement } from "./statement.ts";

/** The columns of a row that describe its Lambda. */
export interface LambdaRow {
  readonly run: string;
  /** The Lambda's name; default: its entry. */
  readonly lambda?: string;
  readonly permissions: readonly Permission[];
  readonly provider?: ProviderId | "every";
  readonly memory?: number;
  readonly timeout?: number;
  /** Seconds that all calls to the provider may take together, for one request of a person. */
  readonly callSeconds?: number;
  /** Whether it receives webhooks: its concurrency is reserved, so that nothing else can take it. */
  readonly isReceiver?: true;
  /** A file made from the stage's configuration, beside the bundle, where the stage has what it is about. */
  readonly stageFile?: "mcp.json";
  /** Whether it connects to the stage's database: it runs in the database's VPC, where the stage names one. */
  readonly inVpc?: true;
}

export interface LambdaPlan {
  readonly entry: string;
  readonly name: string;
  /** Its name in metrics and in the console: the entry, or the row's `lambda`. */
  readonly operation: string;
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
  readonly files: StageFiles;
}

/** Below the 30 s after which API Gateway gives up, so that a slow Lambda still logs its timeout. */
const httpTimeoutSeconds = 29;

export function planLambda(row: LambdaRow, context: PermissionContext): LambdaPlan {
  const { run, lambda: operation = run } = row;
  const effects = row.permissions.map((permission) => resolvePermission(permission, context));
  const file = row.stageFile === undefined ? undefined : planStageFile(context.config);
  const environment: Record<string, string> = Object.assign(
    {
      OPERATION: operation,
      ...commonEnvironment(context.config),
      ...providerEnvironment(row, context.config),
      ...callEnvironment(row),
      ...file?.environment,
    },
    ...effects.map(({ environment }) => environment),
  );
  const statements = effects.flatMap((effect) => effect.statements);
  return {
    entry: run,
    operation,
    name: lambdaFunctionName(context.config.stage, row),
    memory: row.memory ?? 256,
    timeout: row.timeout ?? httpTimeoutSeconds,
    environment,
    statements: mergeStatements([...statements, ...allowServicesKey(statements, context)]),
    files: file?.files ?? {},
  };
}

function commonEnvironment({ jwt, ...config }: Stage): Record<string, string> {
  return {
    STAGE: config.stage,
    PUBLIC_BASE_URL: config.publicBaseUrl,
    APP_URL: config.appUrl,
    LOG_LEVEL: "INFO",
    RATE_LIMITS: JSON.stringify(config.rateLimits),
    ...transportEnvironment(config),
    ...claimEnvironment(jwt),
  };
}

/**
 * The variables of the first entry stand beside the list too: an update gives a Lambda its environment and its code one after the
 * other, and the code of a release before knows these.
 */
function claimEnvironment(entries: JwtEntries): Record<string, string> {
  const [{ tenantClaim, adminClaim, adminValue, stageAdmin }] = entries;
  return {
    ...(tenantClaim ? { TENANT_CLAIM: tenantClaim } : {}),
    ...(adminClaim ? { ADMIN_CLAIM: adminClaim } : {}),
    ...(adminValue ? { ADMIN_VALUE: adminValue } : {}),
    ...(stageAdmin ? { STAGE_ADMIN_CLAIM: stageAdmin.claim, STAGE_ADMIN_VALUE: stageAdmin.value } : {}),
    ...(needsEntryList(entries) ? { JWT_ENTRIES: JSON.stringify(entries) } : {}),
  };
}

function transportEnvironment({ strictTransportSecurity: policy }: Omit<Stage, "jwt">): Record<string, string> {
  if (policy === undefined) return {};
  const value = `max-age=${policy.maxAgeSeconds}${policy.includeSubDomains ? "; includeSubDomains" : ""}`;
  return { STRICT_TRANSPORT_SECURITY: value };
}

function providerEnvironment({ provider }: LambdaRow, { providers }: Stage): Record<string, string> {
  if (!provider) return {};
  if (provider === "every") return { PROVIDER_SETTINGS: JSON.stringify(providers) };
  const settings = providers[provider];
  return { PROVIDER: provider, PROVIDER_SETTINGS: JSON.stringify(settings ? { [provider]: settings } : {}) };
}

const callEnvironment = ({ callSeconds }: LambdaRow): Record<string, string> =>
  callSeconds === undefined ? {} : { CALL_TIMEOUT_MS: String(1000 * callSeconds) };
