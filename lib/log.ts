// One JSON line per event. Small on purpose: a logging library costs every Lambda 8 ms of its cold start.
import { AsyncLocalStorage } from "node:async_hooks";

/** Fields a log line may carry. Never an event, a request, a response, a token or an error of a third party as a whole. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const levels = ["DEBUG", "INFO", "WARN", "ERROR"] as const;
type Level = (typeof levels)[number];

const threshold = Math.max(0, levels.indexOf(levels.find((level) => level === process.env.LOG_LEVEL) ?? "INFO"));

const context = new AsyncLocalStorage<LogFields>();

/** Runs work whose every line carries these fields; messages of one batch are worked on side by side. */
export const withLogContext = <T>(fields: LogFields, work: () => T): T => context.run(fields, work);

export const log = {
  debug: (message: string, fields: LogFields = {}) => write("DEBUG", message, fields),
  info: (message: string, fields: LogFields = {}) => write("INFO", message, fields),
  warn: (message: string, fields: LogFields = {}) => write("WARN", message, fields),
  error: (message: string, fields: LogFields = {}) => write("ERROR", message, fields),
};

function write(level: Level, message: string, fields: LogFields): void {
  if (levels.indexOf(level) < threshold) return;
  writeLine({ level, message, timestamp: new Date().toISOString(), ...context.getStore(), ...fields });
}

/** To standard output itself: Lambda's `console` puts a prefix before each line, and CloudWatch reads metrics only from bare JSON. */
export function writeLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * What may be said of an unknown error in a log: its name and where it was thrown. An SDK's or a provider's message can hold
 * a token or a person's data, so only our own messages are kept.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const at = error.stack?.split("\n").find((line) => stackFramePattern.test(line));
  return { errorName: error.name, errorAt: at?.trim(), errorCause: getCauseName(error) };
}

/** A place in code, and not a line of a message that pretends to be one. */
const stackFramePattern = /^ {4}at [^\n]{1,300}:\d+:\d+\)?$/;

function getCauseName(error: Error): string | undefined {
  return error.cause instanceof Error ? error.cause.name : undefined;
}
