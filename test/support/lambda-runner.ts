// The child process of lambda-process.ts: imports one bundle and handles events, concurrently.
import { pathToFileURL } from "node:url";

export interface LambdaReply {
  readonly id: string;
  readonly result?: unknown;
  readonly error?: string;
}

interface LambdaCall {
  readonly id: string;
  readonly event: unknown;
}

const { handler } = await import(pathToFileURL(process.argv[2] ?? "").href);
const context = { functionName: process.env.AWS_LAMBDA_FUNCTION_NAME, getRemainingTimeInMillis: () => 29_000 };

process.on("message", async ({ id, event }: LambdaCall) => {
  const reply: LambdaReply = await Promise.resolve(handler(event, { ...context, awsRequestId: id })).then(
    (result) => ({ id, result }),
    (error) => ({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send?.(reply);
});
process.once("disconnect", () => process.exit());
process.send?.({ id: "ready" });
