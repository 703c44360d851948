// Writes one JSON line per log event. A logging library would add 8 ms to every cold start.
import { AsyncLocalStorage } from "node:async_hooks";

/** Fields of a log line. Never pass a whole event, request, response or foreign error, and never a token. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const levels = ["DEBUG", "INFO", "WARN", "ERROR"] as const;
type Level = (typeof levels)[number];

const threshold = Math.max(0, levels.indexOf(levels.find((level) => level === process.env.LOG_LEVEL) ?? "INFO"));

/** For commands on an operator's machine, which have their own words for what they do. */
const isSilent = process.env.LOG_LEVEL === "SILENT";

const context = new AsyncLocalStorage<LogFields>();

/** Adds fields to every log line that `work` writes, also when several pieces of work run in parallel. */
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

/** Writes to standard output: Lambda's `console` adds a prefix, and CloudWatch reads metrics only from plain JSON lines. */
export function writeLine(line: object): void {
  if (isSilent) return;
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * The loggable fields of an unknown error: its name, where it was thrown and the name of its cause. The message is left out,
 * since an SDK's or provider's message can contain a token or personal data.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const at = error.stack?.split("\n").find((line) => stackFramePattern.test(line));
  return { errorName: error.name, errorAt: at?.trim(), errorCause: getCauseName(error) };
}

/** Matches a stack frame, not a message line that looks like one. */
const stackFramePattern = /^ {4}at [^\n]{1,300}:\d+:\d+\)?$/;

function getCauseName(error: Error): string | undefined {
  return error.cause instanceof Error ? error.cause.name : undefined;
}
