import { Logger } from "@aws-lambda-powertools/logger";

/** Fields a log line may carry. Never an event, a request, a response, a token or an error of a third party as a whole. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const logger = new Logger({ serviceName: "patchbay" });

export const log = {
  debug: (message: string, fields: LogFields = {}) => logger.debug(message, { ...fields }),
  info: (message: string, fields: LogFields = {}) => logger.info(message, { ...fields }),
  warn: (message: string, fields: LogFields = {}) => logger.warn(message, { ...fields }),
  error: (message: string, fields: LogFields = {}) => logger.error(message, { ...fields }),
};

/** Sets the fields that every line of the current request carries; replaces those of the request before it. */
export function beginLogContext(fields: LogFields): void {
  logger.resetKeys();
  logger.appendKeys({ ...fields });
}

/**
 * What may be said of an unknown error in a log: its name and where it was thrown. An SDK's or a provider's message can hold
 * a token or a person's data, so only our own messages are kept.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const at = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  return { errorName: error.name, errorAt: at?.trim(), errorCause: causeName(error) };
}

function causeName(error: Error): string | undefined {
  return error.cause instanceof Error ? error.cause.name : undefined;
}
