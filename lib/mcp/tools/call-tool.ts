import { Problem } from "../../errors.ts";
import { describeError, log } from "../../log.ts";
import { count } from "../../metrics.ts";
import type { Tool, ToolCaller, ToolResult } from "./tool.ts";

/**
 * Calls a tool. What goes wrong is its result, for the assistant to read: a sentence, the code, and what helps, such as the URL
 * where an account is connected again.
 */
export async function callTool(
  tool: Tool,
  input: Readonly<Record<string, unknown>>,
  caller: ToolCaller,
): Promise<ToolResult> {
  try {
    return await tool.call(input, caller);
  } catch (error) {
    return describeFailure(tool, error, caller);
  }
}

function describeFailure({ name }: Tool, error: unknown, { requestId }: ToolCaller): ToolResult {
  const problem = error instanceof Problem ? error : new Problem("internal", { cause: error });
  if (problem.status < 500) log.info("tool refused", { tool: name, code: problem.code });
  else {
    count("ToolFailed", { code: problem.code });
    log.error("tool failed", { tool: name, code: problem.code, ...describeError(problem.cause ?? error) });
  }
  const { code, retryAfter, members } = problem;
  const wait = retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter };
  const facts = Object.entries({ code, requestId, ...wait, ...members });
  return {
    text: [problem.message, "", ...facts.map(([fact, value]) => `${fact}: ${describeValue(value)}`)].join("\n"),
    isError: true,
  };
}

const describeValue = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
