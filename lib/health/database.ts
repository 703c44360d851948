// Asks the Lambda beside the operator's database whether it answers: the deep health check itself cannot reach it.
import { invokeLambda } from "../aws/invoke-lambda.ts";
import type { ProbeResult } from "./probe.ts";

/** The Lambda's start, its connection and the database's answer. */
const deadlineMs = 12_000;

/**
 * The database's line of the health check; none where no database is configured, or where questions to it are switched off. Never throws.
 * @param name the probing Lambda's
 */
export async function probeDatabaseLambda(
  name = process.env.DATABASE_PROBE,
  invoke: typeof invokeLambda = invokeLambda,
): Promise<ProbeResult[]> {
  if (!name) return [];
  const startedAt = performance.now();
  const { state = "failed", latencyMs = Math.round(performance.now() - startedAt) } = Object(
    await invoke(name, deadlineMs).catch(() => undefined),
  );
  return state === "off" ? [] : [{ name: "database", ok: state === "ok", latencyMs }];
}
